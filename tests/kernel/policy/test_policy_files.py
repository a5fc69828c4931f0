"""Policy files are exact, sourced and dated, or they are refused with a sentence that names the place."""

import datetime as dt
from pathlib import Path

import pytest

from minzheng.kernel import policy
from minzheng.kernel.policy import ParameterUnset, PolicyFileError, Status
from minzheng.lib.months import Month, months

SOURCE = 'document: 示例文件〔2021〕1号, article: 第二条, issued: "2021-06-20", status: 示例'


def write(folder: Path, text: str, name: str = "sample.yaml") -> policy.PolicyBook:
    (folder / name).write_text(text, encoding="utf-8")
    return policy.load(folder)


def parameter(entries: str, unit: str = "元/人·月", extra: str = "") -> str:
    return f"标准:\n  label: 示例标准\n  unit: {unit}\n{extra}  values:\n{entries}"


def entry(
    value: str, *, since: str = "2022-01-01", area: str = "430105000000", more: str = ""
) -> str:
    return f'    - {{value: {value}, from: {since}, area: "{area}", {SOURCE}{more}}}\n'


def test_the_narrower_area_wins_and_the_wider_one_fills_in(tmp_path):
    book = write(
        tmp_path,
        parameter(
            entry('"500"', area="000000000000")
            + entry('"550"', area="430000000000")
            + entry('"600"', area="430100000000", since="2022-07-01"),
        ),
    )
    july, june = dt.date(2022, 7, 1), dt.date(2022, 6, 30)
    assert book.value("标准", area="430105", on=july).value == 60_000
    assert book.value("标准", area="430105003001", on=june).value == 55_000
    assert book.value("标准", area="420100", on=july).text == "500"


def test_a_value_holds_from_its_first_day_until_the_day_before_its_end(tmp_path):
    book = write(tmp_path, parameter(entry('"1"', more=", to: 2022-07-01")))
    assert book.value("标准", area="430105", on=dt.date(2022, 6, 30)).value == 100
    for day in (dt.date(2021, 12, 31), dt.date(2022, 7, 1)):
        with pytest.raises(ParameterUnset, match=r"标准.*430105000000.*sample\.yaml"):
            book.value("标准", area="430105", on=day)


def test_a_draft_never_counts_unless_asked_for(tmp_path):
    draft = entry('"800"').replace("status: 示例", "status: 草案")
    book = write(tmp_path, parameter(entry('"750"') + draft))
    on = dt.date(2022, 7, 1)
    assert book.value("标准", area="430105", on=on).text == "750"
    assert book.with_drafts().value("标准", area="430105", on=on).text == "800"


def test_a_sample_says_so_in_its_source(tmp_path):
    value = write(tmp_path, parameter(entry('"750"'))).value(
        "标准", area="430105", on=dt.date(2022, 7, 1)
    )
    assert value.status is Status.SAMPLE
    assert "非正式政策" in value.source


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (parameter(entry("650.5")), "没有加引号"),
        (parameter(entry("650")), "没有加引号"),
        (parameter(entry('"650.001"')), "细于"),
        (parameter(entry('"六百"')), "不是数字"),
        (parameter(entry('"1"', area="4301")), "12位"),
        (parameter(entry('"1"').replace("article: 第二条, ", "")), "缺少article"),
        (parameter(entry('"1"').replace("status: 示例", "status: 有效")), "状态"),
        (parameter(entry('"1"', since='"2022-01-01"')), "不是日期"),
        (parameter(entry('"1"') + entry('"2"')), "重叠"),
        (parameter(entry('"1"', more=", to: 2023-01-01") + entry('"2"', since="2022-07-01")), "重叠"),
        (parameter(entry('"1"', more=", to: 2021-01-01")), "to须晚于"),
        (parameter(entry('"1"', more=", band: 城市")), "分档"),
        (parameter(entry('"1"'), extra="  bands: [城市]\n"), "分档"),
        (parameter(entry('"1"'), unit="元每月"), "单位"),
        (parameter(entry("丙"), unit="选项", extra="  options: [甲, 乙]\n"), "options"),
        (parameter(entry("甲"), unit="选项"), "须有options"),
        (parameter(entry('"1"')) + parameter(entry('"1"')), "写了两次"),
        (parameter(entry('"1"', more=", colour: 红")), "不认识的键colour"),
        ("- 1\n", "最外层"),
        ("a: [\n", "YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_file_and_key(tmp_path, text, says):
    with pytest.raises(PolicyFileError, match=says) as refused:
        write(tmp_path, text)
    assert "sample.yaml" in str(refused.value)


def test_one_name_stands_in_one_file_only(tmp_path):
    (tmp_path / "other.yaml").write_text(parameter(entry('"1"')), encoding="utf-8")
    with pytest.raises(PolicyFileError, match=r"other\.yaml和sample\.yaml"):
        write(tmp_path, parameter(entry('"1"')))


def test_unknown_names_bands_and_areas_are_sentences(tmp_path):
    book = write(
        tmp_path, parameter(entry('"1"', more=", band: 城市"), extra="  bands: [城市, 农村]\n")
    )
    on = dt.date(2022, 7, 1)
    with pytest.raises(ParameterUnset, match="没有名为“低保线”"):
        book.value("低保线", area="430105", on=on)
    with pytest.raises(ParameterUnset, match="没有分档“None”（现有：城市、农村）"):
        book.value("标准", area="430105", on=on)
    with pytest.raises(ParameterUnset, match="（农村）"):
        book.value("标准", area="430105", on=on, band="农村")
    with pytest.raises(ParameterUnset, match="不是区划代码"):
        book.value("标准", area="开福区", on=on, band="城市")


def test_the_table_for_the_rules_says_when_each_value_begins_and_where_none_is(tmp_path):
    book = write(
        tmp_path,
        parameter(
            entry('"700"', since="2021-07-01", area="430000000000")
            + entry('"750"', since="2022-03-15", more=", to: 2022-06-01")
            + entry('"800"', since="2024-01-01"),
        ),
    )
    table = book.table(["标准"], area="430105", months=months(Month(2022, 1), Month(2022, 12)))
    rows = table.rows["标准", None]
    assert [(row.since, row.value) for row in rows] == [
        (20210701, 70_000), (20220315, 75_000), (20220601, 70_000),
    ]  # fmt: skip
    assert table.units == {"标准": "元/人·月"}
    early = book.table(["标准"], area="430105", months=[Month(2021, 1), Month(2021, 8)])
    assert [(row.since, row.value) for row in early.rows["标准", None]] == [
        (20210101, None), (20210701, 70_000),
    ]  # fmt: skip
