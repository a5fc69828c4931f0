"""Entering institutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.kernel.institutions.models import Institution

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.institutions.enums import InstitutionKind


@transaction.atomic
def register_institution(
    *, code: str, name: str, kind: InstitutionKind, area_code: str, by: Actor, on: date
) -> Institution:
    """The institution with this code; entering it again changes nothing."""
    institution, created = Institution.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind, "area_code": area_code}
    )
    if created:
        record(
            tag="institutions:institution:registered",
            target=institution,
            by=by,
            on=on,
            area_code=area_code,
            facts={"name": name, "kind": kind},
        )
    return institution
