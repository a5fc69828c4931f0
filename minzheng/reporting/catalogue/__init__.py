"""指标目录: all indicators and claims of the house in report order, and their figures (`queries.catalogue`)."""
