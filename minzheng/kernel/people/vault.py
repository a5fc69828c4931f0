"""The one place that holds the keys: seal, open and index what must not be read in the database."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from minzheng.lib.crypto import Sealer


@lru_cache(maxsize=1)
def vault() -> Sealer:
    """The sealer made of the installation's keys (settings.SEALING_KEY, settings.INDEX_KEY)."""
    return Sealer(settings.SEALING_KEY, settings.INDEX_KEY)
