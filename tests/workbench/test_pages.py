"""Every page for every post: opened, refused, or not there; never a full identity number."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from minzheng.kernel.access.roles import ROLES
from minzheng.workbench.urls import urlpatterns
from tests.workbench.town import USERS

READERS = {"worker", "clerk", "streetleader", "assistance", "finance", "leader", "auditor"}
EVERYBODY = READERS | {"admin"}
FAMILY = {"worker", "clerk", "streetleader", "assistance", "leader", "auditor"}
# Address → who may open it. The near family lives in the worker's community.
PAGES = {
    "/": EVERYBODY,
    "/report/": READERS,
    "/report/2022/": READERS,
    "/report/files/{report}.json": READERS,
    "/report/files/{report}.docx": READERS,
    "/figures/2022/": READERS,
    "/figures/urban_dibao_avg_supplement/2022/": READERS,
    "/figures/urban_dibao_avg_supplement/2022/?month=2022-07": READERS,
    "/figures/urban_dibao_avg_supplement/2022/?at=now": READERS,
    "/figures/dibao_online_share/2022/": READERS,
    "/figures/assisted_person_times/2022/": READERS,
    "/claims/all_entitled_covered_ineligible_exited/2022/": READERS,
    "/claims/provincial_livelihood_target_met/2022/": READERS,
    "/households/": FAMILY,
    "/households/?q=钱": FAMILY,
    "/households/{near}/": FAMILY,
    "/households/{near}/2022-07/": FAMILY,
    "/households/{near}/2021-01/": FAMILY,
    "/cases/": FAMILY,
    "/cases/?state=open": FAMILY,
    "/cases/{near_case}/": FAMILY,
    "/cases/{open_case}/": FAMILY,
    "/letters/{near_letter}.pdf": FAMILY,
    "/letters/{near_letter}.docx": FAMILY,
    "/runs/": READERS,
    "/runs/{run}/": READERS,
    "/runs/{refused_run}/": READERS,
    "/policy/": READERS,
    "/policy/?on=2022-07-01": READERS,
    "/policy/低保标准/": READERS,
    "/jobs/": EVERYBODY,
    "/audit/": {"auditor"},
}
OUTSIDE = (
    "/households/{far}/",
    "/households/{far}/2022-07/",
    "/cases/{far_case}/",
    "/letters/{far_letter}.pdf",
)
# Tried in test_writing.py, and a detour.
ELSEWHERE = {"write-report", "figure-export", "case-file", "job", "figures-latest"}


def body(answer) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_every_page_is_tried_here(town):
    tried = {resolve(page.partition("?")[0].format(**vars(town))).url_name for page in PAGES}
    assert tried | ELSEWHERE == {pattern.name for pattern in urlpatterns}


def test_every_role_that_people_hold_is_tried_here():
    assert {role for role, _, _ in USERS.values()} == set(ROLES) - {"SYSTEM"}
    assert set(USERS) == EVERYBODY


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_for_the_posts_that_allow_it_and_for_no_other(address, town, as_user):
    allowed = PAGES[address]
    for username in sorted(EVERYBODY):
        answer = as_user(username).get(address.format(**vars(town)))
        assert answer.status_code == (200 if username in allowed else 403), username
        assert not [number for number in town.id_numbers if number.encode() in body(answer)]
        if username not in allowed:
            assert "不能" in answer.content.decode() or "岗位" in answer.content.decode()


@pytest.mark.parametrize("address", [*PAGES, *OUTSIDE, "/jobs/1/"])
def test_a_visitor_is_sent_to_the_login_page_and_back(address, town):
    answer = Client().get(address.format(**vars(town)))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=/")


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_lies_in_another_area_is_not_there(address, town, as_user):
    for username in ("worker", "clerk"):
        assert as_user(username).get(address.format(**vars(town))).status_code == 404
    assert as_user("assistance").get(address.format(**vars(town))).status_code == 200


def test_lists_hold_only_what_lies_in_the_area(town, as_user):
    for page, near, far in (
        ("/households/", town.near_number, town.far_number),
        ("/cases/", town.near_case, town.far_case),
    ):
        mine = as_user("clerk").get(page).content.decode()
        all_ = as_user("leader").get(page).content.decode()
        assert near in mine
        assert far not in mine
        assert near in all_
        assert far in all_


def test_the_rows_of_a_figure_stop_at_the_edge_of_the_area_and_say_so(town, as_user):
    address = "/figures/assisted_person_times/2022/"
    mine = as_user("clerk").get(address).content.decode()
    assert "另有 3 条记录不在您的数据范围内" in mine
    assert town.far_number not in mine
    assert "不在您的数据范围内" not in as_user("leader").get(address).content.decode()


def test_who_may_not_drill_sees_the_number_without_its_rows(town, as_user):
    page = as_user("worker").get("/figures/assisted_person_times/2022/").content.decode()
    assert "不能打开逐条记录" in page
    assert town.near_number not in page


def test_finance_sees_rows_without_the_way_into_the_family(town, as_user):
    page = as_user("finance").get("/figures/assisted_person_times/2022/").content.decode()
    assert "MINIMUM_LIVING-202207-" in page
    assert "/households/" not in page


def test_the_rows_add_up_to_the_figure(town, as_user):
    page = as_user("leader").get("/figures/relief_funds_total/2022/").content.decode()
    amounts = re.findall(r'<td class="num">([\d,]+\.\d\d)</td>\s*<td class="tight">', page)
    total = sum(round(float(text.replace(",", "")) * 100) for text in amounts)
    exact = re.search(r"准确值 ([\d.]+)", page)
    assert len(amounts) == 9
    assert total == round(float(exact[1]) * 100)


def test_every_number_of_the_report_opens(town, as_user):
    leader = as_user("leader")
    report = leader.get("/report/2022/").content.decode()
    links = set(re.findall(r'class="(?:figure|claim)[^"]*" href="([^"]+)"', report))
    assert len(links) >= 5
    for link in links:
        assert leader.get(link).status_code == 200, link


def test_the_explanation_names_value_formula_law_and_source(town, as_user):
    page = as_user("clerk").get(f"/households/{town.near}/2022-07/").content.decode()
    for words in ("逐步测算", "人均月收入", "低保标准", "民发〔2021〕57号", "每人份额"):
        assert words in page


def test_a_run_shows_that_every_fen_is_accounted_for(town, as_user):
    page = as_user("finance").get(f"/runs/{town.run}/").content.decode()
    assert "每一分钱都有着落" in page


def test_what_the_bank_returned_is_listed_for_those_whose_area_it_is(town, as_user):
    address = f"/runs/{town.refused_run}/"
    mine = as_user("clerk").get(address).content.decode()
    assert town.near_number in mine
    assert town.far_number not in mine
    finance = as_user("finance").get(address).content.decode()
    assert {town.near_number, town.far_number} <= set(re.findall(r">([^<>]+)</th>", finance))
    assert "/households/" not in finance
    assert "每一分钱都有着落" in finance


def test_samples_are_marked_on_the_policy_page(town, as_user):
    page = as_user("leader").get("/policy/").content.decode()
    assert '<span class="tag good">正式</span>' in page
    assert '<span class="tag wait">示例</span>' in page


@pytest.mark.parametrize(
    "address",
    [
        "/figures/no_such_figure/2022/",
        "/claims/no_such_claim/2022/",
        "/figures/assisted_person_times/2022/?month=2022-13",
        "/households/?after=x",
        "/households/{near}/2022-13/",
        "/policy/没有这个/",
        "/policy/?on=2022-02-31",
        "/report/files/{report}.exe",
        "/report/files/999999.pdf",
        "/nowhere/",
    ],
)
def test_what_does_not_exist_is_a_page_that_says_so(address, town, as_user):
    answer = as_user("leader").get(address.format(**vars(town)))
    assert answer.status_code == 404
    assert "找不到这一页" in answer.content.decode()
