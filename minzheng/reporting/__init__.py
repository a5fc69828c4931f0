"""指标与报告: the catalogue of numbers, the evaluations that are written with them, documents, sealed snapshots."""
