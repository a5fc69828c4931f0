"""The policies that ship: what `domain/assistance.md` verified is law with its source, the rest says it is a sample."""

import datetime as dt
import json

import pytest

from minzheng.config.commandline import main
from minzheng.kernel import policy
from minzheng.kernel.policy import Status

BOOK = policy.load()
JULY = dt.date(2022, 7, 1)


@pytest.mark.parametrize(
    ("name", "band", "area", "text", "document"),
    [
        ("低保标准", "城市", "430105", "750", "长沙市民政局"),
        ("低保标准", "农村", "430105003", "750", "长沙市民政局"),
        ("省城市低保指导标准", None, "430000", "550", "湘民发〔2020〕34号"),
        ("省农村低保指导标准", None, "430000", "4300", "湘民发〔2021〕4号"),
        ("省低保月人均救助水平", "城市", "430105", "374", "湘民发〔2020〕34号"),
        ("省低保月人均救助水平", "农村", "430105", "229", "湘民发〔2021〕4号"),
        ("边缘家庭倍数", None, "430105", "1.5", "民发〔2021〕57号"),
        ("特困基本生活倍数", None, "430105", "1.3", "长沙市民政局"),
        ("低保办理总时限", "一般", "430105", "30", "民发〔2021〕57号"),
    ],
)
def test_verified_values_are_law_with_their_document(name, band, area, text, document):
    value = BOOK.value(name, area=area, on=JULY, band=band)
    assert (value.text, value.status) == (text, Status.OFFICIAL)
    assert value.document.startswith(document)


def test_the_extreme_hardship_standard_is_975():
    standard = BOOK.value("低保标准", area="430105", on=JULY, band="城市").value
    times = BOOK.value("特困基本生活倍数", area="430105", on=JULY).value
    assert standard * times == 97_500 * 10_000


@pytest.mark.parametrize(
    "name",
    [
        "分类施保比例",
        "务工成本扣减比例",
        "金融资产限额倍数",
        "民生实事低保月人均救助水平",
        "取整方式",
    ],
)
def test_what_nobody_could_verify_is_never_shown_as_law(name):
    values = BOOK.values(name, area="430105", on=JULY)
    assert values
    assert all(value.status is Status.SAMPLE and "非正式政策" in value.source for value in values)


def test_samples_belong_to_the_sample_district_and_say_what_to_ask():
    samples = [e for p in BOOK for e in p.entries if e.status is Status.SAMPLE]
    assert samples
    assert all(entry.note for entry in samples)
    assert {entry.area[:6] for entry in samples} <= {"430105", "430100"}


def test_the_standard_of_2023_is_unset_until_the_bureau_enters_it():
    with pytest.raises(policy.ParameterUnset, match="低保标准"):
        BOOK.value("低保标准", area="430105", on=dt.date(2023, 1, 1), band="城市")


def test_the_command_answers_with_value_and_source(capsys):
    assert main(["policy", "show", "低保标准", "--area", "430105", "--on", "2022-07-01"]) == 0
    shown = capsys.readouterr().out
    assert "低保标准（城市）：750 元/人·月" in shown
    assert "长沙市民政局" in shown
    asked = ["policy", "show", "边缘家庭倍数", "--area", "430105", "--on", "2022-07-01", "--json"]
    assert main(asked) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["value"] == "1.5"
    assert answer["document"] == "民发〔2021〕57号"
    assert (answer["article"], answer["area"], answer["status"]) == (
        "第八条",
        "000000000000",
        "正式",
    )


def test_the_command_says_in_a_sentence_what_is_unset(capsys):
    assert main(["policy", "show", "低保标准", "--area", "430105", "--on", "2024-07-01"]) == 1
    assert "没有值" in capsys.readouterr().err


def test_list_and_check_go_through_all_files(capsys):
    assert main(["policy", "check"]) == 0
    assert main(["policy", "list", "--on", "2022-07-01"]) == 0
    out = capsys.readouterr().out
    assert "政策文件无误" in out
    assert "分类施保比例" in out
