"""发放: from an allowance to money on a family's account, and back when the bank returns it.

A monthly run is planned set-based, frozen (from then on exactly this list is paid), approved by a
second person, cut into bank files, answered by bank results, and closed only when
due = paid + returned + held with difference 0. What happened to a line is derived from rows that
are only ever added; nothing is sent again by itself.
"""
