"""How one event is bound to the one before it."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING

from minzheng.lib.crypto import sm3

if TYPE_CHECKING:
    from minzheng.kernel.audit.models import Event

GENESIS = bytes(32)


def canonical(event: Event) -> bytes:
    """The bytes of an event that its hash covers: every column except the hash itself."""
    body = [
        event.id,
        event.tag,
        event.target_type,
        event.target_id,
        event.area_code,
        event.happened_on.isoformat(),
        event.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.actor_name,
        event.actor_role,
        event.channel,
        event.facts,
    ]
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(event: Event) -> bytes:
    """SM3 over the previous hash and the canonical body (32 bytes)."""
    return sm3(bytes(event.previous_hash) + canonical(event))
