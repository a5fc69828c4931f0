"""花名册: a bureau's own Excel roster of 低保 households comes in here."""
