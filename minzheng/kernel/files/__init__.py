"""材料: what was handed in or produced, kept by its SM3, with the purpose it may be used for."""
