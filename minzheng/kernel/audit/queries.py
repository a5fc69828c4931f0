"""Reading the trail: the history of one record, and the proof that nothing was changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minzheng.kernel.audit.chain import GENESIS, link
from minzheng.kernel.audit.models import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model, QuerySet


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold, in words an auditor can act on."""

    event_id: int
    problem: str


def history(target: Model) -> QuerySet[Event]:
    """The events of one record, oldest first."""
    return Event.objects.filter(
        target_type=target._meta.label_lower, target_id=str(target.pk)
    ).order_by("id")


def head() -> tuple[int, str]:
    """(number of events, hex of the last hash): what an outside notary would be given."""
    last = Event.objects.order_by("-id").values_list("id", "hash").first()
    return (last[0], bytes(last[1]).hex()) if last else (0, GENESIS.hex())


def verify() -> list[Break]:
    """Walk the whole chain; an empty list means every event is as it was written."""
    return list(_breaks(Event.objects.order_by("id").iterator(chunk_size=5_000)))


def _breaks(events: Iterator[Event]) -> Iterator[Break]:
    expected_id, previous = 1, GENESIS
    for event in events:
        if event.id != expected_id:
            missing = f"第 {expected_id} 条至第 {event.id - 1} 条留痕缺失。"
            yield Break(expected_id, missing)
        elif bytes(event.previous_hash) != previous:
            yield Break(event.id, f"第 {event.id} 条留痕与前一条不相连。")
        if bytes(event.hash) != link(event):
            yield Break(event.id, f"第 {event.id} 条留痕的内容被改动过。")
        expected_id, previous = event.id + 1, bytes(event.hash)
