"""The whole file of a family on paper: everything is on it, and every print leaves a trace."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from minzheng.config.commands import case_file as verb
from minzheng.kernel.access.queries import NotPermitted
from minzheng.kernel.areas.operations import load_district
from minzheng.kernel.audit.queries import history
from minzheng.kernel.casework import operations as casework
from minzheng.livelihood.investigations import operations as investigations
from minzheng.livelihood.investigations.enums import Kinship, Vote
from minzheng.livelihood.investigations.operations import Ballot
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.livelihood.minimum_living.case_file import case_file
from tests.kernel.builders import KAIFU, SHAPING, actor
from tests.livelihood.minimum_living.families import DECIDED, applied, bureau, clerk
from tests.livelihood.visits import visited

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(settings, tmp_path):
    """A long way to a decision: missing documents, a relative, an objection, an appraisal."""
    settings.MEDIA_ROOT = tmp_path
    load_district(code=KAIFU, by=actor(), on=date(2022, 1, 4))
    case = applied(140_000, 0, 0)
    by = clerk()
    minimum_living.request_correction(case=case, items=["收入证明"], by=by, on=date(2022, 4, 11))
    minimum_living.resubmit(case=case, supplied=["收入证明"], by=by, on=date(2022, 4, 12))
    minimum_living.accept(case=case, by=by, on=date(2022, 4, 12))
    investigations.register_near_relative(
        case=case,
        staff_name="孙某",
        post="居委会副主任",
        kinship=Kinship.CHILD,
        by=by,
        on=date(2022, 4, 12),
    )
    minimum_living.investigate(case=case, by=by, on=date(2022, 4, 13))
    visited(case=case, by=by, on=date(2022, 4, 14))
    investigations.record_interview(
        case=case, interviewee="邻居钱某", content="长期无业", by=by, on=date(2022, 4, 14)
    )
    minimum_living.propose(case=case, by=by, on=date(2022, 4, 15))
    minimum_living.post_notice(case=case, by=by, on=date(2022, 4, 15))
    minimum_living.object_to_notice(
        case=case, by=by, on=date(2022, 4, 18), note="有房出租", objector="刘某"
    )
    casework.extend_clock(
        case=case, code="TOTAL", band="特殊情况", reason="公示有异议", by=by, on=date(2022, 4, 18)
    )
    minimum_living.appraise(
        case=case,
        ballots=[Ballot("代表一", Vote.FOR), Ballot("代表二", Vote.FOR)],
        place="社区",
        host="书记",
        by=by,
        on=date(2022, 4, 20),
    )
    casework.answer_objection(
        objection=case.objections.get(), answer="房屋已出售", by=by, on=date(2022, 4, 20)
    )
    minimum_living.propose(case=case, by=by, on=date(2022, 4, 21))
    minimum_living.post_notice(case=case, by=by, on=date(2022, 4, 21))
    minimum_living.forward(case=case, by=by, on=date(2022, 4, 29))
    visited(case=case, by=bureau(), on=DECIDED)
    minimum_living.grant(case=case, by=bureau(), on=DECIDED)
    minimum_living.tell_decision(decision=case.decisions.get(), by=bureau(), on=DECIDED)
    return case


def pages_of(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content))
    return "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")


EVERYTHING = [
    "补正告知", "收入证明", "近亲属备案", "居委会副主任孙某", "街道入户调查", "区局入户调查",
    "邻居钱某", "有房出租", "房屋已出售", "民主评议", "情况属实", "公示有异议",
    "850.00", "最低生活保障确认通知书", "测算项目", "低保标准", "民发〔2021〕57号", "四、发放",
    "甲", "乙", "丙", "户主", "45工作日",
]  # fmt: skip


def test_everything_about_the_family_is_on_paper(case):
    text = pages_of(minimum_living.print_case_file(case=case, by=bureau(), on=DECIDED))
    missing = [word for word in EVERYTHING if word not in text]
    assert missing == []
    assert case.number in text


def test_identity_numbers_stay_masked(case):
    words = list(case_file(case, at=bureau().at, on=DECIDED).texts())
    masked = [word for word in words if "**********" in word]
    assert len(masked) == 3
    assert not any(len(w) == 18 and w[:17].isdigit() for w in words)


def test_every_print_leaves_a_trace(case):
    minimum_living.print_case_file(case=case, by=bureau(), on=DECIDED)
    last = history(case).last()
    assert (last.tag, last.actor_name) == ("minimum_living:case_file:printed", bureau().name)


@pytest.mark.parametrize(
    "by",
    [actor("COMMUNITY_WORKER", "430105016009"), clerk(street=SHAPING), actor("BUREAU_FINANCE")],
)
def test_others_print_nothing(case, by):
    with pytest.raises(NotPermitted):
        minimum_living.print_case_file(case=case, by=by, on=DECIDED)


def test_the_verb_says_what_is_missing(case, tmp_path):
    options = verb_options(["DB999", "--out", str(tmp_path / "a.pdf")])
    with pytest.raises(verb.NoSuchRecord, match="DB999"):
        verb.run(options)
    with pytest.raises(verb.NoSuchRecord, match="没有登录名为 assistance"):
        verb.run(verb_options([case.number, "--out", str(tmp_path / "a.pdf")]))


def verb_options(words: list[str]):
    import argparse

    parser = argparse.ArgumentParser()
    verb.arguments(parser)
    return parser.parse_args(words)
