"""`minzheng run-month`, as typed on the command line."""

import argparse

import pytest

from minzheng.config.commands import run_month
from minzheng.kernel.access.models import Post
from tests.kernel import builders
from tests.kernel.disbursements.world import JULY


def run(*words):
    parser = argparse.ArgumentParser()
    run_month.arguments(parser)
    return run_month.run(parser.parse_args(words))


@pytest.fixture
def staffed(world):
    posts = ((world.clerk_user, "BUREAU_ASSISTANCE"), (world.finance_user, "BUREAU_FINANCE"))
    for user, role in posts:
        Post.objects.create(user=user, role=role, area_code=builders.KAIFU, from_on=JULY.first_day)
    world.family(85_000)
    return world


def test_a_month_is_run_and_its_balance_printed(staffed, capsys):
    logins = (
        "--as", staffed.clerk_user.username, "--approve-as", staffed.finance_user.username,
    )  # fmt: skip
    assert run("2022-07", *logins) == 0
    told = capsys.readouterr().out
    assert "已结清，1笔" in told
    assert "应发 850.00 = " in told
    assert "差额 0.00（元）" in told
    assert "与上月相比：新增1户" in told
    assert run("2022-07", *logins) == 0
    assert capsys.readouterr().out == told


def test_one_person_cannot_do_both(staffed):
    name = staffed.clerk_user.username
    Post.objects.create(
        user=staffed.clerk_user,
        role="BUREAU_FINANCE",
        area_code=builders.KAIFU,
        from_on=JULY.first_day,
    )
    with pytest.raises(run_month.KNOWN_ERRORS, match="另一人复核"):
        run("2022-07", "--as", name, "--approve-as", name)


def test_an_unknown_login_is_named(staffed):
    with pytest.raises(run_month.KNOWN_ERRORS, match="没有“nobody”这个登录名"):
        run("2022-07", "--as", "nobody")
