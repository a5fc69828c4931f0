"""From the report to the reason: log in, read, click a number, add up its rows, open one family."""

import re

import pytest

from tests.journeys.conftest import DESK, PHONE


def fen(text: str) -> int:
    return round(float(text.replace(",", "")) * 100)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_from_a_number_of_the_report_to_one_familys_explanation(visit, site, picture, size):
    name = "desk" if size == DESK else "phone"
    page = visit("leader", size=size)
    picture(page, f"home-{name}")
    page.get_by_role("link", name="绩效自评", exact=True).click()
    picture(page, f"reports-{name}")
    page.get_by_role("link", name=re.compile("绩效自评报告")).click()
    picture(page, f"report-{name}")
    number = page.locator('article a.figure[href*="urban_dibao_avg_supplement"]')
    printed = number.inner_text()
    number.click()
    picture(page, f"figure-{name}")
    assert page.locator(".big").inner_text() == printed
    # The rows on the page add up to the numerator, their number is the denominator.
    amounts = page.locator("#records td.num").all_inner_texts()
    formula = page.locator(".big + p").inner_text()
    top, bottom = re.fullmatch(r"([\d,.]+) 元 ÷ ([\d,]+) 人次", formula).groups()
    assert sum(map(fen, amounts)) == fen(top)
    assert len(amounts) == int(bottom)
    assert f"{fen(top) / int(bottom) / 100:.2f}元" == printed
    page.get_by_role("link", name="当月测算").first.click()
    picture(page, f"month-{name}")
    assert page.get_by_role("heading", level=1).inner_text().endswith("这一户为什么是这个数")
    assert page.get_by_role("heading", name="逐步测算").is_visible()
    page.get_by_role("link", name=re.compile("^办件 DB")).click()
    picture(page, f"case-{name}")
    assert "确认" in page.locator("ol.steps").inner_text()
    page.get_by_role("link", name=site.town.near_number).click()
    picture(page, f"household-{name}")
    assert page.problems == []


def test_the_report_is_written_anew_while_one_watches(visit, picture):
    page = visit("leader")
    page.goto("/report/2022/")
    page.get_by_role("button", name="重新生成报告").click()
    picture(page, "job-desk")
    page.get_by_role("link", name="打开报告").wait_for(timeout=30_000)
    picture(page, "job-done-desk")
    page.get_by_role("link", name="打开报告").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    with open(download.value.path(), "rb") as file:
        assert file.read(5) == b"%PDF-"
    assert page.problems == []


def test_an_export_cannot_run_formulas_and_opens_as_utf8(visit):
    page = visit("leader")
    page.goto("/figures/assisted_person_times/2022/")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出CSV（留痕）").click()
    with open(download.value.path(), "rb") as file:
        content = file.read()
    assert content.startswith(b"\xef\xbb\xbf")
    assert len(content.decode("utf-8-sig").splitlines()) == 1 + 9


def test_a_deep_link_survives_the_login_and_a_wrong_password_says_so(visit, picture):
    page = visit(None)
    page.goto("/runs/")
    assert page.url.endswith("/login/?next=/runs/")
    picture(page, "login-desk")
    page.get_by_label("登录名").fill("leader")
    page.get_by_label("口令").fill("wrong")
    page.get_by_role("button", name="登录").click()
    assert "登录名或口令不对" in page.get_by_role("alert").inner_text()
    page.get_by_label("口令").fill("a-long-enough-password")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="资金发放", level=1).wait_for()
    page.get_by_role("button", name="退出").click()
    page.goto("/runs/")
    assert "/login/" in page.url


def test_the_skip_link_is_the_first_stop_of_the_keyboard(visit):
    page = visit("leader")
    page.goto("/figures/2022/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
