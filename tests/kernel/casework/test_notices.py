"""公示: seven calendar days, four facts, down by itself."""

import dataclasses
import json
from datetime import date, timedelta

import pytest

from minzheng.kernel import policy
from minzheng.kernel.audit.queries import history
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.models import Clock, PublicNotice
from minzheng.kernel.casework.queries import BoardLine, board
from minzheng.livelihood.minimum_living.workflow import APPLICATION
from tests.kernel.builders import KAIFU, SHAPING, XIUFENG, actor, household, person

pytestmark = pytest.mark.django_db
DAY = date(2022, 4, 26)
CLERK = actor("SUBDISTRICT_CLERK", XIUFENG, DAY)
# All that 民发〔2021〕57号 第十九条、第二十四条 lets the public know, and where and how long it hangs.
WHITELIST = {"applicant", "persons", "amount_fen", "community", "posted_on", "ends_on"}


def posted(applicant=None, *, on=DAY, status="ON_NOTICE", holds=None) -> PublicNotice:
    applicant = applicant or person("甲")
    case = casework.open_case(
        matter=APPLICATION,
        household=household(applicant, person("乙"), on=date(2022, 1, 1)),
        applicant=applicant,
        by=CLERK,
        on=on,
    )
    if holds:
        casework.take(case=case, action="accept", by=CLERK, on=on)
    return casework.post_notice(
        case=case, persons=2, amount_fen=85_000, days=7, by=CLERK, on=on, holds=holds
    )


def test_a_line_of_the_board_has_only_what_may_be_shown():
    assert {field.name for field in dataclasses.fields(BoardLine)} == WHITELIST
    stored = {field.name for field in PublicNotice._meta.get_fields() if field.concrete}
    assert stored <= WHITELIST | {
        "id", "case", "area_code", "applicant_name", "outcome", "taken_down_on",
    }  # fmt: skip


def test_nothing_else_of_the_family_leaks_onto_the_board():
    notice = posted()
    applicant, household_ = notice.case.applicant, notice.case.household
    shown = json.dumps(
        [dataclasses.asdict(line) for line in board("430105", DAY)], default=str, ensure_ascii=False
    )
    assert "甲" in shown
    hidden = [
        applicant.id_masked,
        applicant.id_masked[-4:],
        applicant.birth_on.isoformat(),
        household_.number,
        notice.case.number,
        "乙",
    ]
    assert [word for word in hidden if word in shown] == []


def test_a_minor_who_applies_is_not_named():
    child = person("小丙", date(2010, 5, 1))
    posted(child)
    assert [line.applicant for line in board("430105", DAY)] == ["（未成年人，依法不公示姓名）"]


def test_who_is_eighteen_that_day_is_named():
    grown = person("丁", date(2004, 4, 26))
    assert casework.public_name(grown, DAY) == "丁"
    assert casework.public_name(grown, DAY - timedelta(days=1)) != "丁"


def test_it_hangs_seven_calendar_days_and_is_gone_without_anybody_doing_anything():
    posted()
    days = [DAY + timedelta(days=n) for n in range(-1, 9)]
    assert [len(board("430105", day)) for day in days] == [0, 1, 1, 1, 1, 1, 1, 1, 0, 0]


def test_the_board_of_another_subdistrict_is_empty():
    posted()
    assert board(SHAPING[:9], DAY) == []


def test_the_daily_job_takes_down_once_and_leaves_one_trace():
    notice = posted()
    system = actor("SYSTEM", KAIFU, DAY)
    assert casework.take_down_notices(by=system, on=DAY + timedelta(days=6)) == 0
    assert casework.take_down_notices(by=system, on=DAY + timedelta(days=9)) == 1
    assert casework.take_down_notices(by=system, on=DAY + timedelta(days=9)) == 0
    notice.refresh_from_db()
    assert notice.taken_down_on == notice.ends_on == DAY + timedelta(days=7)


def test_a_withdrawn_application_leaves_the_board_that_day():
    notice = posted()
    casework.take(case=notice.case, action="withdraw", by=CLERK, on=DAY + timedelta(days=2))
    assert len(board("430105", DAY + timedelta(days=1))) == 1
    assert board("430105", DAY + timedelta(days=2)) == []


class TestTotalLimit:
    """Whether the days on the board count towards the thirty is a parameter."""

    def _due(self, notice) -> date:
        return Clock.objects.get(case=notice.case, code="TOTAL").due_on

    def test_they_count_by_national_rule(self):
        notice = posted(holds="TOTAL")
        assert Clock.objects.get(case=notice.case, code="TOTAL").paused_on is None

    def test_where_they_do_not_count_the_limit_waits(self, not_counted):
        notice = posted(holds="TOTAL")
        before = self._due(notice)
        # Looked at late: only the days on the board are added.
        late = notice.ends_on + timedelta(days=10)
        casework.close_notice(notice=notice, outcome="NO_OBJECTION", by=CLERK, on=late)
        assert self._due(notice) == casework.due_on("WORKING_DAYS", before, 5)
        assert [e.tag for e in history(notice.case)].count("casework:clock:continued") == 1


@pytest.fixture
def not_counted(monkeypatch, tmp_path):
    """The same policies, but a district where the notice does not count."""
    for path in policy.book.DEFAULT_DIRECTORY.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        changed = text.replace("value: 计入, article", "value: 不计入, article")
        (tmp_path / path.name).write_text(changed, encoding="utf-8")
    monkeypatch.setattr(policy.book, "DEFAULT_DIRECTORY", tmp_path)
