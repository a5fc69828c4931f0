"""`minzheng explain --facts`: the calculation of a household that is stored nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minzheng.config.commandline import main

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "05-severe-disability-uplift.yaml")


def test_it_says_every_step_with_basis_and_source(capsys):
    assert main(["explain", "--facts", EXAMPLE, "--month", "2022-07"]) == 0
    said = capsys.readouterr().out
    for part in (
        "适用的低保标准：750.00元/人",
        "民发〔2021〕57号",
        "【政策参数】",
        "月保障金 1000.00元",
    ):
        assert part in said


def test_as_json_the_shares_add_up(capsys):
    assert main(["explain", "--facts", EXAMPLE, "--month", "2022-07", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["amount_fen"] == 100_000 == sum(share["amount_fen"] for share in told["shares"])


def test_a_month_without_a_standard_is_refused_with_the_parameters_name(capsys):
    assert main(["explain", "--facts", EXAMPLE, "--month", "2023-02"]) == 1
    assert "低保标准" in capsys.readouterr().err


def test_other_policies_give_another_amount(capsys, tmp_path):
    policies = Path(__file__).parents[2] / "policies"
    for path in policies.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(
            text.replace('value: "750"', 'value: "900"'), encoding="utf-8"
        )
    words = ["explain", "--facts", EXAMPLE, "--month", "2022-07", "--policies", str(tmp_path)]
    assert main(words) == 0
    assert "适用的低保标准：900.00元/人" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("二级", "2级", "没有“2级”这一项。可选：无、一级、二级、三级、四级。"),
        ("重病: 否", "重症: 否", "不认识“重症”。是不是“重病”？"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_no_traceback(capsys, tmp_path, right, wrong, sentence):
    path = tmp_path / "bad.yaml"
    path.write_text(
        Path(EXAMPLE).read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8"
    )
    assert main(["explain", "--facts", str(path), "--month", "2022-07"]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said
