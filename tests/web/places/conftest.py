import pytest

from rianru.core.actors import ANONYMOUS
from rianru.web.accounts import middleware
from tests.factories import AT


@pytest.fixture
def clock(monkeypatch):
    """The clock of the web face stands at AT; call it with another moment to move it."""
    from rianru.web.places import areas, correcting, edit, map, photos, views

    def move(at):
        for module in (areas, correcting, edit, map, photos, views):
            monkeypatch.setattr(module, "now", lambda: at)

    move(AT)
    return move


@pytest.fixture
def acting(monkeypatch):
    """Whoever asks is this actor: how one signs in is tested where signing in is."""

    def act(actor):
        monkeypatch.setattr(middleware, "actor_behind", lambda request: actor)

    act(ANONYMOUS)
    return act
