"""Pure helpers: money in fen, months and days, ID numbers, Chinese text, national cryptography. No Django, no clock."""
