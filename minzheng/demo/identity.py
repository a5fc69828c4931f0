"""Numbers that look right and belong to nobody: resident IDs, mobile phones and bank cards of the synthetic people.

How they are marked, so that no living person can be hit by accident:

* Resident IDs end in one of the sequence codes 996–999. GB 11643 keeps these four for people born in the 19th century,
  so with a birth date after 1900 they are never issued. Odd = man, even = woman, and the check character is right.
* Mobile numbers begin with 154, a block that no operator has been given.
* Bank cards begin with 9 (national use, never a card network) and pass the Luhn check; the bank is invented.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from minzheng.lib.id_number import check_digit

# County codes of people who live in the district: its own, its neighbours, and codes that were abolished but stay in the
# numbers of those who got them before (郊区 until 1996, 望城县 until 2011, 宁乡县 until 2017).
COUNTIES: tuple[tuple[str, int, int], ...] = (
    ("430105", 60, 9999),
    ("430102", 6, 9999),
    ("430103", 6, 9999),
    ("430104", 4, 9999),
    ("430111", 8, 1996),
    ("430121", 8, 9999),
    ("430122", 5, 2011),
    ("430124", 4, 2017),
    ("430181", 5, 9999),
    ("430624", 2, 9999),
)
SEQUENCES = {"MALE": ("997", "999"), "FEMALE": ("996", "998")}
BANKS = ("星城示例银行", "湘江示例农商银行")


def luhn_digit(digits: str) -> str:
    """The check digit that makes a card number pass (ISO/IEC 7812-1)."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        value = int(character) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


@dataclass(slots=True)
class Registry:
    """Hands out each number once."""

    chance: Random
    taken: set[str] = field(default_factory=set)
    phones: int = 0
    cards: int = 0

    def id_number(self, *, birth_on: date, gender: str) -> str:
        """An 18-digit number that fits birth date and gender; ValueError when all of that day are used up."""
        codes = [(code, weight) for code, weight, until in COUNTIES if birth_on.year < until]
        first = self.chance.choices([c for c, _ in codes], [w for _, w in codes])[0]
        for code in (first, *(c for c, _ in codes if c != first)):
            for sequence in SEQUENCES[gender]:
                body = f"{code}{birth_on:%Y%m%d}{sequence}"
                if body not in self.taken:
                    self.taken.add(body)
                    return body + check_digit(body)
        raise ValueError(f"演示人口：{birth_on} 出生的号码已用完")

    def phone(self) -> str:
        """An 11-digit mobile number of the unassigned block 154."""
        self.phones += 1
        return f"154{(self.phones * 7919) % 100_000_000:08d}"

    def card(self, bank: str) -> str:
        """A 19-digit card number of the invented bank."""
        self.cards += 1
        body = f"9{BANKS.index(bank):02d}43010{(self.cards * 104_729) % 10_000_000_000:010d}"
        return body + luhn_digit(body)


def replacement_card(card: str) -> str:
    """The number of the card that a bank gives out when `card` no longer works."""
    body = f"{card[0]}1{card[2:-1]}"
    return body + luhn_digit(body)
