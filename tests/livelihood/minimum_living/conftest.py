"""Parameters that a test changed are forgotten after it."""

from collections.abc import Iterator

import pytest

from minzheng.livelihood.minimum_living.queries import parameters_of


@pytest.fixture
def policies(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Handed to `roll.set_policy`."""
    yield monkeypatch
    monkeypatch.undo()
    parameters_of.cache_clear()
