"""Whom a request comes from."""

import pytest
from django.test import RequestFactory

from rianru.web.accounts.addresses import client_address, limited_address

PROXIES = ["10.0.0.0/8", "2001:db8:ffff::/48", "127.0.0.1"]


def request(remote: str, forwarded: str | None = None):
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return RequestFactory(REMOTE_ADDR=remote, **extra).get("/")  # type: ignore[arg-type]


@pytest.mark.parametrize(("remote", "forwarded", "found"), [
    ("203.0.113.1", None, "203.0.113.1"),
    ("203.0.113.1", "198.51.100.1", "203.0.113.1"),  # not a proxy of ours: what it says does not count
    ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
    ("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
    ("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.9.9.9", "198.51.100.1"),
    ("10.0.0.1", "10.2.2.2, 10.9.9.9", "10.2.2.2"),
    ("10.0.0.1", "", "10.0.0.1"),
    ("10.0.0.1", "nonsense", "10.0.0.1"),
    ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
    ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
    ("10.0.0.1", "[2001:db8::5]:4711", "2001:db8::5"),
    ("2001:db8:ffff::1", "2001:db8::5", "2001:db8::5"),
    ("::ffff:10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
    ("", None, "0.0.0.0"),
    ("fe80::1%eth0", None, "fe80::1"),
])
def test_a_forwarded_address_counts_only_as_far_as_our_own_proxies_vouch_for_it(settings, remote, forwarded, found):
    settings.TRUSTED_PROXIES = PROXIES
    assert client_address(request(remote, forwarded)) == found


@pytest.mark.parametrize(("remote", "limited"), [
    ("203.0.113.1", "203.0.113.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("::ffff:203.0.113.1", "203.0.113.1"),
])
def test_an_ipv6_customer_is_limited_as_one(settings, remote, limited):
    settings.TRUSTED_PROXIES = []
    assert limited_address(request(remote)) == limited
