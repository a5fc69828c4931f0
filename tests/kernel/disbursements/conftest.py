import pytest

from tests.kernel.disbursements.world import World


@pytest.fixture
def world(db) -> World:
    district = World()
    district.money()
    return district
