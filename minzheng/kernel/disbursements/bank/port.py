"""What the house needs of a bank, whoever it is: a folder that is picked up, a line, a simulator."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class BankUnreachable(Exception):
    """No answer. Whether the bank has the file is unknown, and only the bank can tell."""


class BankPort(Protocol):
    """One way to an agent bank. Days are business days of the bank's calendar as seen by us."""

    def submit(self, *, number: str, layout: str, content: bytes, on: date) -> None:
        """Hand a file over. Raises BankUnreachable; the file may have arrived all the same."""

    def has(self, *, number: str) -> bool | None:
        """Whether the bank has the file; None when it does not say."""

    def results(self, *, number: str, on: date) -> list[bytes]:
        """Every result file handed out for this number by that day, oldest first."""
