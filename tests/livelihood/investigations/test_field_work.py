"""Two investigators, in person, not related to the family; what they found stays as it was written."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from minzheng.kernel.access.queries import NotPermitted
from minzheng.kernel.casework import operations as casework
from minzheng.livelihood.investigations import operations as investigations
from minzheng.livelihood.investigations.enums import Kinship, VisitMethod, Vote
from minzheng.livelihood.investigations.models import HomeVisit
from minzheng.livelihood.investigations.operations import Ballot, Findings
from minzheng.livelihood.minimum_living.workflow import APPLICATION
from tests.kernel.builders import SHAPING, XIUFENG, actor, household, person

pytestmark = pytest.mark.django_db
DAY = date(2022, 4, 20)
CLERK = actor("SUBDISTRICT_CLERK", XIUFENG, DAY)
BUREAU = actor("BUREAU_ASSISTANCE", on=DAY)


@pytest.fixture
def case():
    applicant = person()
    return casework.open_case(
        matter=APPLICATION, household=household(applicant), applicant=applicant, by=CLERK, on=DAY
    )


def visit(case, *, by=CLERK, investigators=("王一", "李二"), **rest) -> HomeVisit:
    return investigations.record_visit(
        case=case,
        investigators=investigators,
        persons_met=rest.pop("persons_met", ["张三"]),
        findings=Findings("与申报一致"),
        by=by,
        on=DAY,
        **rest,
    )


@pytest.mark.parametrize("names", [["王一"], ["王一", "王一"], ["王一", " "], []])
def test_one_investigator_is_not_enough(case, names):
    with pytest.raises(investigations.TooFewInvestigators, match="两名以上"):
        visit(case, investigators=names)


def test_the_database_refuses_one_investigator_twice(case):
    with pytest.raises(IntegrityError, match="visit_by_two"), transaction.atomic():
        HomeVisit.objects.create(
            case=case, level="SUBDISTRICT", method="IN_PERSON", visited_on=DAY, findings="x",
            first_investigator="王一", second_investigator="王一", persons_met="张三",
            recorded_at=CLERK.at, actor_name="王一",
        )  # fmt: skip


def test_by_phone_only_in_an_emergency(case):
    with pytest.raises(investigations.OnlyInEmergencies, match="电话调查只用于突发情况"):
        visit(case, method=VisitMethod.PHONE)
    found = visit(case, method=VisitMethod.PHONE, emergency_reason="疫情封控")
    assert found.get_method_display() == "电话"


def test_a_relative_stands_aside(case):
    investigations.register_near_relative(
        case=case, staff_name="王一", post="街道民政办", kinship=Kinship.SIBLING, by=CLERK, on=DAY
    )
    with pytest.raises(investigations.ShouldStandAside, match="王一是申请家庭成员的近亲属"):
        visit(case)
    assert visit(case, investigators=["赵三", "李二"]).investigators == ["赵三", "李二"]


def test_somebody_was_met(case):
    with pytest.raises(ValueError, match="在场人员"):
        visit(case, persons_met=[])


def test_the_level_is_that_of_whoever_enters_the_visit(case):
    assert visit(case).level == "SUBDISTRICT"
    assert visit(case, by=BUREAU).level == "DISTRICT"


@pytest.mark.parametrize(
    "by",
    [
        actor("COMMUNITY_WORKER", "430105016009", DAY),
        actor("SUBDISTRICT_CLERK", SHAPING, DAY),
        actor("AUDITOR", on=DAY),
    ],
)
def test_others_enter_no_visits(case, by):
    with pytest.raises(NotPermitted):
        visit(case, by=by)


def test_nothing_is_added_to_a_closed_case(case):
    casework.take(case=case, action="withdraw", by=CLERK, on=DAY)
    with pytest.raises(investigations.CaseClosed, match="办结"):
        visit(case)


def test_a_visit_is_never_rewritten(case):
    found = visit(case)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        HomeVisit.objects.filter(pk=found.pk).update(findings="改过")


def test_a_talk_with_a_neighbour_has_a_name_and_content(case):
    with pytest.raises(ValueError, match="被访人"):
        investigations.record_interview(case=case, interviewee="", content="有", by=CLERK, on=DAY)
    talk = investigations.record_interview(
        case=case, interviewee="邻居刘某", content="长期患病无业", by=CLERK, on=DAY
    )
    assert talk.interviewer == CLERK.name


@pytest.mark.parametrize(
    ("votes", "conclusion"),
    [
        ([Vote.FOR, Vote.FOR, Vote.AGAINST], "CONFIRMED"),
        ([Vote.FOR, Vote.AGAINST], "DOUBTED"),
        ([Vote.FOR, Vote.ABSTAINED, Vote.ABSTAINED], "DOUBTED"),
    ],
)
def test_the_majority_of_those_present_makes_the_conclusion(case, votes, conclusion):
    ballots = [Ballot(f"代表{n}", vote) for n, vote in enumerate(votes)]
    appraisal = investigations.record_appraisal(
        case=case, ballots=ballots, place="社区会议室", host="书记", by=CLERK, on=DAY
    )
    assert (appraisal.conclusion, appraisal.votes.count()) == (conclusion, len(votes))


def test_nobody_votes_twice(case):
    with pytest.raises(ValueError, match="每人一次"):
        investigations.record_appraisal(
            case=case,
            ballots=[Ballot("代表", Vote.FOR)] * 2,
            place="社区",
            host="书记",
            by=CLERK,
            on=DAY,
        )
