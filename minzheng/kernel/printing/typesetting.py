"""PDF by Typst: the same data give the same bytes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import typst

from minzheng.kernel.printing import fonts


def compile_pdf(template: Path, inputs: dict[str, str], at: datetime) -> bytes:
    """PDF/A-3b of a template with `sys.inputs`; `at` is the moment written into the file.

    Raises FontsMissing.
    """
    compiler = typst.Compiler(template, root=template.parent, font_paths=fonts.fonts())
    compiled = compiler.compile(
        format="pdf",
        sys_inputs=inputs,
        pdf_standards="a-3b",
        timestamp=int(at.timestamp()),
    )
    if not isinstance(compiled, bytes):
        raise TypeError("Typst没有返回PDF内容。请检查typst的版本。")
    return compiled
