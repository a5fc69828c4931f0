"""留痕: what was done, and the proof that nobody changed the trail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.roles import ROLES
from minzheng.kernel.audit.actor import CHANNEL_LABELS
from minzheng.kernel.audit.models import Event
from minzheng.kernel.audit.queries import head
from minzheng.kernel.jobs.operations import enqueue
from minzheng.workbench import long_work
from minzheng.workbench.views.pages import WorkbenchPage, first_rows

if TYPE_CHECKING:
    from django.http import HttpRequest


class Events(WorkbenchPage):
    """The trail, the latest first; POST has the chain verified."""

    permission = Permission.AUDIT_VIEW
    template = "workbench/events.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        found = Event.objects.order_by("-id")
        if before := self.number_given("before"):
            found = found.filter(id__lt=before)
        if tag := self.request.GET.get("tag", "").strip()[:80]:
            found = found.filter(tag__startswith=tag)
        shown, last = first_rows(found)
        length, last_hash = head()
        return self.page(
            events=[_shown(event) for event in shown],
            last=last,
            tag=tag,
            length=length,
            last_hash=last_hash,
        )

    def post(self, _request: HttpRequest) -> HttpResponse:
        on = timezone.localtime(self.actor.at).date()
        job = enqueue(kind=long_work.VERIFY_CHAIN, args={}, by=self.actor, on=on)
        return HttpResponseRedirect(reverse("job", args=[job.pk]))


_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
CHANNELS = {channel.value: label for channel, label in CHANNEL_LABELS.items()}


def _shown(event: Event) -> dict[str, object]:
    role = ROLES.get(event.actor_role)
    facts = "；".join(f"{name}={value}" for name, value in event.facts.items())
    facts = _FINGERPRINT.sub(lambda found: f"{found.group()[:12]}…", facts)
    return {
        "event": event,
        "role": role.label if role else event.actor_role,
        "channel": CHANNELS.get(event.channel, event.channel),
        "facts": facts,
    }
