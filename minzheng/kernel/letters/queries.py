"""What a letter has to say by law on its day, and which letters a case has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minzheng.kernel import policy
from minzheng.kernel.letters.models import Letter

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from minzheng.kernel.casework.models import Case

REMEDIES = "救济途径"
REVIEW_LIMIT, SUIT_LIMIT = "行政复议申请期限", "行政诉讼起诉期限"


def remedies(area_code: str, on: date) -> list[str]:
    """救济途径 in force on a day, as patterns: `{区}` and `{文书}` are filled with the letter."""
    book = policy.load()
    limits = {
        "{复议期限}": book.value(REVIEW_LIMIT, area=area_code, on=on).text,
        "{诉讼期限}": book.value(SUIT_LIMIT, area=area_code, on=on).text,
    }
    texts = [value.text for value in book.values(REMEDIES, area=area_code, on=on)]
    for name, limit in limits.items():
        texts = [text.replace(name, limit) for text in texts]
    return texts


def letters_of(case: Case) -> QuerySet[Letter]:
    """The letters of a case with their receipts, in the order in which they were written."""
    return Letter.objects.filter(case=case).select_related("delivery", "pdf", "docx").order_by("id")
