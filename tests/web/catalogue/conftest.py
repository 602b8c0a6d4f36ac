from datetime import UTC, datetime

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from rianru.core.actors import Role
from rianru.core.search import follow
from tests.people import making

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.INDEX_DIR = tmp_path / "media", tmp_path / "index"
    cache.clear()
    yield
    translation.activate("th")


@pytest.fixture
def reindex():
    """Brings the index to what the test's own transaction holds."""
    return follow.rebuild


@pytest.fixture
def signed_in():
    """A browser of somebody with a role, signed in; the second factor shown unless told otherwise."""

    def make(role: Role | None = Role.LIBRARIAN, kind: str = "national", id=None, *, shown: bool = True) -> Client:
        joined = making.staff(LONG_AGO, role, kind, id) if role else making.person(LONG_AGO)
        user = get_user_model().objects.get(pk=joined.account_id)
        browser = Client()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        if shown:
            app = TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").instance
            session = browser.session
            session["account_authentication_methods"] = [{"method": "mfa", "id": app.pk, "at": 0, "type": "totp"}]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()
        return browser

    return make
