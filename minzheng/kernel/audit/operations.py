"""The one way to leave a trace."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import connection, models, transaction

from minzheng.kernel.audit.chain import GENESIS, link
from minzheng.kernel.audit.models import Event

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor

# One chain, one writer at a time: the lock is held from here to the end of the transaction, so the
# head that is read is the head that is extended.
CHAIN_LOCK = 0x6D7A_6175


@transaction.atomic
def record(
    *,
    tag: str,
    target: models.Model | tuple[str, str],
    by: Actor,
    on: date,
    area_code: str = "",
    facts: dict[str, Any] | None = None,
) -> Event:
    """Append one event to the chain.

    Args: `tag` is subject:object:action; `target` a row, or (type, id) where there is none;
    `facts` must be JSON and must never hold a full ID, account or phone number.
    """
    kind, ident = target if isinstance(target, tuple) else (target._meta.label_lower, target.pk)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    head = Event.objects.order_by("-id").values_list("id", "hash").first()
    event = Event(
        id=(head[0] if head else 0) + 1,
        tag=tag,
        target_type=kind,
        target_id=str(ident),
        area_code=area_code,
        happened_on=on,
        recorded_at=by.at,
        actor_id=by.user_id,
        actor_name=by.name,
        actor_role=by.role,
        channel=by.channel,
        # Through JSON once, so that what is hashed is what the database gives back.
        facts=json.loads(json.dumps(facts or {}, ensure_ascii=False)),
        previous_hash=bytes(head[1]) if head else GENESIS,
    )
    event.hash = link(event)
    event.save(force_insert=True)
    return event
