"""What an application needs before an opinion and a decision, and what may come in between."""

from datetime import date

import pytest

from minzheng.kernel.access.queries import NotPermitted
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.models import Clock, Objection
from minzheng.kernel.casework.queries import steps_open_to
from minzheng.livelihood.investigations import operations as investigations
from minzheng.livelihood.investigations.enums import Kinship, Vote
from minzheng.livelihood.investigations.operations import Ballot
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.livelihood.minimum_living.enums import RefusalReason
from tests.kernel.builders import SHAPING, XIUFENG, actor
from tests.livelihood.minimum_living.families import applied, bureau, clerk
from tests.livelihood.visits import visited

pytestmark = pytest.mark.django_db
NOTICED, OBJECTED, DECIDED = date(2022, 4, 26), date(2022, 4, 28), date(2022, 5, 20)
BALLOTS = [Ballot(f"代表{n}", Vote.FOR) for n in range(5)]


def investigating(*incomes: int, **place: str):
    case = applied(*incomes, **place)
    street = place.get("street", XIUFENG)
    for verb, day in ((minimum_living.accept, 12), (minimum_living.investigate, 14)):
        verb(case=case, by=clerk(street=street), on=date(2022, 4, day))
    return case


def on_notice(*incomes: int):
    case = investigating(*incomes)
    visited(case=case, by=clerk(), on=date(2022, 4, 20))
    minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25))
    minimum_living.post_notice(case=case, by=clerk(), on=NOTICED)
    return case


def to_confirm(*incomes: int):
    return minimum_living.forward(case=on_notice(*incomes), by=clerk(), on=date(2022, 5, 5))


def objected(objector: str = ""):
    return minimum_living.object_to_notice(
        case=on_notice(0), by=clerk(), on=OBJECTED, note="有工作", objector=objector
    )


class TestVisits:
    def test_no_opinion_without_a_visit(self):
        with pytest.raises(minimum_living.VisitMissing, match="尚无入户调查记录"):
            minimum_living.propose(case=investigating(0), by=clerk(), on=date(2022, 4, 25))

    def test_after_an_objection_the_old_visit_is_not_enough(self):
        case = objected()
        minimum_living.investigate(case=case, by=clerk(), on=OBJECTED)
        with pytest.raises(minimum_living.VisitMissing, match="重新调查或组织民主评议"):
            minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 29))
        visited(case=case, by=clerk(), on=date(2022, 4, 29))
        assert minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 29)).eligible

    def test_an_appraisal_serves_instead(self):
        case = objected()
        minimum_living.appraise(
            case=case, ballots=BALLOTS, place="社区", host="书记", by=clerk(), on=OBJECTED
        )
        assert case.status == "INVESTIGATING"
        assert case.objections.get().handling == "APPRAISAL"
        assert minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 29)).eligible


class TestDistrictVisit:
    def _related(self):
        case = to_confirm(0)
        investigations.register_near_relative(
            case=case,
            staff_name="孙某",
            post="社区居委会副主任",
            kinship=Kinship.CHILD,
            by=clerk(),
            on=DECIDED,
        )
        return case

    def test_a_near_relative_makes_the_district_visit_first(self):
        case = self._related()
        with pytest.raises(minimum_living.VisitMissing, match=r"孙某.*请区民政局入户调查"):
            minimum_living.grant(case=case, by=bureau(), on=DECIDED)
        visited(case=case, by=clerk(), on=DECIDED)
        with pytest.raises(minimum_living.VisitMissing):
            minimum_living.grant(case=case, by=bureau(), on=DECIDED)
        visited(case=case, by=bureau(), on=DECIDED)
        assert minimum_living.grant(case=case, by=bureau(), on=DECIDED).pk

    def test_so_does_a_complaint_before_the_decision(self):
        case = to_confirm(0)
        complaint = casework.receive_objection(
            case=case, content="有房出租", by=bureau(), on=DECIDED, objector_name="刘某"
        )
        with pytest.raises(minimum_living.VisitMissing, match="接到投诉举报"):
            minimum_living.grant(case=case, by=bureau(), on=DECIDED)
        visited(case=case, by=bureau(), on=DECIDED)
        with pytest.raises(casework.NotSettled, match="刘某（实名）"):
            minimum_living.grant(case=case, by=bureau(), on=DECIDED)
        casework.answer_objection(objection=complaint, answer="查无此事", by=bureau(), on=DECIDED)
        assert minimum_living.grant(case=case, by=bureau(), on=DECIDED).pk

    def test_an_earlier_visit_does_not_answer_a_later_complaint(self):
        case = self._related()
        visited(case=case, by=bureau(date(2022, 5, 10)), on=date(2022, 5, 10))
        complaint = casework.receive_objection(case=case, content="有车", by=bureau(), on=DECIDED)
        casework.set_aside_objection(objection=complaint, reason="查无线索", by=clerk(), on=DECIDED)
        with pytest.raises(minimum_living.VisitMissing, match="接到投诉举报"):
            minimum_living.grant(case=case, by=bureau(), on=DECIDED)

    def test_a_refusal_needs_no_district_visit(self):
        decision = minimum_living.refuse(
            case=self._related(),
            reason=RefusalReason.REFUSED_INVESTIGATION,
            statement="拒绝提供银行流水",
            by=bureau(),
            on=DECIDED,
        )
        assert decision.kind == "REFUSE"


class TestObjections:
    def test_an_objection_takes_the_notice_down(self):
        notice = objected().notices.get()
        assert not notice.hangs_on(OBJECTED)
        assert notice.outcome == "OBJECTED"

    def test_who_gave_a_name_is_answered_before_the_next_notice(self):
        case = objected("刘某")
        minimum_living.appraise(
            case=case, ballots=BALLOTS, place="社区", host="书记", by=clerk(), on=OBJECTED
        )
        minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 29))
        with pytest.raises(casework.NotSettled, match="刘某（实名）"):
            minimum_living.post_notice(case=case, by=clerk(), on=date(2022, 4, 29))
        objection = case.objections.get()
        casework.answer_objection(
            objection=objection, answer="经评议属实", by=clerk(), on=date(2022, 4, 29)
        )
        assert minimum_living.post_notice(case=case, by=clerk(), on=date(2022, 4, 29)).pk

    def test_an_anonymous_one_may_be_set_aside_with_a_reason(self):
        case = on_notice(0)
        objection = casework.receive_objection(
            case=case, content="听说不穷", by=clerk(), on=OBJECTED, notice=case.notices.get()
        )
        with pytest.raises(casework.NotSettled, match="匿名"):
            minimum_living.forward(case=case, by=clerk(), on=date(2022, 5, 5))
        with pytest.raises(ValueError, match="理由"):
            casework.set_aside_objection(objection=objection, reason="", by=clerk(), on=OBJECTED)
        casework.set_aside_objection(
            objection=objection, reason="无具体线索", by=clerk(), on=OBJECTED
        )
        assert minimum_living.forward(case=case, by=clerk(), on=date(2022, 5, 5))

    def test_one_with_a_name_may_not(self):
        case = on_notice(0)
        objection = casework.receive_objection(
            case=case, content="有房", by=clerk(), on=OBJECTED, objector_name="刘某"
        )
        with pytest.raises(casework.ActionNotAllowed, match="实名异议应当核实"):
            casework.set_aside_objection(objection=objection, reason="x", by=clerk(), on=OBJECTED)

    def test_a_closed_case_takes_no_objection(self):
        case = on_notice(0)
        minimum_living.withdraw(case=case, by=clerk(), on=OBJECTED)
        with pytest.raises(casework.ActionNotAllowed, match="已办结"):
            casework.receive_objection(case=case, content="x", by=clerk(), on=OBJECTED)
        assert not Objection.objects.exists()

    def test_who_only_looks_neither_receives_nor_answers(self):
        case = on_notice(0)
        auditor = actor("AUDITOR", on=OBJECTED)
        with pytest.raises(NotPermitted, match="审计员"):
            casework.receive_objection(case=case, content="x", by=auditor, on=OBJECTED)
        objection = casework.receive_objection(
            case=case, content="有房", by=clerk(), on=OBJECTED, objector_name="刘某"
        )
        worker = actor("COMMUNITY_WORKER", case.area_code, OBJECTED)
        for by in (auditor, worker):
            with pytest.raises(NotPermitted):
                casework.answer_objection(objection=objection, answer="无", by=by, on=OBJECTED)


class TestEnds:
    def test_refusing_to_cooperate_ends_the_procedure_with_a_reason(self):
        case = investigating(0)
        with pytest.raises(ValueError, match="拒不配合"):
            minimum_living.terminate(case=case, reason="", by=clerk(), on=OBJECTED)
        minimum_living.terminate(case=case, reason="三次拒绝入户", by=clerk(), on=OBJECTED)
        assert (case.status, case.closed_on) == ("TERMINATED", OBJECTED)

    def test_the_applicant_may_withdraw_until_the_decision(self):
        case = to_confirm(0)
        assert minimum_living.withdraw(case=case, by=clerk(), on=DECIDED).status == "WITHDRAWN"

    def test_three_working_days_for_the_written_refusal(self):
        case = investigating(90_000)
        visited(case=case, by=clerk(), on=date(2022, 4, 20))
        minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25))
        minimum_living.forward_refusal(case=case, by=clerk(), on=NOTICED, note="收入超标")
        minimum_living.refuse(
            case=case,
            reason=RefusalReason.INCOME_NOT_BELOW_STANDARD,
            statement="",
            by=bureau(),
            on=DECIDED,
        )
        running = Clock.objects.filter(case=case, stopped_on=None)
        assert [(c.code, c.due_on) for c in running] == [("REFUSAL_NOTICE", date(2022, 5, 25))]


class TestMatching:
    """The district has three working days from the request to start matching."""

    def test_the_limit_runs_from_the_request_until_the_district_starts(self):
        case = investigating(0)
        clock = Clock.objects.get(case=case, code="MATCHING")
        assert (clock.due_on, clock.stopped_on) == (date(2022, 4, 19), None)
        with pytest.raises(NotPermitted, match="启动信息核对"):
            minimum_living.start_matching(case=case, by=clerk(), on=date(2022, 4, 15))
        minimum_living.start_matching(case=case, by=bureau(), on=date(2022, 4, 15))
        clock.refresh_from_db()
        assert (case.status, clock.stopped_on) == ("INVESTIGATING", date(2022, 4, 15))

    def test_a_second_investigation_gives_no_new_days(self):
        case = objected()
        before = Clock.objects.get(case=case, code="MATCHING").due_on
        minimum_living.investigate(case=case, by=clerk(), on=date(2022, 5, 9))
        assert Clock.objects.get(case=case, code="MATCHING").due_on == before


class TestDelegation:
    """沙坪街道 (sample) decides from 2022-11-01 on; everywhere else the bureau does."""

    LEADER = actor("SUBDISTRICT_LEADER", XIUFENG, DECIDED)

    def test_without_delegation_the_subdistrict_cannot_decide(self):
        case = to_confirm(0)
        assert "grant" not in {step.action for step in steps_open_to(case, self.LEADER)}
        with pytest.raises(NotPermitted, match="本街道未受委托"):
            minimum_living.grant(case=case, by=self.LEADER, on=DECIDED)
        assert minimum_living.grant(case=case, by=bureau(), on=DECIDED).pk

    def _delegated(self):
        on = date(2022, 11, 14)
        case = applied(0, area="430105019001", street=SHAPING, on=on)
        by = clerk(on, SHAPING)
        minimum_living.accept(case=case, by=by, on=on)
        minimum_living.investigate(case=case, by=by, on=on)
        visited(case=case, by=by, on=on)
        minimum_living.propose(case=case, by=by, on=on)
        minimum_living.post_notice(case=case, by=by, on=on)
        return minimum_living.forward(case=case, by=by, on=date(2022, 11, 21))

    def test_with_delegation_only_its_leader_decides(self):
        case, on = self._delegated(), date(2022, 11, 22)
        with pytest.raises(NotPermitted, match="受委托的街道办事处确认"):
            minimum_living.grant(case=case, by=bureau(on), on=on)
        with pytest.raises(NotPermitted, match="不在您的数据范围内"):
            minimum_living.grant(case=case, by=self.LEADER, on=on)
        leader = actor("SUBDISTRICT_LEADER", SHAPING, on)
        assert "grant" in {step.action for step in steps_open_to(case, leader)}
        assert minimum_living.grant(case=case, by=leader, on=on).started_on == date(2022, 12, 1)

    def test_the_clerk_never_decides(self):
        with pytest.raises(NotPermitted, match="不能审核确认"):
            minimum_living.grant(
                case=self._delegated(), by=clerk(date(2022, 11, 22), SHAPING), on=date(2022, 11, 22)
            )
