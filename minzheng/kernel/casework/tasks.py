"""What happens every night by itself: notices come down, limits that ran out are written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from procrastinate.contrib.django import app

from minzheng.kernel.audit.actor import Actor, Channel
from minzheng.kernel.casework import operations
from minzheng.kernel.jobs.operations import enqueue
from minzheng.kernel.jobs.registry import register

if TYPE_CHECKING:
    from datetime import date, datetime

    from minzheng.kernel.jobs.models import Job

TAKE_DOWN_NOTICES = "casework.take_down_notices"
EXPIRE_CLOCKS = "casework.expire_clocks"
EVERY_NIGHT = "5 17 * * *"


def declare() -> None:
    """Called when the app starts."""
    register(TAKE_DOWN_NOTICES, label="撤下期满公示", runs=f"{__name__}.take_down_notices")
    register(EXPIRE_CLOCKS, label="登记超期时限", runs=f"{__name__}.expire_clocks")


def take_down_notices(job: Job, *, by: Actor, on: date) -> dict[str, Any]:
    """公示期满 since the last night."""
    return {"notices": operations.take_down_notices(by=by, on=on)}


def expire_clocks(job: Job, *, by: Actor, on: date) -> dict[str, Any]:
    """到期未办结 since the last night."""
    return {"clocks": operations.expire_clocks(by=by, on=on)}


def enqueue_nightly(at: datetime) -> list[Job]:
    """Ask for both, as the system."""
    by = Actor(None, "系统", "SYSTEM", "0" * 12, at, Channel.SYSTEM)
    on = timezone.localtime(at).date()
    return [
        enqueue(kind=kind, args={}, by=by, on=on) for kind in (TAKE_DOWN_NOTICES, EXPIRE_CLOCKS)
    ]


@app.periodic(cron=EVERY_NIGHT)
@app.task(name="minzheng.kernel.casework.nightly")
def nightly(timestamp: int) -> None:
    """17:05 UTC is 01:05 in China."""
    enqueue_nightly(timezone.now())
