"""集合计算: a rulebook over many households, block by block, from Parquet or from PostgreSQL.

A block of households is the unit of work: read whole, computed whole, written whole or not at all; doing one twice
gives the same file. Threads share the blocks of one machine.
"""
