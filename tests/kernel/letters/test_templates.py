"""Templates say what they need; what is missing stops the letter."""

from datetime import date

import pytest

from minzheng.kernel.letters import templates as letters
from minzheng.kernel.letters.queries import remedies
from minzheng.kernel.letters.templates import BadTemplate, FieldMissing, Filling
from minzheng.kernel.printing import Paragraph, Table
from minzheng.livelihood.minimum_living.workflow import APPLICATION_MATTER, CHANGE_MATTER

ALL = letters.templates("minimum_living")


def test_all_letters_of_minimum_living_are_there():
    assert set(ALL) == {
        "ACCEPTANCE", "CORRECTION", "GRANT", "REFUSAL", "ADJUSTMENT", "REDUCTION", "SUSPENSION",
        "STOP", "REPAYMENT", "CONSENT", "VISIT_FORM", "TERMINATION", "NOTICE",
    }  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["REFUSAL", "ADJUSTMENT", "REDUCTION", "SUSPENSION", "STOP", "REPAYMENT"]
)
def test_whatever_takes_something_away_tells_the_remedies(kind):
    assert {"remedies": True} in ALL[kind].body


@pytest.mark.parametrize("template", ALL.values(), ids=lambda t: t.kind)
def test_what_a_template_refers_to_exists(template):
    actions = APPLICATION_MATTER.by_action | CHANGE_MATTER.by_action
    assert set(template.after) <= set(actions)
    assert not template.stops or template.stops in APPLICATION_MATTER.by_clock


def test_every_series_is_used_once():
    assert len({template.series for template in ALL.values()}) == len(ALL)


def test_a_field_the_case_does_not_give_stops_the_letter():
    with pytest.raises(FieldMissing, match="没有“决定日期”"):
        Filling({"申请人": "张三"}).text("{申请人}{决定日期}")


def test_a_list_the_case_does_not_give_stops_it_too():
    with pytest.raises(FieldMissing, match="补正材料"):
        letters.blocks(ALL["CORRECTION"], Filling(dict.fromkeys(NAMES, "x")), ())


NAMES = ("提出日期", "受理编号", "补正期限", "申请人", "街道机关")


def test_words_of_the_family_are_words_and_no_pattern():
    filled = Filling({"申请人": "{受理编号}", "受理编号": "DB1"}).text("{申请人}")
    assert filled == "{受理编号}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A: {title: 甲, series: 甲}", "缺少"),
        (
            "A: {title: 甲, series: 甲, issuer: x, permission: 'livelihood:case:accept', body: [{poem: x}]}",
            "只有一种",
        ),
        (
            "A: {title: 甲, series: 甲, issuer: x, permission: 'livelihood:case:accept', body: [], color: 红}",
            "不认识",
        ),
        ("A: [", "无法读取"),
    ],
)
def test_a_broken_template_is_named(tmp_path, monkeypatch, text, sentence):
    monkeypatch.setattr(letters, "DIRECTORY", tmp_path)
    (tmp_path / "broken.yaml").write_text(text, encoding="utf-8")
    letters.templates.cache_clear()
    with pytest.raises(BadTemplate, match=sentence):
        letters.templates("broken")
    letters.templates.cache_clear()


def test_a_table_has_as_many_cells_as_heads():
    with pytest.raises(ValueError, match="2 列"):
        Table(("甲", "乙"), (("一",),))


class TestRemedies:
    """The paragraph is the one of the day."""

    def test_until_2023_either_way_is_open(self):
        (text,) = remedies("430105016009", date(2023, 12, 31))
        assert "60日内" in text
        assert "6个月内" in text
        assert "上一级民政部门" in text

    def test_from_2024_failing_to_pay_goes_to_review_first(self):
        appeal, first = remedies("430105016009", date(2024, 1, 1))
        assert "上一级" not in appeal
        assert "应当先向{区}人民政府申请行政复议" in first

    def test_they_are_filled_with_the_letter(self):
        filling = Filling({"区": "开福区", "文书": "告知书"})
        patterns = remedies("430105016009", date(2022, 5, 20))
        template = letters.Template(
            "X", "甲", "甲", "", ALL["STOP"].permission, "", ({"remedies": True},)
        )
        (block,) = letters.blocks(template, filling, patterns)
        assert isinstance(block, Paragraph)
        assert block.text.startswith("如不服本决定，可以自收到本告知书之日起60日内，依法向开福区")
