"""How often one address may try keys that resume nothing, begin anew, or send files."""

import time
from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from rianru.core.addresses import limited
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T

WINDOW: Final = 900  # seconds
MOST: Final = {"guess": 20, "begin": 240, "file": 120}  # in a window; a library's computers share an address


class TooOften(Refused):
    """As many tries as a quarter of an hour takes."""

    code = "surveys.too_often"
    status = 429
    says = T(
        "ลองมาหลายครั้งแล้ว พักสัก 15 นาที แล้วลองใหม่ ถ้าจำรหัสไม่ได้ เริ่มตอบใหม่ได้เลย",
        "That was tried many times. Wait a quarter of an hour and try again; if the code is lost, begin anew.",
    )


def count(request: HttpRequest, what: str) -> None:
    """Counts one try from this address, kept only as a keyed digest and for the window. Refuses with TooOften."""
    if cache.get(_name(request, what), 0) >= MOST[what]:
        raise TooOften()
    cache.add(_name(request, what), 0, WINDOW * 2)
    try:
        cache.incr(_name(request, what))
    except ValueError:  # dropped between the two by a full cache
        return


def _name(request: HttpRequest, what: str) -> str:
    address = limited(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
    key = settings.SECRET_KEY.encode()[:64]
    who = blake2b(address.encode(), digest_size=12, key=key).hexdigest()
    return f"survey:{what}:{int(time.time() // WINDOW)}:{who}"
