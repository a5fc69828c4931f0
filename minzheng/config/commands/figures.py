"""`minzheng figures --year 2022`: every figure and claim of the catalogue, as a table or JSON."""

import argparse
import json
from typing import Any

from minzheng.config.commands import _reporting
from minzheng.kernel.measures import Figure, Judgement, MeasureError
from minzheng.reporting.catalogue.queries import catalogue
from minzheng.reporting.documents.model import VERDICTS

HELP = "计算一个年度的全部指标和结论"
KNOWN_ERRORS = (MeasureError,)


def arguments(parser: argparse.ArgumentParser) -> None:
    _reporting.add_scope(parser)
    parser.add_argument("--json", action="store_true", help="输出JSON")


def run(options: argparse.Namespace) -> int:
    scope = {"as_of": options.as_of or _reporting.now(), "area": options.area}
    figures = catalogue().figures(options.year, **scope).values()
    judgements = catalogue().judgements(options.year, **scope).values()
    if options.json:
        rows = [_figure(figure) for figure in figures] + [_claim(claim) for claim in judgements]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for figure in figures:
        print(
            f"{figure.id}　{figure.indicator.label}　{figure.text}　{figure.rows}条记录　{figure.period}"
        )
    for judgement in judgements:
        verdict = VERDICTS[judgement.verdict]
        print(f"{judgement.id}　{judgement.claim.label}　{verdict}　例外{judgement.exceptions}条")
    return 0


def _figure(figure: Figure) -> dict[str, Any]:
    plain = figure.as_dict()
    # A JSON number: up to 15 digits it reads back as the same decimal; numerator and denominator are exact.
    if figure.value is not None:
        whole = figure.value.denominator == 1
        plain["value"] = int(figure.value) if whole else float(figure.exact or 0)
    return {"kind": "figure", **plain}


def _claim(judgement: Judgement) -> dict[str, Any]:
    return {
        "kind": "claim",
        **judgement.as_dict(),
        "value": {"HOLDS": True, "FAILS": False}.get(judgement.verdict),
        "unit": "",
        "printed": VERDICTS[judgement.verdict],
        "rows": judgement.exceptions,
    }
