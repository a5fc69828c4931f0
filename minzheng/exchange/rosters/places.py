"""Which community or village a roster means by 街道 and 社区, in the roster's own wording."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from minzheng.kernel.areas.enums import Level
from minzheng.kernel.areas.models import Area

_TAIL = re.compile(r"(社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|社区|村)$")
_STREET_TAIL = re.compile(r"(街道办事处|街道|镇人民政府|乡人民政府)$")


class UnknownPlace(ValueError):
    """No such community, or several; the message says which and how to mend it."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """{community without its tail: [(subdistrict without its tail, code)]} of the areas in force."""

    codes: dict[str, list[tuple[str, str]]]

    def code_of(self, subdistrict: str, community: str) -> str:
        """The 12-digit code. Raises UnknownPlace."""
        if not community:
            raise UnknownPlace("社区（村）为空。请补填。")
        street, name = _bare(_STREET_TAIL, subdistrict), _bare(_TAIL, community)
        # A cell like “捞刀河街道高源社区” holds both.
        found = self.codes.get(name) or self.codes.get(
            _bare(_TAIL, community.removeprefix(subdistrict)), []
        )
        if street:
            found = [(s, code) for s, code in found if s == street]
        if not found:
            where = f"{subdistrict}{community}"
            raise UnknownPlace(f"现行区划中没有“{where}”，或不在您的数据范围内。请按现行名称更正。")
        if len(found) > 1:
            raise UnknownPlace(f"有 {len(found)} 个“{community}”。请补填街道。")
        return found[0][1]


def gazetteer(areas: Iterable[Area]) -> Gazetteer:
    """Of areas in force: communities, villages and the subdistricts above them."""
    rows = list(areas)
    streets = {a.code: _bare(_STREET_TAIL, a.name) for a in rows if a.level == Level.SUBDISTRICT}
    codes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for area in rows:
        if area.level == Level.COMMUNITY:
            codes[_bare(_TAIL, area.name)].append((streets.get(area.parent_code, ""), area.code))
    return Gazetteer(dict(codes))


def _bare(tail: re.Pattern[str], name: str) -> str:
    return tail.sub("", "".join(name.split()))
