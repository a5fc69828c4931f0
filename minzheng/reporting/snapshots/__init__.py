"""封存: a report is sealed with its moment, definitions, values and fingerprints, and can be replayed."""
