"""集合计算: a rulebook over many households, block by block, from Parquet or from PostgreSQL.

A block of households is the unit of work: read whole, computed whole, written whole or not at all; doing one twice
gives the same file. Threads share the blocks of one machine.
"""

import os

# Arrow's own pools keep what they freed; with the system's a run over a whole country needs half the memory. It is
# read once, when Arrow is first imported, and a setting of the operator stands.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
