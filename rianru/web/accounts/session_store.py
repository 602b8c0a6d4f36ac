"""Sessions as Django keeps them in the database; who one belongs to is read along with it (`people.signed_in`)."""

from typing import Any

from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone

from rianru.people import queries as people
from rianru.people.queries import SignedIn


def read_along(request: HttpRequest, account_id: Any) -> SignedIn | None:
    """What was read along with the session of a request, where that is about this account."""
    found: SignedIn | None = getattr(request.session, "signed_in", None)
    return found if found and found.account and found.account.pk == account_id else None


class SessionStore(db.SessionStore):
    """`signed_in`: what was read along, until the session is given up."""

    signed_in: SignedIn | None = None

    def _get_session_from_db(self) -> Any:
        self.signed_in = people.signed_in(self.session_key or "", at=timezone.now())
        if self.signed_in is None:
            self._session_key = None
        return self.signed_in

    def flush(self) -> None:
        """As Django's."""
        self.signed_in = None
        super().flush()
