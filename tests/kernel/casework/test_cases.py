"""A case is moved by one function, by one person at a time, inside its casework."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from minzheng.kernel.access.queries import NotPermitted
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.matters import BadMatter, Matter, Step
from minzheng.kernel.casework.models import Case, CaseStep, Clock
from minzheng.kernel.casework.queries import deadlines, steps_open_to
from minzheng.livelihood.minimum_living.workflow import APPLICATION, APPLICATION_MATTER
from tests.kernel.builders import SHAPING, XIUFENG, actor, household, person

DAY = date(2022, 9, 26)
CLERK = ("SUBDISTRICT_CLERK", XIUFENG)


def _case(on: date = DAY) -> Case:
    applicant = person()
    return casework.open_case(
        matter=APPLICATION,
        household=household(applicant),
        applicant=applicant,
        by=actor(*CLERK),
        on=on,
    )


@pytest.mark.django_db
def test_working_days_skip_the_national_holiday_and_count_the_make_up_days():
    casework.load_calendar(first_year=2022, last_year=2022, by=actor(), on=date(2022, 1, 4))
    case = casework.take(case=_case(), action="accept", by=actor(*CLERK), on=DAY)
    # 1–7 October are holidays; Saturday 8 and Sunday 9 October are worked instead.
    assert Clock.objects.get(case=case, code="START").due_on == date(2022, 9, 29)
    assert casework.due_on("WORKING_DAYS", date(2022, 9, 30), 2) == date(2022, 10, 9)
    assert [d.code for d in deadlines(case, DAY)] == ["START", "TOTAL"]


@pytest.mark.django_db
def test_beyond_the_published_years_a_weekday_works():
    assert casework.due_on("WORKING_DAYS", date(2031, 1, 3), 1) == date(2031, 1, 6)


@pytest.mark.django_db
def test_a_step_out_of_turn_is_refused_with_the_status():
    with pytest.raises(casework.ActionNotAllowed, match="现为“已提交”，不能“张榜公示”"):
        casework.take(case=_case(), action="post_notice", by=actor(*CLERK), on=DAY)


@pytest.mark.django_db
def test_a_clerk_of_another_subdistrict_may_not_accept():
    with pytest.raises(NotPermitted, match="不在您的数据范围内"):
        casework.take(case=_case(), action="accept", by=actor("SUBDISTRICT_CLERK", SHAPING), on=DAY)


@pytest.mark.django_db
def test_a_community_worker_may_not_accept():
    case = _case()
    worker = actor("COMMUNITY_WORKER", case.area_code)
    with pytest.raises(NotPermitted, match="不能受理申请"):
        casework.take(case=case, action="accept", by=worker, on=DAY)
    assert steps_open_to(case, worker) == []


@pytest.mark.django_db
def test_the_page_offers_exactly_the_steps_the_server_takes():
    case = _case()
    offered = {step.action for step in steps_open_to(case, actor(*CLERK))}
    assert offered == {"request_correction", "accept", "withdraw"}


@pytest.mark.django_db
def test_a_stale_version_is_refused():
    case = _case()
    casework.take(case=case, action="request_correction", by=actor(*CLERK), on=DAY)
    casework.take(case=case, action="resubmit", by=actor(*CLERK), on=DAY)
    with pytest.raises(casework.ChangedMeanwhile, match="刚被他人办理过"):
        casework.take(case=case, action="accept", by=actor(*CLERK), on=DAY, version=0)


@pytest.mark.django_db
def test_one_open_case_per_matter_and_household():
    case = _case()
    with pytest.raises(casework.CaseAlreadyOpen, match=case.number):
        casework.open_case(
            matter=APPLICATION,
            household=case.household,
            applicant=case.applicant,
            by=actor(*CLERK),
            on=DAY,
        )


@pytest.mark.django_db
@pytest.mark.parametrize("status", list(APPLICATION_MATTER.statuses))
@pytest.mark.parametrize("step", APPLICATION_MATTER.steps, ids=lambda step: step.action)
def test_every_pair_of_status_and_action_follows_the_table(status, step):
    case = _case()
    Case.objects.filter(pk=case.pk).update(status=status)
    case.refresh_from_db()
    by = actor("SUBDISTRICT_CLERK", XIUFENG)
    if step.permission in ("livelihood:case:decide", "livelihood:matching:start"):
        by = actor("BUREAU_ASSISTANCE")
    if status in step.sources:
        assert casework.take(case=case, action=step.action, by=by, on=DAY).status == step.target
    else:
        with pytest.raises(casework.ActionNotAllowed):
            casework.take(case=case, action=step.action, by=by, on=DAY)


def test_two_clerks_at_once_move_it_once(fresh_database):
    case, start = _case(), Barrier(2)

    def accept(_: int) -> str:
        mine = Case.objects.get(pk=case.pk)
        start.wait()
        try:
            casework.take(case=mine, action="accept", by=actor(*CLERK), on=DAY)
        except casework.ChangedMeanwhile as refused:
            return str(refused)
        finally:
            connection.close()
        return "moved"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(accept, range(2)))
    assert outcomes[0] == "moved"
    assert "刚被他人办理过" in outcomes[1]
    assert CaseStep.objects.filter(case=case, action="accept").count() == 1


def test_a_flow_with_an_unknown_status_does_not_load():
    with pytest.raises(BadMatter, match="状态有误"):
        Matter(
            code="X",
            label="坏事项",
            prefix="X",
            basis="",
            statuses={"A": "甲"},
            initial="A",
            final=frozenset(),
            opening=APPLICATION_MATTER.opening,
            steps=(Step("go", "走", frozenset({"A"}), "B", APPLICATION_MATTER.opening),),
        )


@pytest.mark.django_db
class TestClocks:
    """Limits that pause, go on and are extended, each time with a reason."""

    def _accepted(self) -> Case:
        casework.load_calendar(first_year=2022, last_year=2022, by=actor(), on=date(2022, 1, 4))
        return casework.take(case=_case(), action="accept", by=actor(*CLERK), on=DAY)

    def test_days_of_a_pause_do_not_count(self):
        case = self._accepted()
        before = Clock.objects.get(case=case, code="TOTAL").due_on
        casework.pause_clock(
            case=case,
            code="TOTAL",
            reason="等待申请人补交材料",
            by=actor(*CLERK),
            on=date(2022, 10, 10),
        )
        after = casework.continue_clock(
            case=case, code="TOTAL", reason="材料已补齐", by=actor(*CLERK), on=date(2022, 10, 13)
        )
        assert after.due_on == casework.due_on("WORKING_DAYS", before, 3)
        assert [e.kind for e in after.events.all()] == ["PAUSED", "CONTINUED"]

    @pytest.mark.parametrize(
        "by", [actor("AUDITOR"), actor("SUBDISTRICT_CLERK", SHAPING), actor("COMMUNITY_WORKER")]
    )
    def test_only_who_answers_for_the_case_touches_its_limits(self, by):
        case = self._accepted()
        given = {"case": case, "code": "TOTAL", "reason": "x", "by": by, "on": DAY}
        for change in (
            casework.pause_clock,
            casework.continue_clock,
            casework.explain_overrun,
            lambda **given: casework.extend_clock(band="特殊情况", **given),
        ):
            with pytest.raises(NotPermitted):
                change(**given)

    def test_thirty_days_become_forty_five_for_a_stated_reason(self):
        case = self._accepted()
        clock = casework.extend_clock(
            case=case, code="TOTAL", band="特殊情况", reason="人户分离", by=actor(*CLERK), on=DAY
        )
        assert (clock.limit_days, clock.due_on) == (45, casework.due_on("WORKING_DAYS", DAY, 45))

    def test_without_a_reason_nothing_is_extended(self):
        case = self._accepted()
        with pytest.raises(ValueError, match="写明"):
            casework.extend_clock(
                case=case, code="TOTAL", band="特殊情况", reason=" ", by=actor(*CLERK), on=DAY
            )

    def test_a_limit_cannot_be_made_shorter_by_an_extension(self):
        case = self._accepted()
        with pytest.raises(casework.ClockNotRunning, match="不是延长"):
            casework.extend_clock(
                case=case, code="TOTAL", band="一般", reason="误操作", by=actor(*CLERK), on=DAY
            )

    def test_a_closed_case_stops_its_clocks(self):
        case = self._accepted()
        casework.take(case=case, action="withdraw", by=actor(*CLERK), on=DAY)
        assert not Clock.objects.filter(case=case, stopped_on=None).exists()
