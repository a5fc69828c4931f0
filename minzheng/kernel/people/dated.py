"""Rows that count from one day to another: how they are asked, and how the database keeps them apart.

Equality beside a range needs no extension: an integer is the range that holds it alone.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value

M = TypeVar("M", bound=models.Model, covariant=True)


class Point(Func):
    """An integer column as the range that holds it alone."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"
    output_field = BigIntegerRangeField()


class Period(Func):
    """Two date columns as a half-open range."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, start: str, end: str) -> None:
        super().__init__(F(start), F(end), Value("[)"))


class DatedQuerySet(models.QuerySet[M]):
    """`in_force_on(day)` is the only way to ask; subclasses name their two columns."""

    start, end = "from_on", "to_on"

    def in_force_on(self, day: date) -> DatedQuerySet[M]:
        still = Q(**{self.end: None}) | Q(**{f"{self.end}__gt": day})
        return self.filter(still, **{f"{self.start}__lte": day})


class DatedManager(models.Manager[M]):
    """The manager of rows with `from_on` and `to_on`."""

    def get_queryset(self) -> DatedQuerySet[M]:
        return DatedQuerySet(self.model, using=self._db)

    def in_force_on(self, day: date) -> DatedQuerySet[M]:
        return self.get_queryset().in_force_on(day)
