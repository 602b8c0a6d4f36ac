"""A house in which surveys are built."""

import pytest

from tests.surveys import making


@pytest.fixture
def house(db) -> making.House:
    return making.build()
