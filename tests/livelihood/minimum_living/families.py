"""A family that applied, through the operations."""

from datetime import date

from minzheng.kernel.audit.actor import Actor
from minzheng.kernel.casework.models import Case
from minzheng.kernel.enrollments.enums import Category
from minzheng.livelihood.household_assessment.enums import IncomeKind, Occupation, WorkAbility
from minzheng.livelihood.household_assessment.operations import ConditionLine, IncomeLine, Means
from minzheng.livelihood.minimum_living import operations as minimum_living
from tests.kernel.builders import XIUFENG, XIUFENGSHAN, actor, household, person

APPLIED, DECIDED = date(2022, 4, 11), date(2022, 5, 20)


def clerk(on: date = APPLIED, street: str = XIUFENG) -> Actor:
    return actor("SUBDISTRICT_CLERK", street, on)


def bureau(on: date = DECIDED) -> Actor:
    return actor("BUREAU_ASSISTANCE", on=on)


def means_of(*incomes: tuple[object, int]) -> Means:
    """Everybody able to work, of working age, with this pension (fen a month)."""
    return Means(
        conditions=[ConditionLine(p.pk, WorkAbility.FULL, Occupation.FLEXIBLE) for p, _ in incomes],
        incomes=[IncomeLine(p.pk, IncomeKind.TRANSFER, fen) for p, fen in incomes if fen],
    )


def applied(
    *incomes: int, area: str = XIUFENGSHAN, street: str = XIUFENG, on: date = APPLIED
) -> Case:
    """One member a given pension; the first one applies at the window."""
    people_ = [person(name) for name, _ in zip("甲乙丙丁", incomes, strict=False)]
    return minimum_living.apply(
        household=household(*people_, area=area),
        applicant=people_[0],
        means=means_of(*zip(people_, incomes, strict=True)),
        category=Category.URBAN,
        ground="城镇户籍且无承包地",
        by=clerk(on, street),
        on=on,
    )
