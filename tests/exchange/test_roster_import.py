"""Importing: what is valid comes in, what is wrong comes back with its reason, twice changes nothing."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from minzheng.demo.officers import moment, system
from minzheng.demo.territory import DISTRICT
from minzheng.exchange.rosters import errors_file
from minzheng.exchange.rosters.operations import import_roster
from minzheng.exchange.rosters.preview import Preview
from minzheng.kernel.access.queries import NotPermitted
from minzheng.kernel.areas import operations as areas
from minzheng.kernel.audit.actor import Actor
from minzheng.kernel.audit.models import Event
from minzheng.kernel.enrollments.models import Allowance
from minzheng.kernel.institutions import operations as institutions
from minzheng.kernel.institutions.enums import InstitutionKind
from minzheng.kernel.people.models import Household, HouseholdMembership, Person
from minzheng.lib.months import Month
from tests.exchange import rosters
from tests.exchange.rosters import further, id_number, member

JANUARY, DAY = Month(2022, 1), date(2022, 1, 4)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def district():
    by = system(moment(DAY))
    areas.load_district(code=DISTRICT, by=by, on=DAY)
    institutions.register_institution(
        code="BANK-1",
        name="星城示例银行",
        kind=InstitutionKind.BANK,
        area_code=DISTRICT,
        by=by,
        on=DAY,
    )


def bring_in(*rows: dict[str, object], month: Month = JANUARY, by: Actor | None = None) -> Preview:
    return import_roster(
        content=rosters.workbook(*rows),
        source="花名册.xlsx",
        from_month=month,
        by=by or system(moment(DAY)),
        on=DAY,
    )


def reasons(preview: Preview) -> str:
    return "\n".join(map(str, preview.staged.problems))


def couple() -> tuple[dict[str, object], dict[str, object]]:
    """A married couple over sixty: 1500 less 200, plus 75 each."""
    amounts = {"家庭月补差": 1300, "分类施保金额": 150, "月保障金合计": 1450}
    return member(保障人口=2, **amounts), further(劳动能力="无")


def test_a_household_comes_in_with_people_account_and_allowance():
    preview = bring_in(*couple())
    assert preview.summary() == "新增 1 户、变更 0 户、无变化 0 户、错误 0 户"
    household = Household.objects.get(number="C0001")
    assert household.head.name == "刘国德"
    assert household.memberships.count() == 2
    assert household.payees.get().account.number_masked.endswith("7298")
    allowance = Allowance.objects.get(enrollment__household=household)
    assert (allowance.amount_fen, allowance.base_fen, allowance.persons) == (145_000, 130_000, 2)
    assert allowance.enrollment.started_on == date(2019, 7, 1)


def test_the_same_file_again_changes_nothing():
    bring_in(*couple())
    before = (Event.objects.count(), Person.objects.count(), Allowance.objects.count())
    assert bring_in(*couple()).summary() == "新增 0 户、变更 0 户、无变化 1 户、错误 0 户"
    assert (Event.objects.count(), Person.objects.count(), Allowance.objects.count()) == before


def test_valid_households_come_in_although_others_are_wrong():
    wrong = member(低保证号="C0002", 成员身份证号="123", 身份证号="")
    preview = bring_in(*couple(), wrong)
    assert preview.summary() == "新增 1 户、变更 0 户、无变化 0 户、错误 1 户"
    assert list(Household.objects.values_list("number", flat=True)) == ["C0001"]


def test_an_amount_that_the_rules_do_not_give_is_refused_with_both_amounts():
    preview = bring_in(member(家庭月补差=600, 分类施保金额=75, 月保障金合计=675))
    assert "册上为 675.00 元，按规则测算为 625.00 元" in reasons(preview)
    assert not Household.objects.exists()


def test_an_unknown_community_is_refused():
    preview = bring_in(member(**{"社区（村）": "不存在社区"}))
    assert "现行区划中没有“捞刀河街道不存在社区”" in reasons(preview)


def test_communities_are_found_under_their_long_and_short_names():
    second = member(**{"社区（村）": "罗汉庄村民委员会", "低保证号": "C0002"})
    second |= {"成员身份证号": id_number("19550505"), "身份证号": "", "账号": "9004301000002094587"}
    preview = bring_in(member(**{"社区（村）": "高源"}), second)
    assert len(preview.new) == 2, reasons(preview)


def test_a_bank_that_does_not_pay_for_us_is_refused_with_the_known_ones():
    preview = bring_in(member(开户行="某某银行"))
    assert "没有登记代发银行“某某银行”（已登记：星城示例银行）" in reasons(preview)


def test_a_changed_income_changes_the_allowance_from_the_month_of_the_import():
    bring_in(*couple())
    head, wife = couple()
    head |= {"月收入": 300, "家庭月补差": 1200, "月保障金合计": 1350}
    preview = bring_in(head, wife, month=Month(2022, 5))
    assert preview.summary() == "新增 0 户、变更 1 户、无变化 0 户、错误 0 户"
    latest = Allowance.objects.latest("id")
    assert (latest.kind, latest.from_month, latest.amount_fen) == (
        "CHANGED", date(2022, 5, 1), 135_000,
    )  # fmt: skip
    assert bring_in(head, wife, month=Month(2022, 5)).summary().startswith("新增 0 户、变更 0 户")


def test_a_member_who_is_no_longer_in_the_roster_leaves_the_household():
    bring_in(*couple())
    alone = bring_in(member(), month=Month(2022, 5))
    assert len(alone.changed) == 1, reasons(alone)
    left = HouseholdMembership.objects.get(person__name="陈桂英")
    assert left.left_on == date(2022, 5, 1)


def test_another_account_needs_two_people_and_is_not_taken_from_a_roster():
    bring_in(member())
    preview = bring_in(member(账号="9004301000002094587"), month=Month(2022, 5))
    assert "账户变更须由两人办理" in reasons(preview)


def test_a_person_known_under_another_name_is_refused():
    bring_in(member())
    namesake = member(低保证号="C0002", 成员姓名="刘国得", 户主姓名="刘国得")
    assert "已登记为“刘国德”" in reasons(bring_in(namesake)) or "已在家庭" in reasons(
        bring_in(namesake)
    )


def test_a_person_of_another_household_is_refused():
    bring_in(*couple())
    runaway = member(
        低保证号="C0002",
        成员姓名="陈桂英",
        性别="女",
        成员身份证号=id_number("19500202", "996"),
        身份证号="",
        账号="9004301000002094587",
    )
    assert "陈桂英已在家庭 C0001 中" in reasons(bring_in(runaway))


def test_a_clerk_of_a_street_may_not_import():
    clerk = Actor(None, "经办", "SUBDISTRICT_CLERK", "430105020000", moment(DAY))
    with pytest.raises(NotPermitted, match="导入花名册"):
        bring_in(member(), by=clerk)


def test_the_wrong_rows_can_be_downloaded_mended_and_imported(tmp_path):
    wrong = member(低保证号="C0002", 成员身份证号="123", 身份证号="")
    preview = bring_in(member(), wrong)
    file = tmp_path / "errors.xlsx"
    assert errors_file.write(file, preview.sheets, preview.staged) == 1
    (sheet,) = CalamineWorkbook.from_path(str(file)).sheet_names
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_name(sheet).to_python()
    assert rows[0][-2:] == ["原因", "原文件行号"]
    assert "身份证号应为18位" in rows[1][-2]
    mended = {**dict(zip(rosters.HEADINGS, rows[1], strict=False))}
    mended |= {"成员身份证号": id_number("19550505"), "账号": "9004301000002094587"}
    assert len(bring_in(mended).new) == 1


def test_an_error_file_without_errors_says_so(tmp_path):
    preview = bring_in(member())
    file = tmp_path / "errors.xlsx"
    assert errors_file.write(file, preview.sheets, preview.staged) == 0
    assert CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes())).sheet_names == ["没有错误"]
