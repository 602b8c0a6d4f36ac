"""A header about TLS is believed only from a proxy of ours."""

import pytest
from django.conf import settings as ours
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from rianru.web.proxies import Proxies

PROXIES = ["10.0.0.0/8", "2001:db8:ffff::/48", "127.0.0.1"]


def seen(remote: str) -> tuple[bool, str, str]:
    """Whether the request counts as secure behind the middleware, and what is left of the headers."""
    request = RequestFactory(REMOTE_ADDR=remote).get(
        "/", HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_HOST="evil.example", HTTP_X_FORWARDED_FOR="198.51.100.1"
    )
    found = []

    def answer(passed: HttpRequest) -> HttpResponse:
        found.append((passed.is_secure(), passed.META.get("HTTP_X_FORWARDED_PROTO", ""),
                      passed.META.get("HTTP_X_FORWARDED_HOST", "")))
        return HttpResponse()

    Proxies(answer)(request)
    return found[0]


@pytest.fixture(autouse=True)
def _behind_proxies(settings):
    settings.TRUSTED_PROXIES = PROXIES
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize("remote", ["10.1.2.3", "127.0.0.1", "2001:db8:ffff::1", "::ffff:10.0.0.1"])
def test_a_trusted_proxy_is_believed(remote):
    assert seen(remote) == (True, "https", "evil.example")


@pytest.mark.parametrize("remote", ["203.0.113.1", "127.0.0.2", "2001:db8::1", "::ffff:203.0.113.1", "fe80::1%eth0", "", "nonsense"])
def test_anybody_else_is_not(remote):
    assert seen(remote) == (False, "", "")


def test_without_trusted_proxies_nobody_is_believed(settings):
    settings.TRUSTED_PROXIES = []
    assert seen("127.0.0.1") == (False, "", "")


def test_it_is_the_first_that_a_request_meets():
    assert ours.MIDDLEWARE[0] == "rianru.web.proxies.Proxies"


@pytest.mark.parametrize(("remote", "guarded", "status"), [
    ("203.0.113.1", True, 301),
    ("203.0.113.1", False, 200),  # without the middleware the redirect is talked away: so the test can fail
    ("10.0.0.1", True, 200),
])
def test_the_redirect_to_tls_cannot_be_talked_away(settings, remote, guarded, status):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = []
    settings.MIDDLEWARE = settings.MIDDLEWARE[0 if guarded else 1:]
    answer = Client(REMOTE_ADDR=remote).get("/healthz", headers={"x-forwarded-proto": "https"})
    assert answer.status_code == status
