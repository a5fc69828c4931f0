"""超期: found, written down once, explained; delegated cases have twenty days."""

from datetime import date

import pytest

from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.models import Clock
from minzheng.kernel.casework.queries import overdue
from minzheng.livelihood.minimum_living.workflow import APPLICATION
from tests.kernel.builders import KAIFU, SHAPING, XIUFENG, XIUFENGSHAN, actor, household, person

pytestmark = pytest.mark.django_db
DAY = date(2022, 11, 14)
LATE = date(2022, 11, 22)


def accepted(area=XIUFENGSHAN, street=XIUFENG, on=DAY):
    applicant, clerk = person(), actor("SUBDISTRICT_CLERK", street, on)
    home = household(applicant, area=area)
    case = casework.open_case(
        matter=APPLICATION, household=home, applicant=applicant, by=clerk, on=on
    )
    return casework.take(case=case, action="accept", by=clerk, on=on)


def test_nothing_is_late_on_its_last_day():
    accepted()
    assert overdue("430105", date(2022, 11, 17)) == []


def test_what_ran_out_is_listed_for_its_area_with_the_days():
    case = accepted()
    (late,) = overdue("430105016", LATE)
    assert (late.case_number, late.label, late.days_late) == (case.number, "启动调查", 3)
    assert overdue(SHAPING[:9], LATE) == []


def test_a_paused_limit_does_not_run_out():
    case, clerk = accepted(), actor("SUBDISTRICT_CLERK", XIUFENG, DAY)
    casework.pause_clock(case=case, code="START", reason="洪水，道路中断", by=clerk, on=DAY)
    assert overdue("430105", LATE) == []


def test_a_notice_that_hung_its_time_out_is_no_delay():
    case = accepted()
    Clock.objects.filter(case=case).delete()
    Clock.objects.create(
        case=case, code="NOTICE", started_on=DAY, limit_days=7, unit="CALENDAR_DAYS", due_on=DAY
    )
    assert overdue("430105", LATE) == []
    assert casework.expire_clocks(by=actor(), on=LATE) == 0


def test_where_the_case_stood_is_written_down_once():
    accepted()
    system = actor("SYSTEM", KAIFU, LATE)
    assert [casework.expire_clocks(by=system, on=LATE) for _ in range(2)] == [1, 0]
    (late,) = overdue("430105", LATE)
    assert "到期时办件为“已受理”" in late.what_happened[0]


def test_an_overrun_is_explained_by_whoever_is_responsible():
    case, clerk = accepted(), actor("SUBDISTRICT_CLERK", XIUFENG, LATE)
    with pytest.raises(ValueError, match="写明"):
        casework.explain_overrun(case=case, code="START", reason=" ", by=clerk, on=LATE)
    casework.explain_overrun(case=case, code="START", reason="申请人住院", by=clerk, on=LATE)
    (late,) = overdue("430105", LATE)
    assert "申请人住院" in late.what_happened[0]


def test_what_is_in_time_needs_no_explanation():
    case, clerk = accepted(), actor("SUBDISTRICT_CLERK", XIUFENG, DAY)
    with pytest.raises(casework.ClockNotRunning, match="没有超期"):
        casework.explain_overrun(case=case, code="START", reason="误操作", by=clerk, on=DAY)


@pytest.mark.parametrize(
    ("area", "street", "on", "days"),
    [
        (XIUFENGSHAN, XIUFENG, DAY, 30),
        ("430105019001", SHAPING, DAY, 20),
        # Accepted before the delegation began.
        ("430105019001", SHAPING, date(2022, 10, 31), 30),
    ],
)
def test_the_total_limit_follows_who_decides(area, street, on, days):
    case = accepted(area, street, on)
    assert Clock.objects.get(case=case, code="TOTAL").limit_days == days
