"""文书: letters written from templates, registered, kept as DOCX and PDF, delivered with a receipt.

The wording stands in `policies/letters/*.yaml`; a program says what to fill in. A letter is never
changed: who made a mistake writes another one.
"""
