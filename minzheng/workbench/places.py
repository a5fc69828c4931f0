"""Names of areas for pages: 街道 + 社区, whatever day a record is from."""

from __future__ import annotations

from minzheng.kernel.areas.models import Area


class Places:
    """Code → name, read once for a page. A code that nobody knows is shown as it is."""

    def __init__(self) -> None:
        rows = Area.objects.order_by("valid_from").values_list(
            "code", "name", "parent_code", "level"
        )
        # The latest name of a unit wins.
        self._rows = {code: (name, parent, level) for code, name, parent, level in rows}

    def __getitem__(self, code: str) -> str:
        if code not in self._rows:
            return code
        name, parent, level = self._rows[code]
        above = self._rows[parent][0] if level == "COMMUNITY" and parent in self._rows else ""
        return above + name
