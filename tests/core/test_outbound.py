"""Fetching from addresses that people typed: real servers, real certificates, and what happens where a guard is off."""

import ipaddress
import socket
import time

import pytest

from rianru.core import outbound
from rianru.core.outbound import Way, fetch
from tests.factories.servers import NAMES, Server, certified, said, sent_on

PUBLIC, PRIVATE = ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("127.0.0.2")  # as the tests have it


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    return certified(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def outside(papers):
    server = Server(papers, PUBLIC)
    yield server
    server.close()


@pytest.fixture
def inside(papers, outside):
    """On the same port of an address that is private here."""
    server = Server(papers, PRIVATE, outside.port, {"/secret": said(b"secret"), "/a": said(b"secret")})
    yield server
    server.close()


@pytest.fixture
def way(papers, outside):
    """To the outside, whose names are looked up in a table; PRIVATE is not public."""
    table = {"pictures.test": [PUBLIC], "other.test": [PUBLIC], "inside.test": [PRIVATE]}

    def make(**more):
        given = {"hosts": NAMES, "public": lambda address: address != PRIVATE, "resolve": lambda host: table[host],
                 "port": outside.port, "authorities": str(papers / "cert.pem")}
        return Way(**(given | more))

    return make


def get(path, way, host="pictures.test", most=1 << 20, seconds=5.0):
    return fetch(f"https://{host}:{way.port}{path}", most=most, seconds=seconds, way=way)


def test_what_lies_there_comes_whole_and_the_server_hears_the_name(outside, way):
    outside.answers["/a?b=c"] = said(b"picture" * 9)
    assert (get("/a?b=c", way()), outside.asked) == (b"picture" * 9, ["pictures.test/a?b=c"])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_to_an_allowed_host(outside, way, status):
    outside.answers |= {"/a": sent_on(f"https://other.test:{outside.port}/b", status), "/b": sent_on("/c"), "/c": said(b"there")}
    assert (get("/a", way()), outside.asked) == (b"there", ["pictures.test/a", "other.test/b", "other.test/c"])


def test_more_than_three_redirects_are_refused(outside, way):
    outside.answers |= {f"/{n}": sent_on(f"/{n + 1}") for n in range(9)} | {"/3": said(b"third")}
    assert get("/0", way()) == b"third"
    outside.answers["/3"] = sent_on("/4")
    with pytest.raises(outbound.TooManyRedirects):
        get("/0", way())


@pytest.mark.trust
def test_a_redirect_into_a_private_network_connects_to_nobody(outside, inside, way):
    outside.answers["/a"] = sent_on(f"https://inside.test:{outside.port}/secret")
    with pytest.raises(outbound.HostPrivate):
        get("/a", way())
    assert inside.reached == 0


@pytest.mark.trust
def test_control_with_the_guard_off_the_private_server_would_have_answered(outside, inside, way):
    outside.answers["/a"] = sent_on(f"https://inside.test:{outside.port}/secret")
    assert (get("/a", way(public=lambda address: True)), inside.reached) == (b"secret", 1)


@pytest.mark.trust
@pytest.mark.parametrize(
    "to", ["http://pictures.test/", "https://127.0.0.2/", "https://[::1]/", "file:///etc/passwd", "//169.254.169.254/", "gopher://x"],
)
def test_a_redirect_to_another_kind_of_address_is_refused(outside, inside, way, to):
    outside.answers["/a"] = sent_on(to)
    with pytest.raises((outbound.AddressWrong, outbound.HostNotAllowed)):
        get("/a", way())
    assert (inside.reached, outside.asked) == (0, ["pictures.test/a"])


@pytest.mark.trust
def test_a_name_that_answers_differently_the_second_time_is_asked_once(outside, inside, way):
    answers = iter([[PUBLIC], [PRIVATE], [PRIVATE]])
    outside.answers["/a"] = said(b"first")
    assert (get("/a", way(resolve=lambda host: next(answers))), inside.reached, next(answers)) == (b"first", 0, [PRIVATE])


@pytest.mark.trust
def test_a_name_with_a_private_address_among_its_own_is_refused(inside, way):
    with pytest.raises(outbound.HostPrivate):
        get("/a", way(resolve=lambda host: [PUBLIC, PRIVATE]))
    assert inside.reached == 0


def test_another_ones_certificate_is_nobody(outside, way):
    outside.answers["/a"] = said(b"picture")
    with pytest.raises(outbound.NoAnswer):
        get("/a", way(hosts=("wrong.test",), resolve=lambda host: [PUBLIC]), host="wrong.test")
    with pytest.raises(outbound.NoAnswer):
        get("/a", way(authorities=None))
    assert outside.asked == []


def test_more_than_was_asked_for_is_refused_while_it_comes(outside, way):
    endless = [b"HTTP/1.1 200 OK\r\n\r\n"] + [bytes(65_536)] * 200
    outside.answers |= {"/a": said(bytes(1_000)), "/b": endless}
    assert len(get("/a", way(), most=1_000)) == 1_000
    for path, most in (("/a", 999), ("/b", 1 << 20)):
        with pytest.raises(outbound.AnswerTooLarge):
            get(path, way(), most=most)


def test_who_never_ends_is_left(outside, way):
    outside.answers |= {"/drip": [b"HTTP/1.1 200 OK\r\n\r\n", *([b"x", 0.2] * 50)], "/silent": [30.0],
                        "/headers": [b"HTTP/1.1 200 OK\r\n", *([b"X-A: b\r\n", 0.2] * 50)]}
    for path in ("/drip", "/headers", "/silent"):
        began = time.monotonic()
        with pytest.raises(outbound.NoAnswer):
            get(path, way(), seconds=1.0)
        assert time.monotonic() - began < 8  # they would go on for ten seconds and more


def test_a_compressed_answer_is_not_unpacked(outside, way):
    outside.answers["/a"] = said(b"\x1f\x8bzzz", "Content-Encoding: gzip")
    assert get("/a", way()) == b"\x1f\x8bzzz"


@pytest.mark.parametrize("answer", [[b"rubbish\r\n\r\n"], [b""], [b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort"]])
def test_an_answer_that_is_none_is_refused(outside, way, answer):
    outside.answers["/a"] = answer
    with pytest.raises(outbound.NoAnswer):
        get("/a", way())


def test_nothing_there_says_so(way):
    with pytest.raises(outbound.NothingThere) as refusal:
        get("/none", way())
    assert refusal.value.values == {"host": "pictures.test", "number": 404}


def test_nobody_listening_and_no_such_name_are_no_answer(way):
    with pytest.raises(outbound.NoAnswer):
        get("/a", way(resolve=lambda host: [ipaddress.ip_address("127.0.0.9")]))
    for fault in (socket.gaierror, UnicodeError):
        with pytest.raises(outbound.NoAnswer):
            get("/a", way(resolve=lambda host, fault=fault: (_ for _ in ()).throw(fault())))
    with pytest.raises(outbound.NoAnswer):
        get("/a", way(resolve=lambda host: []))


@pytest.mark.parametrize(
    "address",
    ["", "http://pictures.test/", "ftp://pictures.test/", "pictures.test", "https://", "https://a@pictures.test/",
     "https://pictures.test:22/", "https://pictures.test\\@127.0.0.1/", "https://pictures.test/\r\nHost: x", "https://[::1",
     "https://pictures.test:x/", "javascript:alert(1)", "https://" + "a" * 64 + ".test/", "https://pictures.test/" + "a" * 2_000,
     "https://pictures .test/", "https://pictures.test/\x00"],
)
def test_what_is_no_address_of_ours_is_refused_before_anybody_is_asked(way, address):
    with pytest.raises(outbound.AddressWrong):
        outbound.demand_address(address, way=way())


@pytest.mark.parametrize(
    ("address", "allowed"),
    [("https://a.example/x", True), ("https://A.EXAMPLE./x", True), ("https://b.a.example/", False), ("https://x.b.example/", True),
     ("https://b.example/", False), ("https://xb.example/", False), ("https://a.example.evil/", False), ("https://127.0.0.1/", False),
     ("https://2130706433/", False), ("https://0x7f.1/", False), ("https://[::ffff:127.0.0.1]/", False)],
)
def test_only_hosts_that_settings_name_are_allowed(settings, address, allowed):
    settings.COVER_HOSTS = ["a.example", ".b.example"]
    if allowed:
        outbound.demand_address(address)
    else:
        with pytest.raises(outbound.HostNotAllowed):
            outbound.demand_address(address)


def test_without_settings_no_host_is_allowed(settings):
    assert settings.COVER_HOSTS == []
    with pytest.raises(outbound.HostNotAllowed):
        outbound.demand_address("https://covers.openlibrary.org/b/isbn/9789749906477-L.jpg")


@pytest.mark.trust
@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
     "255.255.255.255", "192.0.2.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
     "::ffff:127.0.0.1", "::ffff:8.8.8.8", "2002:7f00:1::", "2001:0:1:2:3:4:5:6", "64:ff9b::7f00:1", "64:ff9b::a00:1"],
)
def test_no_address_of_a_private_network_is_public(address):
    assert outbound.is_public(ipaddress.ip_address(address)) is False


@pytest.mark.parametrize("address", ["8.8.8.8", "203.150.1.1", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(address):
    assert outbound.is_public(ipaddress.ip_address(address)) is True


def test_names_are_looked_up_by_the_system():
    assert ipaddress.ip_address("127.0.0.1") in outbound.resolve("localhost")
