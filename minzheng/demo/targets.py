"""The published figures a demo is calibrated to: rows of a table like `seed_figures.csv` (columns id, value)."""

import csv
from dataclasses import dataclass
from pathlib import Path

from minzheng.lib.fen import to_fen

PUBLISHED_2022 = Path(__file__).parent / "targets_2022.csv"
URBAN, RURAL = "urban_dibao_avg_supplement", "rural_dibao_avg_supplement"


class UnusableTargets(Exception):
    """The file of targets cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Targets:
    """人均补差 to be reached, in fen per person-month; None leaves the incomes as they were drawn."""

    urban_fen: int | None = None
    rural_fen: int | None = None

    def of(self, category: str) -> int | None:
        """The target of URBAN or RURAL."""
        return self.urban_fen if category == "URBAN" else self.rural_fen


def read(file: Path = PUBLISHED_2022) -> Targets:
    """The targets in a file; rows of other figures are passed over. Raises UnusableTargets with a sentence."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnusableTargets(f"读不到目标文件 {file}：{error.strerror}。请检查路径。") from error
    except UnicodeDecodeError as error:
        raise UnusableTargets(
            f"目标文件 {file} 不是 UTF-8 编码，请另存为 UTF-8 的 CSV。"
        ) from error
    rows = csv.DictReader(text.splitlines())
    if not {"id", "value"} <= set(rows.fieldnames or ()):
        raise UnusableTargets(
            f"目标文件 {file} 缺少 id 或 value 列，请按 targets_2022.csv 的表头填写。"
        )
    found = {row["id"]: _fen(row, file) for row in rows if row["id"] in (URBAN, RURAL)}
    if not found:
        raise UnusableTargets(f"目标文件 {file} 中没有 {URBAN} 或 {RURAL}，无从校准。")
    return Targets(urban_fen=found.get(URBAN), rural_fen=found.get(RURAL))


def _fen(row: dict[str, str], file: Path) -> int:
    try:
        fen = to_fen(row["value"])
    except ValueError as error:
        raise UnusableTargets(f"目标文件 {file} 的 {row['id']}：{error}") from error
    if fen <= 0:
        raise UnusableTargets(f"目标文件 {file} 的 {row['id']}：人均补差应大于零。")
    return fen
