"""The floors of the house, read from `.importlinter`, for what import-linter cannot see."""

import configparser
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from minzheng.config.database import ROOT


@dataclass(frozen=True)
class Floors:
    """Layers of each container package, top first."""

    layers: dict[str, list[list[str]]]

    @classmethod
    def read(cls, path: Path) -> "Floors":
        parser = configparser.ConfigParser()
        parser.read(path)
        found: dict[str, list[list[str]]] = {}
        for name in parser.sections():
            section = parser[name]
            # Only contracts that place rooms; the anatomy speaks of files inside a room.
            if section.get("type") == "layers" and "*" not in section["containers"]:
                layers = [
                    [part.strip(" ()") for part in line.split("|")]
                    for line in section["layers"].split("\n")
                    if line.strip()
                ]
                found[section["containers"].strip()] = layers
        return cls(found)

    def may_know(self, source: str, target: str) -> bool:
        """Whether package `source` may depend on package `target` (dotted names)."""
        if _within(source, target) or _within(target, source):
            return True
        container = _common(source, target)
        if container not in self.layers:
            return True
        depth = container.count(".") + 1
        above = self._floor(container, source.split(".")[depth])
        below = self._floor(container, target.split(".")[depth])
        return above < below

    def _floor(self, container: str, part: str) -> int:
        for number, names in enumerate(self.layers[container]):
            if part in names:
                return number
        raise AssertionError(f"{container}.{part} stands on no floor in .importlinter")


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}.")


def _common(one: str, other: str) -> str:
    shared = []
    for left, right in zip(one.split("."), other.split("."), strict=False):
        if left != right:
            break
        shared.append(left)
    return ".".join(shared)


@cache
def the_house() -> Floors:
    """The floors of this repository."""
    return Floors.read(ROOT / ".importlinter")
