"""Sets the stage on the first working day: territory, calendar, officers, banks, money, and the roster."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from minzheng.demo import officers, roster_file, territory
from minzheng.demo.identity import BANKS
from minzheng.demo.officers import Staff
from minzheng.demo.population import ROLL
from minzheng.demo.reckoner import Story
from minzheng.exchange.rosters.operations import import_roster
from minzheng.exchange.rosters.preview import Preview
from minzheng.kernel.areas import operations as areas
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.disbursements import operations as disbursements
from minzheng.kernel.disbursements.enums import FundLevel
from minzheng.kernel.enrollments.enums import Category, Program
from minzheng.kernel.institutions import operations as institutions
from minzheng.kernel.institutions.enums import InstitutionKind
from minzheng.kernel.institutions.models import Institution
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import AreaKind
from minzheng.livelihood.minimum_living.queries import parameters_of

FIRST_DAY = date(2022, 1, 4)
FIRST_MONTH = Month(2022, 1)
ROSTER_NAME = "2022年1月城乡低保对象花名册.xlsx"
# More than the year costs, so that no run is stopped by the budget check.
MARGIN_PER_CENT = 105
SOURCES = (
    ("URBAN", "CS2022", "困难群众救助补助资金（城市低保）"),
    ("RURAL", "NC2022", "困难群众救助补助资金（农村低保）"),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the player needs: officers and the banks by name."""

    staff: Staff
    banks: dict[str, Institution]


def furnish(story: Story) -> Stage:
    """Everything but the families."""
    by, on = officers.system(officers.moment(officers.IN_OFFICE_SINCE)), officers.IN_OFFICE_SINCE
    areas.load_district(code=territory.DISTRICT, by=by, on=on)
    casework.load_calendar(first_year=2021, last_year=2023, by=by, on=on)
    banks = {
        name: institutions.register_institution(
            code=f"DEMO-BANK-{number}",
            name=name,
            kind=InstitutionKind.BANK,
            area_code=territory.DISTRICT,
            by=by,
            on=on,
        )
        for number, name in enumerate(BANKS, start=1)
    }
    places = territory.load(Random(story.population.seed), on=on)
    stage = Stage(officers.appoint(places), banks)
    _appropriate(story, stage)
    return stage


def _appropriate(story: Story, stage: Stage) -> None:
    by = stage.staff.of_bureau("BUREAU_FINANCE", officers.moment(FIRST_DAY, 8))
    for rank, (category, code, name) in enumerate(SOURCES, start=1):
        source = disbursements.register_fund_source(
            code=code, name=name, level=FundLevel.CENTRAL, by=by, on=FIRST_DAY
        )
        disbursements.appropriate(
            source=source,
            year=FIRST_MONTH.year,
            program=Program.MINIMUM_LIVING,
            category=Category(category),
            amount_fen=story.expected[category][0] * MARGIN_PER_CENT // 100,
            document=f"示例财社指〔2022〕{rank}号",
            issued_on=FIRST_DAY,
            by=by,
            on=FIRST_DAY,
        )


def write_roster(story: Story, folder: Path) -> Path:
    """The opening roster as an Excel file, with the amounts the rules give."""
    path = folder / ROSTER_NAME
    table = parameters_of(territory.DISTRICT, FIRST_MONTH)
    standard = table.rows["低保标准", AreaKind.URBAN.label][0].value
    families = story.population.of(ROLL)
    roster_file.write(path, families, story.opening, standard_fen=int(standard or 0))
    return path


class RosterRefused(Exception):
    """The demo's own roster did not come in whole."""


def bring_in(path: Path, stage: Stage) -> Preview:
    """Import the roster as the bureau's officer. Raises RosterRefused when a household is refused."""
    by = stage.staff.of_bureau("BUREAU_ASSISTANCE", officers.moment(FIRST_DAY, 10))
    preview = import_roster(
        content=path.read_bytes(), source=path.name, from_month=FIRST_MONTH, by=by, on=FIRST_DAY
    )
    if preview.refused:
        raise RosterRefused(
            f"演示花名册有 {preview.refused} 户未能导入：{preview.staged.problems[0]}"
        )
    return preview
