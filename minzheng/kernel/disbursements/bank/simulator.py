"""A bank that behaves as banks do: it fails lines with codes, answers late and in parts, hands out
the same result twice, in another order, loses its receipt, and returns money days after success.

It does not notice duplicates: what is sent twice is paid twice, so a test can see it.
Deterministic for a given `random.Random`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from minzheng.kernel.disbursements.bank import codec
from minzheng.kernel.disbursements.bank.layouts import LAYOUTS, Layout
from minzheng.kernel.disbursements.bank.port import BankUnreachable
from minzheng.kernel.disbursements.enums import FailureCode, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from minzheng.kernel.disbursements.bank.codec import Record

# Shares of the reasons among failures, in ten-thousandths (ASSUMPTION: typical for one-card payments).
FAILURE_MIX: tuple[tuple[FailureCode, int], ...] = (
    (FailureCode.ACCOUNT_DORMANT, 2500),
    (FailureCode.CARD_NOT_ACTIVATED, 2200),
    (FailureCode.ACCOUNT_CLOSED, 1800),
    (FailureCode.NAME_MISMATCH, 1200),
    (FailureCode.ACCOUNT_FROZEN, 700),
    (FailureCode.ACCOUNT_LIMIT, 500),
    (FailureCode.ACCOUNT_NOT_FOUND, 400),
    (FailureCode.ID_EXPIRED, 300),
    (FailureCode.ID_MISMATCH, 200),
    (FailureCode.INTERBANK_RETURN, 150),
    (FailureCode.OTHER, 50),
)


@dataclass(frozen=True, slots=True)
class Habits:
    """How a bank behaves; chances are in ten-thousandths."""

    fails: int = 80
    answers_in_parts: int = 2000
    days_until_answer: tuple[int, int] = (1, 3)
    hands_out_twice: int = 1000
    reorders: int = 3000
    loses_receipt: int = 0
    arrives_when_receipt_is_lost: int = 5000
    reverses: int = 0
    days_until_reversal: int = 5


@dataclass(slots=True)
class _Delivery:
    """A file as the bank booked it, and the result files it will hand out, with their days."""

    layout: Layout
    header: Record
    answers: list[Record]
    handed_out: list[tuple[date, bytes]]


class SimulatedBank:
    """A `BankPort`. `payments` counts what reached each account line: 2 would be a double payment."""

    def __init__(self, random: Random, habits: Habits | None = None) -> None:
        self._random = random
        self._habits = habits or Habits()
        self._deliveries: dict[str, _Delivery] = {}
        self.payments: Counter[int] = Counter()

    def submit(self, *, number: str, layout: str, content: bytes, on: date) -> None:
        lost = self._happens(self._habits.loses_receipt)
        if not lost or self._happens(self._habits.arrives_when_receipt_is_lost):
            self._book(number, LAYOUTS[layout], content, on)
        if lost:
            raise BankUnreachable("银行没有回应，送出结果待确认。请稍后查询，不要重复送盘。")

    def has(self, *, number: str) -> bool | None:
        return number in self._deliveries

    def results(self, *, number: str, on: date) -> list[bytes]:
        delivery = self._deliveries.get(number)
        return [content for day, content in delivery.handed_out if day <= on] if delivery else []

    def reverse(self, *, number: str, line_ids: Iterable[int], on: date) -> None:
        """退汇: money that was booked comes back; from that day the bank hands out a file that says so."""
        delivery, wanted = self._deliveries[number], set(line_ids)
        returned = [a for a in delivery.answers if a["line_id"] in wanted]
        delivery.handed_out.append((on, self._reversal(delivery, returned, on)))

    # --- how it books -----------------------------------------------------------------------------

    def _happens(self, chance: int) -> bool:
        return self._random.randrange(10_000) < chance

    def _book(self, number: str, layout: Layout, content: bytes, on: date) -> None:
        header, lines = codec.read(layout, layout.out, content)
        booked_on = on + timedelta(days=self._random.randint(*self._habits.days_until_answer))
        answers = [self._answer(layout, line, booked_on) for line in lines]
        delivery = _Delivery(layout, header, answers, [])
        delivery.handed_out.extend(self._files(delivery, booked_on))
        self._deliveries[number] = delivery

    def _answer(self, layout: Layout, line: Record, booked_on: date) -> Record:
        outcome, reason = Outcome.SUCCESS, None
        if self._happens(self._habits.fails):
            outcome, reason = Outcome.FAILED, self._reason()
        else:
            self.payments[line["line_id"]] += 1
        reference = f"{booked_on:%Y%m%d}{self._random.randrange(10**8):08d}"
        return (
            line
            | _said(layout, outcome, reason)
            | {
                "booked_on": booked_on,
                "reference": reference,
            }
        )

    def _reason(self) -> FailureCode:
        codes, weights = zip(*FAILURE_MIX, strict=True)
        return FailureCode(self._random.choices(codes, weights)[0])

    # --- what it hands out ------------------------------------------------------------------------

    def _files(self, delivery: _Delivery, day: date) -> list[tuple[date, bytes]]:
        answers = list(delivery.answers)
        if self._happens(self._habits.reorders):
            self._random.shuffle(answers)
        parts = [(day, answers)]
        if len(answers) > 1 and self._happens(self._habits.answers_in_parts):
            middle = self._random.randrange(1, len(answers))
            parts = [(day, answers[:middle]), (day + timedelta(days=1), answers[middle:])]
        files = [(day, self._write(delivery, part)) for day, part in parts]
        if self._happens(self._habits.hands_out_twice):
            files.append(files[-1])
        late = [a for a in answers if _paid(delivery, a) and self._happens(self._habits.reverses)]
        if late:
            back = parts[-1][0] + timedelta(days=self._habits.days_until_reversal)
            files.append((back, self._reversal(delivery, late, back)))
        return files

    def _reversal(self, delivery: _Delivery, answers: list[Record], on: date) -> bytes:
        said = _said(delivery.layout, Outcome.REVERSED, FailureCode.INTERBANK_RETURN)
        for answer in answers:
            self.payments[answer["line_id"]] -= 1
        return self._write(delivery, [answer | said | {"booked_on": on} for answer in answers])

    def _write(self, delivery: _Delivery, answers: list[Record]) -> bytes:
        totals = {
            "lines": len(answers),
            "amount_fen": sum(answer["amount_fen"] for answer in answers),
        }
        layout = delivery.layout
        return codec.write(layout, layout.back, delivery.header | totals, answers)


def _said(layout: Layout, outcome: Outcome, reason: FailureCode | None) -> Record:
    """The bank's own words for an outcome."""
    status = next(word for word, meaning in layout.statuses.items() if meaning is outcome)
    code = next((c for c, meaning in layout.failures.items() if meaning is reason), "")
    return {"status": status, "code": code, "message": reason.label if reason else ""}


def _paid(delivery: _Delivery, answer: Record) -> bool:
    return delivery.layout.statuses[answer["status"]] is Outcome.SUCCESS
