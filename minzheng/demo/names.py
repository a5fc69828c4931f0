"""Chinese names as a district has them: the surnames of Changsha by frequency, given names by generation.

The characters hold many homophones on purpose (伟/玮/炜, 静/婧/靖, 梓/子 …): duplicate names and names that sound alike
are the daily bread of a civil-affairs office, so the demo has to have them.
"""

import csv
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Names:
    """Draws names. `surnames` with their running totals; `generations`: first birth year → gender → characters."""

    surnames: tuple[str, ...]
    running_totals: tuple[int, ...]
    generations: tuple[tuple[int, dict[str, str]], ...]

    def surname(self, chance: Random) -> str:
        """One surname, as frequent as in the city."""
        at = chance.randrange(self.running_totals[-1])
        return self.surnames[bisect_right(self.running_totals, at)]

    def given(self, chance: Random, *, born_in: int, gender: str) -> str:
        """A given name of that generation; one in four has a single character."""
        characters = self.generations[0][1][gender]
        for first_year, by_gender in self.generations:
            if first_year <= born_in:
                characters = by_gender[gender]
        length = 1 if chance.random() < 0.25 else 2
        return "".join(chance.choice(characters) for _ in range(length))


def load() -> Names:
    """The tables of `data/`."""
    with (DATA / "surnames.csv").open(encoding="utf-8") as lines:
        rows = [(row["surname"], int(row["per_mille"])) for row in csv.DictReader(lines)]
    generations: dict[int, dict[str, str]] = {}
    with (DATA / "given_names.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            generations.setdefault(int(row["born_from"]), {})[row["gender"]] = row["characters"]
    return Names(
        surnames=tuple(surname for surname, _ in rows),
        running_totals=tuple(accumulate(weight for _, weight in rows)),
        generations=tuple(sorted(generations.items())),
    )
