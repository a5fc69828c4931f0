"""`minzheng report 2022 --out DIR`: the self-evaluation as HTML, PDF, DOCX and canonical JSON."""

import argparse
import datetime as dt
from pathlib import Path

from django.utils import timezone

from minzheng.config.commands import _reporting
from minzheng.kernel.areas.models import Area
from minzheng.kernel.audit.actor import Actor, Channel
from minzheng.kernel.measures import MeasureError
from minzheng.kernel.printing.fonts import FontsMissing
from minzheng.reporting.documents import UnboundDigits, canonical_json, to_docx, to_pdf
from minzheng.reporting.documents.html import page
from minzheng.reporting.evaluations.narrative import NarrativeError, self_evaluation
from minzheng.reporting.snapshots import operations as snapshots

HELP = "生成年度自评报告（HTML、PDF、DOCX、JSON）"
KNOWN_ERRORS = (NarrativeError, UnboundDigits, FontsMissing, MeasureError)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=int, help="年度，如 2022")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="输出目录")
    _reporting.add_moment_and_area(parser)
    parser.add_argument("--site", default="", help="网站地址，使PDF中的指纹链接到记录")
    parser.add_argument("--seal", action="store_true", help="封存这份报告")


def run(options: argparse.Namespace) -> int:
    as_of = timezone.localtime(options.as_of or _reporting.now())
    document = self_evaluation(
        options.year, as_of=as_of, area=options.area, area_name=_name(options.area, options.year)
    )
    options.out.mkdir(parents=True, exist_ok=True)
    contents = {
        "report.html": page(document).encode(),
        "report.pdf": to_pdf(document, site=options.site),
        "report.docx": to_docx(document),
        "report.json": canonical_json(document.as_dict()).encode(),
    }
    for name, content in contents.items():
        (options.out / name).write_bytes(content)
        print(f"已写入 {options.out / name}（{len(content)} 字节）")
    if options.seal:
        by = Actor(None, "系统", "SYSTEM", options.area, _reporting.now(), Channel.SYSTEM)
        sealed = snapshots.seal(
            document=document, year=options.year, area_code=options.area, by=by, on=by.at.date()
        )
        print(f"已封存，编号 {sealed.pk}，SM3 {sealed.document_sm3}")
    return 0


def _name(code: str, year: int) -> str:
    area = Area.objects.in_force_on(dt.date(year, 12, 31)).filter(code=code).first()
    return area.name if area else code
