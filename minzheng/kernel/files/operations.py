"""Keeping a file and giving it back unchanged."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.kernel.files.models import StoredFile
from minzheng.lib.crypto import sm3

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor


class FileDamaged(Exception):
    """The bytes on disk are missing or are not those that were stored."""


def _path(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


@transaction.atomic
def store(
    *,
    name: str,
    content: bytes,
    media_type: str,
    purpose: str,
    by: Actor,
    on: date,
    keep_until: date | None = None,
) -> StoredFile:
    """Write the bytes whole or not at all, then the row and its trace."""
    digest = sm3(content).hex()
    path = _path(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(path)
    stored = StoredFile.objects.create(
        sm3=digest,
        name=name,
        media_type=media_type,
        size=len(content),
        purpose=purpose,
        area_code=by.area_code,
        stored_at=by.at,
        keep_until=keep_until,
    )
    record(
        tag="files:file:stored",
        target=stored,
        by=by,
        on=on,
        area_code=by.area_code,
        facts={"name": name, "sm3": digest, "purpose": purpose},
    )
    return stored


def content_of(stored: StoredFile) -> bytes:
    """The bytes as they were stored; raises FileDamaged when disk and row disagree."""
    path = _path(stored.sm3)
    if not path.exists():
        raise FileDamaged(f"材料“{stored.name}”在磁盘上找不到，请从备份恢复。")
    content = path.read_bytes()
    if sm3(content).hex() != stored.sm3:
        raise FileDamaged(f"材料“{stored.name}”的内容与存入时不一致，请从备份恢复。")
    return content
