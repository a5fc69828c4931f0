"""Logging in: by the form, with a trail, and not by guessing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from minzheng.kernel.access import operations
from minzheng.kernel.access.models import LoginFailure, User
from minzheng.kernel.access.queries import too_many_failures
from minzheng.kernel.audit.models import Event
from tests.kernel.builders import KAIFU, actor

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-password"
NOON = datetime(2022, 7, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def leader() -> User:
    user = operations.open_account(
        username="leader", name="刘局长", password=PASSWORD, by=actor(), on=date(2022, 1, 4)
    )
    operations.assign_post(
        user=user, role="BUREAU_LEADER", area_code=KAIFU, by=actor(), on=date(2022, 1, 4)
    )
    return user


def attempt(client: Client, password: str, username: str = "leader", **more):
    return client.post("/login/", {"username": username, "password": password} | more)


def last_event() -> Event:
    return Event.objects.latest("id")


def test_the_right_password_opens_the_page_that_was_wanted(client, leader):
    answer = attempt(client, PASSWORD, next="/runs/")
    assert (answer.status_code, answer["Location"]) == (302, "/runs/")
    event = last_event()
    assert (event.tag, event.target_id, event.actor_name, event.actor_role) == (
        "access:session:opened",
        str(leader.pk),
        "刘局长",
        "BUREAU_LEADER",
    )


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:x"])
def test_the_way_back_never_leads_to_another_site(elsewhere, client):
    assert attempt(client, PASSWORD, next=elsewhere)["Location"] == "/"


def test_a_session_gets_a_new_key_at_the_login(client):
    client.get("/login/")
    client.session["seen"] = True
    client.session.save()
    before = client.session.session_key
    attempt(client, PASSWORD)
    assert client.session.session_key != before


@pytest.mark.parametrize("username", ["leader", "nobody-by-this-name"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_words(username, client):
    answer = attempt(client, "wrong", username)
    assert answer.status_code == 200
    assert "登录名或口令不对，请核对大小写后再试。" in answer.content.decode()
    assert last_event().tag == "access:session:refused"


def test_what_was_typed_as_an_unknown_name_is_not_in_the_trail(client):
    attempt(client, "x", username="my-password-in-the-wrong-box")
    event = last_event()
    assert event.target_id == "unknown"
    assert "wrong-box" not in f"{event.facts}{event.actor_name}"


def test_a_closed_account_cannot_log_in(client):
    User.objects.update(is_active=False)
    assert "登录名或口令不对" in attempt(client, PASSWORD).content.decode()


def test_after_five_failures_even_the_right_password_waits(client):
    for _ in range(5):
        assert attempt(client, "wrong").status_code == 200
    failures = LoginFailure.objects.count()
    answer = attempt(client, PASSWORD)
    assert answer.status_code == 429
    assert "请 15 分钟后再试" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert LoginFailure.objects.count() == failures


def test_guessing_under_other_spellings_counts_together(client):
    for username in ("leader", "LEADER", " leader", "Leader", "leader "):
        attempt(client, "wrong", username)
    assert attempt(client, PASSWORD).status_code == 429


def test_somebody_elses_guesses_do_not_lock_the_owner_out_at_once(client):
    for _ in range(5):
        client.post("/login/", {"username": "leader", "password": "x"}, REMOTE_ADDR="203.0.113.9")
    assert attempt(client, PASSWORD).status_code == 302


def test_failures_are_forgotten_after_the_window_and_by_a_login(client):
    for _ in range(4):
        operations.record_login_failure(username="leader", address="10.0.0.1", at=NOON)
    at_once = {"username": "leader", "address": "10.0.0.1"}
    assert not too_many_failures(**at_once, at=NOON)
    operations.record_login_failure(username="leader", address="10.0.0.1", at=NOON)
    assert too_many_failures(**at_once, at=NOON + timedelta(minutes=14))
    assert not too_many_failures(**at_once, at=NOON + timedelta(minutes=16))
    operations.record_login(
        user=User.objects.get(), address="10.0.0.1", at=NOON + timedelta(minutes=1)
    )
    assert not too_many_failures(**at_once, at=NOON + timedelta(minutes=1))


def test_an_account_and_a_place_have_limits_of_their_own():
    for number in range(20):
        operations.record_login_failure(username="leader", address=f"10.0.1.{number}", at=NOON)
    assert too_many_failures(username="leader", address="10.9.9.9", at=NOON)
    for number in range(100):
        operations.record_login_failure(username=f"u{number}", address="10.0.0.7", at=NOON)
    assert too_many_failures(username="somebody-new", address="10.0.0.7", at=NOON)
    assert not too_many_failures(username="somebody-new", address="10.0.0.8", at=NOON)


def test_logging_out_is_a_post_and_ends_the_session(client):
    attempt(client, PASSWORD)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/login/"
    assert last_event().tag == "access:session:closed"
    assert client.get("/")["Location"].startswith("/login/")


def test_who_is_logged_in_already_does_not_see_the_form(client):
    attempt(client, PASSWORD)
    assert client.get("/login/")["Location"] == "/"
