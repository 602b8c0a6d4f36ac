"""Fetching from addresses that people typed: only hosts that settings name, only public addresses, little of it.

The name is looked up once, every address it has is judged, and the connection goes to one of those: a name that
answers differently the next time (rebinding) changes nothing. Every redirect begins again from the start.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import urljoin, urlsplit

import urllib3
from django.conf import settings
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MOST_REDIRECTS = 3
LONGEST = 2_000  # letters of an address
PORT = 443
BLOCK = 64 << 10
_REDIRECTS = (301, 302, 303, 307, 308)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressWrong(Refused):
    """Not an address of the kind that we fetch from: https, a host name, no port, no password."""

    code = "outbound.address_wrong"
    status = 422
    says = T(
        "ที่อยู่นี้ใช้ไม่ได้ ต้องขึ้นต้นด้วย https:// ตามด้วยชื่อเว็บ คัดลอกที่อยู่ของรูปมาวางใหม่",
        "This address cannot be used: it needs https:// and the name of a site. Copy the picture's address again.",
    )


class HostNotAllowed(Refused):
    """The host is none of those that settings name."""

    code = "outbound.host_not_allowed"
    status = 422
    says = T(
        "เราไม่ดึงรูปจาก {host} เก็บรูปลงเครื่องแล้วส่งเป็นไฟล์ หรือให้ผู้ดูแลระบบเพิ่มเว็บนี้",
        "We do not fetch from {host}. Save the picture and send it as a file, or ask the administrator for that site.",
    )


class HostPrivate(Refused):
    """The name leads into a network that is not public."""

    code = "outbound.host_private"
    status = 422
    says = T(
        "{host} ชี้ไปยังเครือข่ายภายใน เราจึงไม่เชื่อมต่อ เก็บรูปลงเครื่องแล้วส่งเป็นไฟล์",
        "{host} leads into a private network, so we do not connect. Save the picture and send it as a file.",
    )


class TooManyRedirects(Refused):
    """Sent on more often than we follow."""

    code = "outbound.too_many_redirects"
    status = 422
    says = T(
        "ที่อยู่นี้ส่งต่อเกิน {limit} ครั้ง ใช้ที่อยู่ปลายทางของรูปแทน",
        "This address was sent on more than {limit} times. Use the picture's own address.",
    )


class AnswerTooLarge(Refused):
    """More came than was asked for."""

    code = "outbound.answer_too_large"
    status = 413
    says = T(
        "ปลายทางส่งมาเกิน {limit} MB เลือกรูปที่เล็กกว่านี้", "More than {limit} MB came. Choose a smaller picture.",
    )


class NoAnswer(Refused):
    """Nobody there, nothing in time, or a certificate of somebody else."""

    code = "outbound.no_answer"
    status = 504
    says = T(
        "{host} ไม่ตอบหรือช้าเกินไป ลองใหม่ภายหลัง หรือเก็บรูปลงเครื่องแล้วส่งเป็นไฟล์",
        "{host} does not answer, or takes too long. Try again later, or save the picture and send it as a file.",
    )


class NothingThere(Refused):
    """An answer that brings nothing; `status` is its number."""

    code = "outbound.nothing_there"
    status = 422
    says = T(
        "{host} ไม่มีรูปที่ที่อยู่นี้ (ตอบ {number}) ตรวจที่อยู่อีกครั้ง หรือใช้รูปอื่น",
        "{host} has no picture at this address (it says {number}). Look at the address again, or use another.",
    )


def is_public(address: Address) -> bool:
    """Whether anybody on the internet has this address; what wraps an IPv4 address is judged by that one too."""
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo
        inner = [address.ipv4_mapped, address.sixtofour, *(teredo or ())]
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(inner):
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    )


def resolve(host: str) -> list[Address]:
    """All addresses of a name."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found))


@dataclass(frozen=True, kw_only=True)
class Way:
    """How far out we go. What is not a setting is here for tests, which run without an internet."""

    hosts: Sequence[str] = field(default_factory=lambda: settings.COVER_HOSTS)
    public: Callable[[Address], bool] = is_public
    resolve: Callable[[str], list[Address]] = resolve
    port: int = PORT
    authorities: str | None = None  # a file of certificates; none: the system's

    def allows(self, host: str) -> bool:
        """`covers.example.org` names itself; `.example.org` everything below it."""
        return any(host == one or (one.startswith(".") and host.endswith(one)) for one in self.hosts)


def demand_address(address: str, *, way: Way | None = None) -> str:
    """The host. Refuses with AddressWrong and HostNotAllowed; asks nobody anything."""
    if not 0 < len(address) <= LONGEST or any(ord(letter) <= 32 or ord(letter) == 127 for letter in address):
        raise AddressWrong()
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode().rstrip(".").lower(), parts.port
    except ValueError as error:
        raise AddressWrong() from error
    way = way or Way()
    if parts.scheme != "https" or not host or "@" in parts.netloc or "\\" in address or port not in (None, way.port):
        raise AddressWrong()
    if not way.allows(host):
        raise HostNotAllowed(host=host)
    return host


def fetch(address: str, *, most: int, seconds: float, way: Way | None = None) -> bytes:
    """What lies at an address: at most `most` bytes, within `seconds` from beginning to end.

    Refuses with AddressWrong, HostNotAllowed, HostPrivate, TooManyRedirects, AnswerTooLarge, NoAnswer and NothingThere.
    """
    way, until = way or Way(), time.monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        answer = _ask(address, most=most, until=until, way=way)
        if isinstance(answer, bytes):
            return answer
        address = urljoin(address, answer)
    raise TooManyRedirects(limit=MOST_REDIRECTS)


def _ask(address: str, *, most: int, until: float, way: Way) -> bytes | str:
    """What is there, or the address that it leads on to."""
    host = demand_address(address, way=way)
    connection = _connection(host, _judged(host, way), way, _left(until, host))
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _cut_off(connection, _left(until, host)):
            connection.request("GET", target, preload_content=False, decode_content=False, headers={
                "Host": host, "Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "Rianru",
            })
            return _answer(connection.getresponse(), most=most, until=until, host=host)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise NoAnswer(host=host) from error
    finally:
        connection.close()


def _answer(answer: urllib3.HTTPResponse, *, most: int, until: float, host: str) -> bytes | str:
    if answer.status in _REDIRECTS and answer.headers.get("Location"):
        return str(answer.headers["Location"])
    if answer.status != 200:
        raise NothingThere(host=host, number=answer.status)
    data = bytearray()
    while block := answer.read1(BLOCK, decode_content=False):
        data += block
        if len(data) > most:
            raise AnswerTooLarge(limit=most >> 20)
        _left(until, host)
    _left(until, host)  # what is cut off by the watch ends like a whole answer
    return bytes(data)


@contextmanager
def _cut_off(connection: HTTPSConnection, seconds: float) -> Iterator[None]:
    """Ends the connection when the time is over: waiting for each byte alone, a slow sender would never be too late."""
    over = threading.Event()

    def watch() -> None:
        held, until = None, time.monotonic() + seconds
        while not over.wait(0.1):
            held = connection.sock or held  # an answer that ends with its connection takes it along
            if held is not None and time.monotonic() > until:
                with suppress(OSError):
                    held.shutdown(socket.SHUT_RDWR)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _judged(host: str, way: Way) -> Address:
    """The address to connect to. One that is not public among them, and none is used."""
    try:
        found = way.resolve(host)
    except (OSError, ValueError) as error:
        raise NoAnswer(host=host) from error
    if not found:
        raise NoAnswer(host=host)
    if not all(map(way.public, found)):
        raise HostPrivate(host=host)
    return next((one for one in found if one.version == 4), found[0])


def _connection(host: str, address: Address, way: Way, seconds: float) -> HTTPSConnection:
    """To the address; the certificate is that of the name."""
    return HTTPSConnection(
        str(address), way.port, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED",
        ca_certs=way.authorities, timeout=seconds,
    )


def _left(until: float, host: str) -> float:
    """Seconds that are left; refuses where none are."""
    left = until - time.monotonic()
    if left <= 0:
        raise NoAnswer(host=host)
    return left
