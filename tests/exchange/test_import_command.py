"""`minzheng import-roster FILE [--dry-run]`: what the officer at the terminal reads."""

import argparse

import pytest

from minzheng.config.commands import import_roster
from minzheng.kernel.people.models import Household
from tests.exchange import rosters
from tests.exchange.rosters import id_number, member

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def run(file, *words: str) -> int:
    parser = argparse.ArgumentParser()
    import_roster.arguments(parser)
    return import_roster.run(parser.parse_args([str(file), "--from-month", "2022-01", *words]))


@pytest.fixture
def roster(tmp_path):
    file = tmp_path / "roster.xlsx"
    wrong = member(低保证号="C0002", 成员身份证号="123", 身份证号="")
    file.write_bytes(rosters.workbook(member(), wrong))
    return file


def test_a_dry_run_tells_and_writes_nothing(roster, capsys):
    assert run(roster, "--register-banks", "--dry-run") == 1
    told = capsys.readouterr().out
    assert "预览（未写入）：新增 1 户、变更 0 户、无变化 0 户、错误 1 户" in told
    assert "第 4 行（N 成员身份证号）：身份证号应为18位" in told
    assert not Household.objects.exists()


def test_an_import_into_an_empty_system_loads_the_areas_and_registers_the_banks(roster, capsys):
    run(roster, "--register-banks")
    assert "已导入：新增 1 户" in capsys.readouterr().out
    assert Household.objects.get().area_code == "430105020006"


def test_a_clean_roster_ends_with_success(tmp_path, capsys):
    file = tmp_path / "roster.xlsx"
    file.write_bytes(rosters.workbook(member()))
    assert run(file, "--register-banks") == 0
    assert run(file) == 0
    assert "没有要写入的变化" in capsys.readouterr().out


def test_equal_errors_are_told_once_with_their_number(tmp_path, capsys):
    file = tmp_path / "roster.xlsx"
    second = member(低保证号="C0002", 成员身份证号=id_number("19550505"), 身份证号="")
    file.write_bytes(rosters.workbook(member(), second))
    run(file)
    told = capsys.readouterr().out
    assert told.count("没有登记代发银行") == 1
    assert "同样的错误共 2 处" in told


def test_the_wrong_rows_are_written_on_request(roster, tmp_path, capsys):
    run(roster, "--register-banks", "--errors", str(tmp_path / "wrong.xlsx"))
    assert "未导入的 1 行已写入" in capsys.readouterr().out
    assert (tmp_path / "wrong.xlsx").exists()


def test_a_missing_file_is_said_in_one_sentence(tmp_path):
    with pytest.raises(import_roster.NoFile, match="请检查路径"):
        run(tmp_path / "nowhere.xlsx")
