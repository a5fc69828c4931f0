"""打印家庭档案: every print leaves a trace, because the file holds everything about a family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check
from minzheng.kernel.audit.operations import record
from minzheng.kernel.printing import sheet_pdf
from minzheng.lib.crypto import sm3
from minzheng.livelihood.minimum_living.case_file import case_file

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case


@transaction.atomic
def print_case_file(*, case: Case, by: Actor, on: date) -> bytes:
    """家庭档案 of the family of a case as PDF. Raises NotPermitted, FontsMissing."""
    check(by, Permission.CASE_FILE_PRINT, case.area_code)
    content = sheet_pdf(case_file(case, at=by.at, on=on))
    record(
        tag="minimum_living:case_file:printed",
        target=case,
        by=by,
        on=on,
        area_code=case.area_code,
        facts={"case": case.number, "sm3": sm3(content).hex()},
    )
    return content
