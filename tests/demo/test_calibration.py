"""Calibration: the rule's own amounts print the published figure, or the possible range is named."""

from collections import defaultdict

import pytest

from minzheng.demo import calibration, intents, means, script, targets
from minzheng.demo import population as people
from minzheng.demo.calibration import Reckoned
from minzheng.lib.fen import half_up

STANDARD = 75_000
DEDUCTION = 22_500


def counted(person):
    lines = person.earnings.incomes
    return sum(max(f - DEDUCTION, 0) if kind == means.WAGE else f for kind, f in lines)


def a_plain_rule(spells):
    """Stands in for the rulebook: gap to the standard, a tenth more for the old."""
    return [
        Reckoned(
            max(STANDARD * len(s.members) - sum(map(counted, s.members)), 0),
            7_500 * sum(p.birth_on.year < 1962 for p in s.members),
        )
        for s in spells
    ]


@pytest.fixture(scope="module")
def spells():
    population = people.build(2022)
    by_family = defaultdict(list)
    for intent in script.write(population):
        by_family[intent.family].append(intent)
    return [s for f in population.families for s in intents.spells(f, by_family[f.key], 2022)]


def of(spells, category):
    return [s for s in spells if s.family.category == category]


@pytest.mark.parametrize(
    ("category", "target"),
    [("URBAN", 58_753), ("RURAL", 51_793), ("URBAN", 31_416), ("RURAL", 64_001)],
)
def test_the_figure_is_met_exactly_with_slack(spells, category, target):
    chosen = of(spells, category)
    moved = calibration.calibrate(chosen, category=category, target_fen=target, reckon=a_plain_rule)
    after = [calibration.move(s, moved.get(s.family.key, 0)) for s in chosen]
    paid = calibration.total(after, a_plain_rule(after))
    persons = sum(s.person_months for s in after)
    assert half_up(paid, persons) == target
    assert half_up(paid + persons // 5, persons) == target
    assert half_up(paid - persons // 5, persons) == target


def test_everybody_stays_entitled(spells):
    chosen = of(spells, "URBAN")
    moved = calibration.calibrate(chosen, category="URBAN", target_fen=20_000, reckon=a_plain_rule)
    after = [calibration.move(s, moved.get(s.family.key, 0)) for s in chosen]
    assert all(r.base_fen > 0 for r in a_plain_rule(after))


def test_the_same_input_gives_the_same_incomes(spells):
    chosen = of(spells, "RURAL")
    once, again = (
        calibration.calibrate(chosen, category="RURAL", target_fen=51_793, reckon=a_plain_rule)
        for _ in range(2)
    )
    assert once == again


@pytest.mark.parametrize("target", [100, 95_000])
def test_an_impossible_target_is_answered_with_the_possible_range(spells, target):
    with pytest.raises(calibration.OutOfReach, match=r"可能的范围是 [\d.]+ 元至 [\d.]+ 元"):
        calibration.calibrate(
            of(spells, "URBAN"), category="URBAN", target_fen=target, reckon=a_plain_rule
        )


def test_the_shipped_targets_are_the_published_figures():
    assert targets.read() == targets.Targets(urban_fen=58_753, rural_fen=51_793)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("id,wert\nx,1\n", "缺少 id 或 value 列"),
        ("id,value\nother,1\n", "没有 urban_dibao_avg_supplement"),
        ("id,value\nurban_dibao_avg_supplement,约600\n", "不是数字"),
        ("id,value\nurban_dibao_avg_supplement,-1\n", "应大于零"),
    ],
)
def test_an_unusable_file_of_targets_is_refused_with_a_sentence(tmp_path, content, sentence):
    file = tmp_path / "targets.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(targets.UnusableTargets, match=sentence):
        targets.read(file)
