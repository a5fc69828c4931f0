"""印制: what every printed paper shares: fonts, PDF by Typst, the official page of GB/T 9704 in DOCX, a plain sheet.

Rooms that print (letters, case files, reports) describe their paper; nothing here knows what it says.
"""

from minzheng.kernel.printing.fonts import FontsMissing
from minzheng.kernel.printing.sheet import (
    Block,
    Fields,
    Heading,
    Items,
    Paragraph,
    Sheet,
    Signatures,
    Table,
)
from minzheng.kernel.printing.sheet_docx import sheet_docx
from minzheng.kernel.printing.sheet_pdf import sheet_pdf

__all__ = [
    "Block",
    "Fields",
    "FontsMissing",
    "Heading",
    "Items",
    "Paragraph",
    "Sheet",
    "Signatures",
    "Table",
    "sheet_docx",
    "sheet_pdf",
]
