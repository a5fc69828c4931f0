"""外观: the base page, the one style sheet, error pages, and how money, months and days are written.

Knows no room of the house: what a page shows comes in through its context. No scripts; the style
sheet is served as a file, so the strict Content-Security-Policy holds without exceptions.
"""
