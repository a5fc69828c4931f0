"""办件: a matter declares its flow in one table; a case is moved by one function.

`casework.operations.take` is the only code that writes `Case.status`: by compare-and-swap on
(status, version), with the permission of the step, the clocks it starts and stops, one step row
and one audit event. Pages draw their buttons from the same table.
"""
