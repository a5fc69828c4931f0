"""The narrative says what the figures say, and no more."""

import datetime as dt
from fractions import Fraction

import pytest

from minzheng.kernel.measures import (
    Claim,
    Figure,
    Indicator,
    Judgement,
    Period,
    Ratio,
    Relation,
    Rows,
    Sum,
    Target,
    Threshold,
    Unit,
)
from minzheng.kernel.measures.claims import Comparison
from minzheng.reporting.documents import UnboundDigits, to_html
from minzheng.reporting.evaluations.narrative import NarrativeError, build, read_template

AS_OF = dt.datetime(2023, 1, 15, 16, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
YEAR = Period.year(2022)
NOTHING = Relation("SELECT 1")


def figure(figure_id, unit, measure, display, value) -> Figure:
    indicator = Indicator(figure_id, "示例", unit, "示例口径", NOTHING, measure, display)
    return Figure(indicator, YEAR, "430105", AS_OF, Fraction(value), 1, "ab" * 32)


AVERAGE = Ratio(Sum(), Rows())
FIGURES = {
    item.id: item
    for item in (
        figure("assisted_person_times", Unit.PERSON_TIME, Rows(), "wan1", 58_000),
        figure("relief_funds_total", Unit.YUAN, Sum(), "wan2", 43_598_800),
        figure(
            "urban_dibao_avg_supplement", Unit.YUAN_PER_PERSON_MONTH, AVERAGE, "yuan2", "587.53"
        ),
        figure(
            "rural_dibao_avg_supplement", Unit.YUAN_PER_PERSON_MONTH, AVERAGE, "yuan2", "517.93"
        ),
        figure("dibao_online_share", Unit.SHARE, AVERAGE, "pct1", "0.926"),
    )
}


def judgements(*, exceptions=0, examined=5, official=True, target="400"):
    urban = FIGURES["urban_dibao_avg_supplement"]
    threshold = Threshold(urban.indicator, ">=", "示例目标", "城市")
    against = Target(Fraction(target), target, "示例文件", official) if target else None
    compared = (Comparison(threshold, urban, against),)
    held = Claim("provincial_livelihood_target_met", "达到考核要求", "示例", (threshold,))
    online = Claim("dibao_tekun_online_end_to_end", "基本线上", "示例", (threshold,))
    listed = Claim(
        "all_entitled_covered_ineligible_exited",
        "应保尽保",
        "示例",
        examined=NOTHING,
        exceptions=NOTHING,
    )
    return {
        claim.id: Judgement(claim, YEAR, "430105", AS_OF, comparisons, *counts)
        for claim, comparisons, counts in (
            (held, compared, ()),
            (online, compared, ()),
            (listed, (), (examined, exceptions)),
        )
    }


def document(template=None, **changes):
    return build(
        2022,
        as_of=AS_OF,
        area_name="开福区",
        figures=FIGURES,
        judgements=judgements(**changes),
        template=template,
    )


def text_of(built) -> str:
    return "".join(paragraph.text for paragraph in built.paragraphs())


def test_the_published_figures_come_out_in_our_own_words():
    text = text_of(document())
    for expected in ("5.8万人次", "4359.88万元", "587.53元", "517.93元", "92.6%"):
        assert expected in text
    assert "均不低于省民生实事项目的考核目标。" in text
    assert "例外清单为空。" in text
    assert document().title_text == "开福区民政局2022年重点项目绩效自评报告"
    assert document().dated == dt.date(2023, 1, 15)
    assert "数据截至2023年1月15日16:30，期间截至2022年12月31日" in text


def test_every_figure_of_the_template_is_linked_and_only_those_are_kept():
    built = document()
    assert set(built.figures) == set(built.used_figures()) == set(FIGURES)
    assert to_html(built).count('class="figure"') == 5
    assert built.claims["all_entitled_covered_ineligible_exited"]["verdict"] == "HOLDS"


def test_a_failed_claim_says_so_with_its_exceptions():
    text = text_of(document(exceptions=3, target="600"))
    assert "未全部达到省民生实事项目的考核目标" in text
    assert "例外清单不为空，正在逐户处置（例外3项）" in text


def test_words_without_evidence_are_marked():
    assert "均不低于省民生实事项目的考核目标（未附佐证）" in text_of(document(target=None))
    assert "例外清单为空（未附佐证）" in text_of(document(examined=0))


def test_a_sample_target_is_never_passed_off_as_policy():
    assert "（目标值为样本区示例，待核）" in text_of(document(official=False))


def template_of(sentence):
    return {
        "title": "报告",
        "author": "民政局",
        "chapters": [{"title": "甲", "paragraphs": [[sentence]]}],
    }


def test_a_number_typed_into_the_template_is_refused():
    with pytest.raises(UnboundDigits, match=r"5\.8"):
        document(template_of("全年救助5.8万人次。"))
    assert document(template_of("印发{=《2022年方案》}。")).chapters


def test_unknown_slots_are_refused():
    with pytest.raises(NarrativeError, match="no_such_figure"):
        document(template_of("全年{no_such_figure}。"))
    with pytest.raises(NarrativeError, match="no_such_claim"):
        document(template_of("{no_such_claim|好|不好}。"))
    with pytest.raises(NarrativeError, match="两种文字"):
        document(template_of("{provincial_livelihood_target_met|好}。"))


def test_the_words_are_our_own():
    """No sentence of the published report is copied: the longest common run stays short."""
    assert read_template()["chapters"]
    assert "累计救助保障全区困难对象" not in str(read_template())
