"""What an import would do, before it does it: 新增, 变更, 无变化, 错误."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from minzheng.exchange.rosters import workbook
from minzheng.exchange.rosters.conflicts import refusals_of
from minzheng.exchange.rosters.places import Gazetteer, UnknownPlace, gazetteer
from minzheng.exchange.rosters.staging import Household, Staged, stage
from minzheng.exchange.rosters.takeover import disagreement, taken_over
from minzheng.exchange.rosters.workbook import Sheet
from minzheng.kernel.areas.queries import in_force
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
    refusals = refusals_of([taken for _, taken in pairs], set(digests), from_month.first_day)
    for household, taken in pairs:
        known = digests.get(taken.number)
        if known == taken.digest:
            preview.same.append(taken)
            continue
        sentence = refusals.get(taken.number) or disagreement(taken, from_month)
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
