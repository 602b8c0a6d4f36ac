"""ISBN (ISO 2108) and ISSN (ISO 3297): check digits, and finding numbers in what people typed around them."""

import re
from dataclasses import dataclass
from typing import Final

from rianru.kernel.thai import to_arabic

_DASHES: Final = dict.fromkeys(map(ord, "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"))
_GAP: Final = "[-\u00ad\u2010-\u2014\u2212 ]?"
_NUMBER: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?:97[89](?:{_GAP}[0-9]){{10}}|[0-9](?:{_GAP}[0-9]){{8}}{_GAP}[0-9Xx]|[0-9](?:-?[0-9]){{7,16}}[Xx]?)"
    r"(?![0-9])"
)
_BRACKETS: Final = re.compile(r"\(([^()]*)\)?|\[([^\[\]]*)\]?")
# The usual case: one number and perhaps a word in brackets.
_ALONE: Final = re.compile(r"([0-9]+(?:-[0-9]+)*X?)(?: ?\(([^()\[\]\s]+)\))?[ :;]*", re.ASCII)


_NOUGHTS: Final = ord("0") * (6 + 3 * 6)  # what twelve digits weigh beyond their value when they are bytes


@dataclass(slots=True)
class Found:
    """A number in a text: its 13 digits, none where check digit or length is wrong; its signs; its qualifier."""

    isbn: str
    written: str
    note: str = ""


def find(text: str) -> list[Found]:
    """The numbers of a text such as `978-616-123-456-0 (ปกแข็ง) 6161234567 (ปกอ่อน)`, in Thai digits too.

    What stands in brackets behind a number is its note. Fewer than eight digits in a row are no number.
    """
    if alone := _ALONE.fullmatch(text):
        written = alone[1].replace("-", "")
        if len(written) in (10, 13):
            return [Found(to_13(written), written, alone[2] or "")]
    text = to_arabic(text)
    numbers = list(_NUMBER.finditer(text))
    found = []
    for place, number in enumerate(numbers):
        behind = text[number.end() : numbers[place + 1].start() if place + 1 < len(numbers) else None]
        notes = [one or other for one, other in _BRACKETS.findall(behind)]
        written = bare(number[0])
        found.append(Found(to_13(written), written, " ".join(" ".join(notes).split())))
    return found


def bare(text: str) -> str:
    """A number without hyphens and blanks, its X large: `616-123-456-x` is `616123456X`."""
    return "".join(text.translate(_DASHES).split()).upper()


def to_13(number: str) -> str:
    """The 13 digits of a bare ISBN of 10 or 13; empty when its check digit, prefix or length is wrong."""
    if len(number) == 13 and number.startswith(("978", "979")) and number.isascii() and number.isdigit():
        return number if _check_13(number) == number[12] else ""
    if len(number) == 10 and number[:9].isascii() and number[:9].isdigit() and _check_10(number) == number[9]:
        whole = "978" + number[:9]
        return whole + _check_13(whole)
    return ""


def to_10(number: str) -> str:
    """The ten signs of an ISBN of 13 that begins with 978; empty for any other, because none exists."""
    return number[3:12] + _check_10(number[3:12]) if number.startswith("978") and to_13(number) else ""


def issn(text: str) -> str:
    """The eight signs of the ISSN in a text, without its hyphen; empty without one, or with a wrong check digit."""
    found = re.search(r"(?<![0-9])([0-9]{4})[-\u2010-\u2014 ]?([0-9]{3}[0-9Xx])(?![0-9])", to_arabic(text))
    if not found:
        return ""
    number = (found[1] + found[2]).upper()
    rest = -sum(int(digit) * weight for digit, weight in zip(number[:7], range(8, 1, -1), strict=True)) % 11
    return number if number[7] == "0123456789X"[rest] else ""


def _check_13(number: str) -> str:
    digits = number[:12].encode()
    return str(-(sum(digits[::2]) + 3 * sum(digits[1::2]) - _NOUGHTS) % 10)


def _check_10(number: str) -> str:
    return "0123456789X"[sum(int(digit) * weight for weight, digit in enumerate(number[:9], 1)) % 11]
