"""公文: one document model, written as HTML, PDF, DOCX and canonical JSON; a lint refuses unbound digits."""

from minzheng.reporting.documents.canonical import canonical_json, fingerprint
from minzheng.reporting.documents.html import to_html
from minzheng.reporting.documents.lint import UnboundDigits, refuse_unbound_digits, unbound_digits
from minzheng.reporting.documents.model import (
    Chapter,
    Claimed,
    Document,
    Numbered,
    Paragraph,
    Run,
    Text,
    Token,
)
from minzheng.reporting.documents.pdf import to_pdf
from minzheng.reporting.documents.word import to_docx

__all__ = [
    "Chapter",
    "Claimed",
    "Document",
    "Numbered",
    "Paragraph",
    "Run",
    "Text",
    "Token",
    "UnboundDigits",
    "canonical_json",
    "fingerprint",
    "refuse_unbound_digits",
    "to_docx",
    "to_html",
    "to_pdf",
    "unbound_digits",
]
