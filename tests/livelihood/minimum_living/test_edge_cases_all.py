"""Each of the 45 tricky cases of the handbook (assistance.md §23) has a test that carries its number."""

import re
from pathlib import Path

HERE = Path(__file__).parent
NUMBERED = re.compile(r"def test_((?:\d\d_)+)[a-z]")


def test_every_number_has_a_test():
    found = set()
    for path in HERE.glob("test_edge_cases_*.py"):
        for numbers in NUMBERED.findall(path.read_text(encoding="utf-8")):
            found |= {int(number) for number in numbers.split("_") if number}
    assert found == set(range(1, 46))
