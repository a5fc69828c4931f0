"""Canonical JSON: the same document gives the same bytes, so its SM3 seals it."""

from __future__ import annotations

import json
from typing import Any

from minzheng.lib.crypto import sm3


def canonical_json(value: Any) -> str:
    """Sorted keys, no blanks, UTF-8 as is; refuses floats, whose text is not exact."""
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(value: Any) -> str:
    """SM3 of the canonical JSON, hexadecimal."""
    return sm3(canonical_json(value).encode()).hex()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"{value}是浮点数，不能写入规范JSON。请用整数或文本。")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
