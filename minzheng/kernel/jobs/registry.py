"""Which kinds of work the worker knows: a name, a Chinese label, the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string


class UnknownKind(Exception):
    """No room has registered this kind of job."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`runs` is the dotted path of `function(job, *, by, on, **args) -> dict | None`."""

    name: str
    label: str
    runs: str

    def function(self) -> Callable[..., dict[str, Any] | None]:
        """The function, imported when it is first needed."""
        found: Callable[..., dict[str, Any] | None] = import_string(self.runs)
        return found


_kinds: dict[str, Kind] = {}


def register(name: str, *, label: str, runs: str) -> None:
    """Make a kind known; registering the same one again changes nothing."""
    kind = Kind(name, label, runs)
    if _kinds.setdefault(name, kind) != kind:
        raise ValueError(f"job kind {name} is registered twice: {_kinds[name].runs} and {runs}")


def kind_of(name: str) -> Kind:
    """The kind with this name. Raises UnknownKind with a sentence."""
    if name not in _kinds:
        known = "、".join(sorted(_kinds)) or "无"
        raise UnknownKind(f"没有“{name}”这种后台任务；已登记的有：{known}。")
    return _kinds[name]
