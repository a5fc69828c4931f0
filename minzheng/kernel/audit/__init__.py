"""留痕: every write leaves one append-only event, and the events form an SM3 chain.

An event holds no foreign keys on purpose: the trail must never stand in the way of live data,
and it must survive whatever happens to the rows it speaks of.
"""
