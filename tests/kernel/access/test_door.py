"""The door: who passes, who is sent away, and that forgetting a policy closes it."""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.views import View

from minzheng.kernel.access import operations
from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.models import User
from minzheng.kernel.access.policy import Page
from tests.kernel.builders import KAIFU, SHAPING, XIUFENG, XIUFENGSHAN, actor

pytestmark = pytest.mark.django_db
START = date(2022, 1, 4)


class Forgotten(View):
    def get(self, _request):
        return HttpResponse("secret")


class Open(View):
    public = "说明谁都可以看的理由"

    def get(self, _request):
        return HttpResponse("hello")


class Figures(Page):
    permission = Permission.FIGURE_VIEW

    def get(self, request):
        return HttpResponse(f"{request.actor.name} {request.actor.role} {self.scope}")


class Household(Page):
    permission = Permission.HOUSEHOLD_VIEW

    def get(self, _request, area):
        return HttpResponse("seen" if self.sees(area) else "not seen")

    def post(self, _request, area):
        return HttpResponse("done")


def forgotten_function(_request):
    return HttpResponse("secret")


urlpatterns = [
    path("forgotten/", Forgotten.as_view()),
    path("forgotten-function/", forgotten_function),
    path("open/", Open.as_view()),
    path("figures/", Figures.as_view()),
    path("household/<area>/", Household.as_view()),
    path("", include("minzheng.config.urls")),
]


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = __name__


def user(username: str, *posts: tuple[str, str], password: str | None = None) -> User:
    made = operations.open_account(
        username=username, name=f"{username}先生", password=password, by=actor(), on=START
    )
    for role, area in posts:
        operations.assign_post(user=made, role=role, area_code=area, by=actor(), on=START)
    return made


def logged_in(*posts: tuple[str, str]) -> Client:
    client = Client()
    client.force_login(user("li", *posts))
    return client


@pytest.mark.parametrize("address", ["/forgotten/", "/forgotten-function/"])
def test_a_view_that_states_no_policy_does_not_exist(address, client):
    assert client.get(address).status_code == 404
    assert logged_in(("BUREAU_LEADER", KAIFU)).get(address).status_code == 404


def test_a_public_view_is_open_to_a_visitor(client):
    assert client.get("/open/").content == b"hello"


def test_a_visitor_is_sent_to_the_login_page_with_the_way_back(client):
    answer = client.get("/figures/?year=2022&x=1")
    assert answer["Location"] == "/login/?next=/figures/%3Fyear%3D2022%26x%3D1"
    # What a visitor posted is not repeated after the login.
    assert client.post("/household/x/")["Location"] == "/login/?next=/"


def test_the_right_post_passes_and_carries_its_area():
    answer = logged_in(("SUBDISTRICT_CLERK", XIUFENG)).get("/figures/")
    assert answer.content.decode() == f"li先生 SUBDISTRICT_CLERK {XIUFENG[:9]}"


def test_of_two_posts_the_one_that_carries_the_permission_acts():
    client = logged_in(("SYSTEM_ADMIN", KAIFU), ("SUBDISTRICT_CLERK", SHAPING))
    assert client.get("/figures/").content.decode().endswith(SHAPING[:9])


@pytest.mark.parametrize("posts", [(), (("SYSTEM_ADMIN", KAIFU),)], ids=["no post", "wrong post"])
def test_the_wrong_post_gets_a_sentence_and_no_content(posts):
    answer = logged_in(*posts).get("/figures/")
    assert answer.status_code == 403
    assert "当前没有可以办理“查看指标”的岗位，请联系系统管理员核对岗位。" in answer.content.decode()


def test_a_post_that_ended_opens_nothing():
    client = logged_in(("BUREAU_LEADER", KAIFU))
    post = User.objects.get(username="li").posts.get()
    assert client.get("/figures/").status_code == 200
    operations.end_post(post=post, by=actor(), on=date(2022, 6, 1))
    assert client.get("/figures/").status_code == 403


def test_a_closed_account_is_out_at_once():
    client = logged_in(("BUREAU_LEADER", KAIFU))
    User.objects.filter(username="li").update(is_active=False)
    assert client.get("/figures/").status_code == 302


def test_the_area_of_a_post_holds_what_lies_under_it_and_nothing_else():
    client = logged_in(("SUBDISTRICT_CLERK", XIUFENG))
    assert client.get(f"/household/{XIUFENGSHAN}/").content == b"seen"
    assert client.get(f"/household/{SHAPING}/").content == b"not seen"
    assert client.get(f"/household/{KAIFU}/").content == b"not seen"


def test_a_post_without_the_token_of_its_page_is_refused():
    client = Client(enforce_csrf_checks=True)
    client.force_login(user("li", ("SUBDISTRICT_CLERK", XIUFENG)))
    answer = client.post(f"/household/{XIUFENGSHAN}/")
    assert answer.status_code == 403
    assert "这一页打开太久" in answer.content.decode()


def test_what_a_person_saw_is_not_kept_for_the_next_at_the_same_computer(client):
    assert logged_in(("BUREAU_LEADER", KAIFU)).get("/figures/")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in client.get("/open/")


def test_nothing_is_loaded_from_anywhere_else(client):
    policy = client.get("/login/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
