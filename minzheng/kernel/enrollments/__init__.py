"""在册台账: who is in which program, from when to when, with which monthly allowance.

An allowance is never changed. A change, a suspension, a stop is a new row that counts from its
month on; the amount due for a month, as known at a moment, is the latest such row.
"""
