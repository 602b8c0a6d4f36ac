import pytest

from rianru.core import facts
from rianru.kernel.words import T

facts.verb("tests.happened", T("เกิดขึ้น", "Happened"))
facts.verb("tests.came_first", T("มาครั้งแรก", "Came for the first time"))


@pytest.fixture(autouse=True)
def _own_seals(settings, tmp_path):
    """Seals noted beside the database go into a folder of the test's own."""
    settings.VAR = tmp_path
    settings.KEYS_DIR = tmp_path / "keys"
    settings.INDEX_DIR = tmp_path / "index"
