"""Fonts for PDF: those of the machine and of the bureau's folder first, a free one from PyPI behind them."""

from __future__ import annotations

import functools
import os
from importlib.util import find_spec
from pathlib import Path

import typst

# GB/T 9704 asks for 小标宋, 仿宋, 黑体, 楷体; the free substitutes follow. Every list ends with a font that has 㮾 and 喆.
_SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Noto Serif CJK JP")
_SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
WISHES = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", *_SERIF, *_SANS),
    "body": ("FangSong_GB2312", "FangSong", "仿宋_GB2312", "仿宋", "FandolFang R", *_SERIF, *_SANS),
    "heading": ("SimHei", "黑体", *_SANS, *_SERIF),
    "subheading": ("KaiTi_GB2312", "KaiTi", "楷体_GB2312", "楷体", "FandolKai", *_SERIF, *_SANS),
}
FOLDER_VARIABLE = "MINZHENG_FONTS"


class FontsMissing(RuntimeError):
    """There is no font with Chinese characters on this machine."""


@functools.lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Found once per process (0.2–0.4 s)."""
    folders: list[Path] = []
    own = os.environ.get(FOLDER_VARIABLE)
    if own:
        folders.append(Path(own))
    packaged = find_spec("pylopdf_fonts_zh_cn")
    if packaged and packaged.origin:
        folders.append(Path(packaged.origin).parent)
    return typst.Fonts(font_paths=[*folders])


@functools.lru_cache(maxsize=1)
def families() -> dict[str, list[str]]:
    """For title, body, heading, subheading: the wished fonts that exist, best first. Raises FontsMissing."""
    present = set(fonts().families())
    return chosen(present)


def chosen(present: set[str]) -> dict[str, list[str]]:
    """The choice among the fonts of a machine."""
    lists = {role: [name for name in names if name in present] for role, names in WISHES.items()}
    if not all(lists.values()):
        raise FontsMissing(
            "本机没有可用的中文字体，无法生成PDF。请安装 fonts-noto-cjk（或 pip 安装 pylopdf-fonts-zh-cn），"
            f"或把字体文件放入一个目录并以环境变量 {FOLDER_VARIABLE} 指明。"
        )
    return lists
