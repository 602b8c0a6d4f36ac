"""A network with a book house, its caretaker and a visitor; keys of a test lie in its own folder."""

import pytest

from tests.evidence import making


@pytest.fixture
def house(db, tmp_path, settings) -> making.House:
    settings.KEYS_DIR = tmp_path / "keys"
    return making.build()
