"""A library where people gather."""

import pytest

from tests.learning import making, seats_making


@pytest.fixture
def house(db) -> seats_making.House:
    return seats_making.house()


@pytest.fixture
def host(db) -> making.Host:
    return making.host()
