"""A household written by an officer: what is read, and the sentence each mistake gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.allowance import book
from minzheng.lib.months import Month
from minzheng.rulebook import FactMissing, explain
from minzheng.rulebook.facts_file import FactsFileError, read
from tests.rulebook.population import usual

GOOD = """
名称: 一人户
区划: "430105"
家庭:
  城乡类别:
    - {至: 2022-07-01, 值: 农村}
    - {自: 2022-07-01, 值: 城市}
  财产认定: 按限额核算
  救助档次: 未分档
  单人保: 否
  财产: []
  成员:
    - 姓名: 甲
      自: 2020-01-01
      出生日期: 1980-01-31
      保障对象: 是
      残疾等级: 二级
      重病: 否
      收入:
        - {种类: 工资性收入, 金额: 1234.56, 自: 2021-01-01, 至: 2022-08-01}
        - {种类: 其他收入, 金额: "100"}
      支出: []
参数:
  低保标准: {城市: "800", 农村: [{自: 2022-01-01, 值: "600.50"}]}
  分类施保比例: {重度残疾人: 20%, 重病患者: "0.1", 老年人: "0", 未成年人: "0"}
期望:
  - {月份: 2022-07, 符合条件: 是}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "户.yaml"


def test_yuan_dates_options_and_truths_become_whole_numbers(path):
    path.write_text(GOOD, encoding="utf-8")
    said = read(path, book)
    person = said.case["成员"][0]
    assert said.name == "一人户"
    assert said.case["城乡类别"] == [(19000101, 20220701, 2), (20220701, 99991231, 1)]
    assert (person["出生日期"], person["残疾等级"], person["重病"]) == (19800131, 2, 0)
    assert person["收入"][0] == {"自": 20210101, "至": 20220801, "种类": 1, "金额": 123_456}
    assert said.parameters.at("低保标准", "农村", 20220701).value == 60_050
    assert said.parameters.at("分类施保比例", "重度残疾人", 20220701).value == 2_000


def test_the_files_own_parameters_take_the_place_of_the_others(path):
    path.write_text(GOOD, encoding="utf-8")
    said = read(path, book)
    told = explain(book, said.case, Month(2022, 7), usual().overridden(said.parameters))
    assert told.value("低保标准") == 80_000


MISTAKES = {
    "工资性收入, 金额: 1234.56": (
        "工资性收人, 金额: 1234.56",
        "收入“第1行”的“种类”没有“工资性收人”这一项。可选：工资性收入、",
    ),
    "金额: 1234.56": ("金额: 一千", "的“金额”：金额“一千”不是数字"),
    'other 金额: "100"': ('金额: "100"', ""),
    "出生日期: 1980-01-31": (
        "出生日期: 1980-02-31",
        "“出生日期”“1980-02-31”不是日期。请写成 2022-07-01。",
    ),
    "重病: 否": ("重病: 没有", "成员“甲”的“重病”写的是“没有”。请写“是”或“否”。"),
    "残疾等级: 二级": ("残疾等极: 二级", "成员“甲”里不认识“残疾等极”。是不是“残疾等级”？"),
    "支出: []": ("支出: 无", "支出应是列表"),
    "财产: []": ("财产: []\n  财产: []", "“财产”写了两次"),
    "值: 农村}": ("农村}", "城乡类别”里不认识“农村”"),
    "单人保: 否": ("单人保: [否]", "单人保”应写成“名称: 值”"),
    "低保标准:": ("低保标淮:", "参数里不认识“低保标淮”。是不是“低保标准”？"),
    '"0.1"': ('"0.12345"', "细于系统的最小单位"),
    "家庭:": ("住户:", "不认识“住户”"),
    "名称: 一人户": ("名称: [一人户", "不合 YAML 格式"),
}


@pytest.mark.parametrize("right", [right for right, (_, sentence) in MISTAKES.items() if sentence])
def test_a_mistake_gets_a_sentence_with_its_place(path, right):
    wrong, sentence = MISTAKES[right]
    assert right in GOOD
    path.write_text(GOOD.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(FactsFileError) as error:
        read(path, book)
    assert sentence in str(error.value)
    assert "户.yaml" in str(error.value)


def test_a_file_that_is_not_there_or_not_utf8_is_said_so(path):
    with pytest.raises(FactsFileError, match="没有找到文件"):
        read(path, book)
    path.write_bytes("名称: 一人户".encode("gbk"))
    with pytest.raises(FactsFileError, match="请另存为 UTF-8"):
        read(path, book)


def test_a_fact_left_out_is_missing_not_assumed(path):
    path.write_text(GOOD.replace("      重病: 否\n", ""), encoding="utf-8")
    with pytest.raises(FactMissing, match="户·人“甲”的“重病”"):
        explain(book, read(path, book).case, Month(2022, 7), usual())
