"""What an import would do, before it does it: 新增, 变更, 无变化, 错误."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from minzheng.exchange.rosters import workbook
from minzheng.exchange.rosters.places import Gazetteer, UnknownPlace, gazetteer
from minzheng.exchange.rosters.staging import Household, Staged, stage
from minzheng.exchange.rosters.takeover import disagreement, taken_over
from minzheng.exchange.rosters.workbook import Sheet
from minzheng.kernel.areas.queries import in_force
from minzheng.kernel.institutions.enums import InstitutionKind
from minzheng.kernel.institutions.models import Institution
from minzheng.kernel.people.models import HouseholdMembership, Person
from minzheng.kernel.people.vault import vault
from minzheng.lib.months import Month
from minzheng.livelihood.minimum_living.operations import HouseholdTakenOver
from minzheng.livelihood.minimum_living.queries import taken_over_digests


@dataclass(slots=True)
class Preview:
    """The outcome for every household of a workbook. `staged.problems` are the reasons of the refused ones."""

    sheets: list[Sheet]
    staged: Staged
    new: list[HouseholdTakenOver] = field(default_factory=list)
    changed: list[HouseholdTakenOver] = field(default_factory=list)
    same: list[HouseholdTakenOver] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return len(self.staged.refused)

    def summary(self) -> str:
        """The four counts in one line."""
        return (
            f"新增 {len(self.new)} 户、变更 {len(self.changed)} 户、"
            f"无变化 {len(self.same)} 户、错误 {self.refused} 户"
        )


def examine(content: bytes, *, area_code: str, from_month: Month, on: date) -> Preview:
    """Read a workbook and compare it with the rules and with what is stored. Writes nothing.

    `area_code` bounds which communities the importer may touch. Raises UnreadableRoster, ParameterUnset.
    """
    sheets = workbook.read(content)
    staged = stage(sheets)
    preview = Preview(sheets, staged)
    digests = taken_over_digests()
    places = gazetteer(in_force(on, under=area_code))
    pairs = [(h, t) for h in list(staged.households) if (t := _placed(h, places, staged))]
    strangers = _unpayable(pairs) | _conflicts([taken for _, taken in pairs], on)
    for household, taken in pairs:
        known = digests.get(taken.number)
        if known == taken.digest:
            preview.same.append(taken)
            continue
        sentence = strangers.get(taken.number) or disagreement(taken, from_month)
        if sentence:
            staged.refuse(household, sentence)
        else:
            (preview.changed if known else preview.new).append(taken)
    return preview


def examine_file(path: Path, *, area_code: str, from_month: Month, on: date) -> Preview:
    """`examine` of a file on disk."""
    return examine(path.read_bytes(), area_code=area_code, from_month=from_month, on=on)


def _placed(household: Household, places: Gazetteer, staged: Staged) -> HouseholdTakenOver | None:
    try:
        return taken_over(household, places.code_of(*household.place))
    except UnknownPlace as unknown:
        staged.refuse(household, str(unknown))
        return None


def _unpayable(pairs: Iterable[tuple[Household, HouseholdTakenOver]]) -> dict[str, str]:
    """{household number: sentence} where the bank is not one that pays for us."""
    known = set(
        Institution.objects.filter(kind=InstitutionKind.BANK).values_list("name", flat=True)
    )
    return {
        taken.number: f"没有登记代发银行“{taken.bank}”。请改用：{'、'.join(sorted(known)) or '（尚未登记）'}，"
        "或请管理员先登记该银行。"
        for _, taken in pairs
        if taken.bank not in known
    }


def _conflicts(households: Iterable[HouseholdTakenOver], on: date) -> dict[str, str]:
    """{household number: sentence} where an ID is known under another name, or lives in another household."""
    seal = vault()
    claims = {seal.index(m.id_number): (h.number, m.name) for h in households for m in h.members}
    found: dict[str, str] = {}
    for person in Person.objects.filter(id_index__in=list(claims)):
        number, name = claims[bytes(person.id_index or b"")]
        if person.name != name:
            found[number] = f"{name}的身份证号已登记为“{person.name}”。请按证件更正姓名或身份证号。"
    lives = (
        HouseholdMembership.objects.in_force_on(on)
        .filter(person__id_index__in=list(claims))
        .values_list("person__id_index", "household__number")
    )
    for index, elsewhere in lives:
        number, name = claims[bytes(index)]
        if elsewhere != number:
            found[number] = (
                f"{name}已在家庭 {elsewhere} 中。请先在原家庭办理成员减少，或更正低保证号。"
            )
    return found
