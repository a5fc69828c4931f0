"""Units a policy file may use: those of the rulebook, and some that only clocks, targets and registers read."""

from __future__ import annotations

import re

from minzheng.rulebook import units as rule_units

OPTION = "选项"
# Wording that the law prescribes by date; nothing computes with it.
TEXT = "文字"

# Written unit → how many of the stored integer make one.
_OTHER_SCALES = {
    "元/年": 100,
    "元/人·年": 100,
    "元/人次": 100,
    "元/户": 100,
    "年": 1,
    "次": 1,
    "户": 1,
    "处": 1,
}
UNITS = [*rule_units.POLICY_UNITS, *_OTHER_SCALES, TEXT]
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def scaled(text: str, unit: str) -> int | str:
    """The exact value behind a printed one: "750" 元/人·月 → 75000 fen, "0.2" 比例 → 2000, options and wording stay text.

    Raises ValueError with a Chinese sentence when it is not exact.
    """
    if unit == TEXT:
        return text
    if unit != OPTION and not _NUMBER.fullmatch(text):
        raise ValueError(f"“{text}”不是数字（单位 {unit}）。请用引号写成文本，如“650.00”。")
    if unit not in _OTHER_SCALES:
        return rule_units.scaled(text, unit)
    return rule_units.scaled(text, "元" if _OTHER_SCALES[unit] > 1 else "个")
