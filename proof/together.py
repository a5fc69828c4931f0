"""People who click at the same instant: sessions of their own, one starting gun."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import psycopg
from django.core.exceptions import MultipleObjectsReturned
from django.db import DatabaseError, connections

from minzheng.kernel.disbursements.operations import NotPossible

PATIENCE = 60


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act gave, or the refusal it met."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        try:
            gate.wait(timeout=PATIENCE)
            return act()
        except (NotPossible, DatabaseError, psycopg.Error, MultipleObjectsReturned) as refusal:
            return refusal
        finally:
            connections.close_all()

    connections.close_all()
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def refusals(results: Sequence[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


def unexplained(results: Sequence[Any]) -> list[Exception]:
    """Refusals that are no sentence for an officer."""
    return [refusal for refusal in refusals(results) if not isinstance(refusal, NotPossible)]
