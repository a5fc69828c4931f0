"""A small report as other tests use it."""

import datetime as dt

from minzheng.reporting.documents import (
    Chapter,
    Claimed,
    Document,
    Numbered,
    Paragraph,
    Text,
    Token,
)

AS_OF = dt.datetime(2023, 1, 15, 8, tzinfo=dt.UTC)


def figure(figure_id: str, text: str, value: str, unit: str) -> dict:
    return {
        "id": figure_id, "label": "城市低保人均补差", "value": value, "numerator": 58753, "denominator": 100,
        "unit": unit, "printed": value, "text": text, "rows": 38400, "fingerprint": "ab" * 32,
        "period": "2022-01-01..2022-12-31", "through": "2022-12-31", "stock_or_flow": "FLOW", "area": "430105",
        "as_of": AS_OF.isoformat(), "definition": "资金合计除以人次", "definition_version": 1,
    }  # fmt: skip


CLAIM = {
    "id": "target_met", "label": "达到考核要求", "verdict": "HOLDS", "comparisons": [], "examined": 0, "exceptions": 0,
    "fingerprint": "", "period": "2022-01-01..2022-12-31", "through": "2022-12-31", "area": "430105",
    "as_of": AS_OF.isoformat(), "definition": "均不低于目标值", "definition_version": 1,
}  # fmt: skip


def report(*extra) -> Document:
    paragraph = Paragraph((
        Text("全年城市低保人均补差"),
        Numbered("urban_dibao_avg_supplement", "587.53元"),
        Text("，农村"),
        Numbered("rural_dibao_avg_supplement", "517.93元"),
        Text("，"),
        Claimed("target_met", "达到省民生实事项目考核要求", "HOLDS"),
        Text("；城市仍为"),
        Numbered("urban_dibao_avg_supplement", "587.53元"),
        Text("。“<线上>”&“线下”，㮾梨、喆堃。"),
        *extra,
    ))  # fmt: skip
    return Document(
        title=(Text("开福区民政局"), Token("2022年"), Text("重点项目绩效自评报告")),
        author="长沙市开福区民政局",
        dated=dt.date(2023, 1, 15),
        as_of=AS_OF,
        chapters=(
            Chapter("基本民生保障", (paragraph,) * 4),
            Chapter("基层社会治理", (Paragraph((Text("略。"),)),)),
        ),
        notes=(Paragraph((Text("本报告数字由业务记录直接生成。"),)),),
        figures={
            "urban_dibao_avg_supplement": figure(
                "urban_dibao_avg_supplement", "587.53元", "587.53", "元/人·月"
            ),
            "rural_dibao_avg_supplement": figure(
                "rural_dibao_avg_supplement", "517.93元", "517.93", "元/人·月"
            ),
        },
        claims={"target_met": CLAIM},
    )
