"""How often one address may try keys that resume nothing, begin anew, or send files."""

from typing import Final

from django.http import HttpRequest

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.web.limits import tried

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
    """Counts one try from this address. Refuses with TooOften."""
    if not tried(request, f"survey:{what}", most=MOST[what]):
        raise TooOften()
