"""Keys of a test lie in its own folder."""

import pytest

from tests.credentials import making


@pytest.fixture
def keys_folder(tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"
    return settings.KEYS_DIR / "credentials"


@pytest.fixture
def house(db, keys_folder) -> making.House:
    return making.build()
