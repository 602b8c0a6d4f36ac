import pytest

from rianru.core import facts
from rianru.kernel.words import T
from tests.core.working import forget

facts.verb("tests.happened", T("เกิดขึ้น", "Happened"))
facts.verb("tests.came_first", T("มาครั้งแรก", "Came for the first time"))


@pytest.fixture(autouse=True)
def _own_seals(settings, tmp_path):
    """Seals noted beside the database go into a folder of the test's own."""
    settings.VAR = tmp_path
    settings.KEYS_DIR = tmp_path / "keys"
    settings.INDEX_DIR = tmp_path / "index"


@pytest.fixture(autouse=True)
def _own_queue(request):
    """A test that commits finds the queue empty and leaves it so: a flush does not reach its tables."""
    committing = any(mark.kwargs.get("transaction") for mark in request.node.iter_markers("django_db"))
    if committing:
        request.getfixturevalue("transactional_db")
        forget()
    yield
    if committing:
        forget()
