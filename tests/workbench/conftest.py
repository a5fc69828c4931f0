import pytest
from django.test import Client

from minzheng.kernel.access.models import User
from tests.towns import town, town_database, town_template

__all__ = ["town", "town_database", "town_template"]


@pytest.fixture
def as_user(town):
    """A browser in which this user is logged in."""

    def logged_in(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return logged_in
