"""The providers that this installation has a client of, as settings name them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404

from rianru.kernel.words import T

NAMES = {"thaid": T("ThaID", "ThaID"), "line": T("LINE", "LINE")}


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider: its endpoints, our client there, and which signatures are taken. `basic`: how the client shows
    its secret (RFC 6749, 2.3.1), else in the body. `subject` is the claim that stands for the same person every time.
    """

    code: str
    client_id: str
    secret: str
    issuer: str
    authorize_url: str
    token_url: str
    keys_url: str
    scopes: tuple[str, ...]
    algorithms: tuple[str, ...]
    subject: str
    basic: bool

    @property
    def name(self) -> T:
        """As people know it."""
        return NAMES.get(self.code, T.verbatim(self.code, self.code))


def providers() -> list[Provider]:
    """Those that are set up, in the order of the settings."""
    return [_provider(code, one) for code, one in settings.SIGN_IN_PROVIDERS.items()]


def provider(code: str) -> Provider:
    """One of them; 404 for any other."""
    try:
        return _provider(code, settings.SIGN_IN_PROVIDERS[code])
    except KeyError as error:
        raise Http404 from error


def _provider(code: str, given: dict[str, Any]) -> Provider:
    lists = {name: tuple(given[name]) for name in ("scopes", "algorithms")}
    return Provider(code=code, **{**given, **lists})
