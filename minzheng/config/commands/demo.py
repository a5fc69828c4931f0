"""Verb `demo`: a synthetic district-year from an empty database to the sealed report."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from minzheng.config import database, schema, serving, upkeep
from minzheng.config.commands import report
from minzheng.demo import build, officers, targets
from minzheng.demo.build import State
from minzheng.demo.calibration import OutOfReach
from minzheng.demo.opening import RosterRefused
from minzheng.demo.territory import DISTRICT
from minzheng.demo.year import PlayedDifferently

HELP = "建立示范区 2022 年的合成数据，生成自评报告并打开网站"
NEEDS_DATABASE = False
DEFAULT_SEED = 2022


class NotOurs(Exception):
    """The database holds data that the demo did not make."""


KNOWN_ERRORS = (
    NotOurs,
    OutOfReach,
    PlayedDifferently,
    RosterRefused,
    targets.UnusableTargets,
    serving.PortTaken,
    serving.Fallen,
    *report.KNOWN_ERRORS,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-serve", action="store_true", help="只建数据和报告，不打开网站")
    parser.add_argument(
        "--targets", type=Path, metavar="FILE", help="校准到另一份公布数字（CSV：id,value）"
    )
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="随机种子，默认 2022")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认只限本机）")
    parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")


def run(options: argparse.Namespace) -> int:
    if not options.no_serve:
        serving.claim(options.host, options.port)
    wanted = targets.read(options.targets or targets.PUBLISHED_2022)
    console = Console()
    started = database.ensure_running()
    schema.migrate(verbosity=0)
    folder = database.var_folder() / "demo"
    made = _prepare(options.seed, wanted, folder, console)
    if made or not (folder / "report" / "report.pdf").exists():
        _write_report(folder / "report", console)
    greeting = _greeting(folder)
    if options.no_serve:
        console.print(greeting, highlight=False)
        return 0
    try:
        serving.serve(host=options.host, port=options.port, greeting=greeting + "\n")
    finally:
        if started:
            database.private_cluster().stop()
    return 0


def _prepare(seed: int, wanted: targets.Targets, folder: Path, console: Console) -> bool:
    """Build the demo unless it is there; returns whether anything was built."""
    recipe = build.recipe(seed, wanted)
    found = build.state(recipe)
    if found == State.READY:
        console.print("演示数据已在（种子、目标与版本相同），不再重建。")
        return False
    if found == State.REAL_DATA:
        raise NotOurs(
            "数据库里已有不是演示生成的数据，演示不会动它。"
            "请用 MINZHENG_VAR 或 DATABASE_URL 指定另一个数据库再运行演示。"
        )
    with _bars(console) as show:
        show("合成人口与校准", 0, 1)
        story = build.imagine(seed, wanted)
        show("合成人口与校准", 1, 1)
        if found == State.OTHER_DEMO:
            show("清除上一次的演示数据", 0, 1)
            upkeep.wipe()
            show("清除上一次的演示数据", 1, 1)
        build.build(story, recipe, folder=folder, progress=show)
        upkeep.analyze()
    return True


@contextmanager
def _bars(console: Console) -> Iterator[build.Progress]:
    """One bar per stage; days of the year share the bar of 全年办理."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
    )
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        bars: dict[str, TaskID] = {}

        def show(label: str, done: int, total: int) -> None:
            is_day = label.endswith("日") or label == "完成"
            name = "全年办理与发放" if is_day else label
            if name not in bars:
                bars[name] = progress.add_task(name, total=total)
            text = f"{name} {label}" if is_day else name
            progress.update(bars[name], completed=done, total=total, description=text)

        yield show


def _write_report(folder: Path, console: Console) -> None:
    console.print("正在生成自评报告……")
    report.run(
        argparse.Namespace(
            year=build.YEAR, out=folder, as_of=None, area=DISTRICT, site="", seal=True
        )
    )


def _greeting(folder: Path) -> str:
    lines = ["", "演示账号（口令均为 " + officers.PASSWORD + "，仅用于合成数据）："]
    lines += [f"  {login.username:<12} {login.role}（{login.name}）" for login in officers.logins()]
    lines += [f"花名册：{path}" for path in sorted(folder.glob("*.xlsx"))]
    lines += [f"报告：{folder / 'report'}", ""]
    return "\n".join(lines)
