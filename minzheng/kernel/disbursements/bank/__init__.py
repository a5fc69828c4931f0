"""The bank side: file layouts declared as data, the port to a bank, and a bank that behaves as real ones do."""
