"""Keys for sealing and signing: from the environment, else from `var/keys.json` (made once, 0600).

Whoever loses the file loses the sealed identity numbers: `./run db backup` does not contain it.
"""

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

_NAMES = {
    "secret_key": "MINZHENG_SECRET_KEY",
    "sealing_key": "MINZHENG_SEALING_KEY",
    "index_key": "MINZHENG_INDEX_KEY",
}


@dataclass(frozen=True)
class Keys:
    """secret_key signs sessions; sealing_key is SM4 (16 bytes), index_key HMAC-SM3 (32 bytes)."""

    secret_key: str = field(repr=False)
    sealing_key: bytes = field(repr=False)
    index_key: bytes = field(repr=False)


def load(path: Path) -> Keys:
    """Keys of this installation; the two sealing keys are written in hexadecimal."""
    given = {name: os.environ.get(variable) for name, variable in _NAMES.items()}
    stored = {} if all(given.values()) else _stored(path)
    texts = {name: value or stored[name] for name, value in given.items()}
    return Keys(
        secret_key=texts["secret_key"],
        sealing_key=bytes.fromhex(texts["sealing_key"]),
        index_key=bytes.fromhex(texts["index_key"]),
    )


def _stored(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text()))
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = {
        "secret_key": secrets.token_urlsafe(48),
        "sealing_key": secrets.token_hex(16),
        "index_key": secrets.token_hex(32),
    }
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(fresh, file)
    try:
        # Hard-linking refuses to replace: two first starts at once agree on one set of keys.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return dict(json.loads(path.read_text()))
