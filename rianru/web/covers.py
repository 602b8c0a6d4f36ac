"""Covers: the picture where there is one, else dye, motif, setting and type size, from a stable hash of the work and
the length of its title.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from rianru.catalogue.queries import Picture
from rianru.kernel.thai import break_points

DYES = ("indigo", "lac", "leaf", "turmeric", "ebony", "annatto", "cotton", "mangosteen")
WEAVES = ("diamond", "water", "flower")
SETTINGS = ("head", "foot", "band")
SUBTITLE = re.compile(r"\s+[:=/;]\s+|\s*\[")


@dataclass(frozen=True)
class Cover:
    """What a cover needs; `words` concatenate to the title as printed on it."""

    dye: str
    weave: str
    setting: str
    length: str
    words: tuple[str, ...]
    creator: str


def cover_of(key: str, title: str, creator: str = "") -> Cover:
    """The cover of a work. The same key gives the same cover on every machine and in every release."""
    shown = SUBTITLE.split(title.strip(), maxsplit=1)[0].strip(" /:;,.") or title.strip()
    words = tuple(break_points(shown))
    picks = hashlib.blake2b((key or title).encode(), digest_size=3).digest()
    return Cover(
        dye=DYES[picks[0] % len(DYES)],
        weave=WEAVES[picks[1] % len(WEAVES)],
        setting=SETTINGS[picks[2] % len(SETTINGS)],
        length=length_of(shown, words),
        words=words,
        creator=creator.strip(" ,/."),
    )


LONGEST_WORD = 17  # letters that fit across a cover in its smallest type


def unbroken(parts: Iterable[str]) -> SafeString:
    """Parts with <wbr> between them; a browser cuts Thai by a word list of its own, so each Thai part is kept whole."""
    return SafeString("<wbr>".join(
        f"<span>{escape(part)}</span>" if _is_thai(part) and width(part) <= LONGEST_WORD else escape(part)
        for part in parts
    ))


def names(creator: str) -> tuple[str, ...]:
    """A name in the parts between which it may break: at its blanks, within a part only where that is too long."""
    parts: list[str] = []
    for part in re.findall(r"\S+\s*", creator):
        parts += [part] if width(part) <= LONGEST_WORD else break_points(part)
    return tuple(parts)


def _is_thai(text: str) -> bool:
    return any("\u0e01" <= letter <= "\u0e5b" for letter in text)


def width(text: str) -> int:
    """Letters that take room: Thai marks above and below stand over others."""
    return sum(unicodedata.category(letter) not in ("Mn", "Cf") for letter in text)


def length_of(title: str, words: tuple[str, ...]) -> str:
    """How large the title is set: `s`, `m`, `l` or `xl`; a long word that cannot break counts as a long title."""
    room, longest = width(title), max((width(part) for word in words for part in word.split()), default=0)
    if room > 44 or longest > LONGEST_WORD:
        return "xl"
    if room > 22 or longest > 13:
        return "l"
    return "m" if room > 10 or longest > 8 else "s"


BOOKISH = (0.55, 0.8)  # width by height: such a picture fills the place of a cover, and little of it is cut
_SIZES = {"xs": "68px", "l": "(min-width: 30em) 216px, 52vw"}


def photo(picture: Picture, size: str = "") -> SafeString:
    """A picture in the place of a cover, which has its size before the picture comes; the title stands beside it."""
    wide = not BOOKISH[0] <= picture.width / picture.height <= BOOKISH[1]
    sources = ", ".join(f"{address(picture, width)} {width}w" for width in picture.widths)
    return format_html(
        '<span class="cover photo{}{}"><img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="" '
        'decoding="async" {}></span>',
        f" {size}" if size else "", " whole" if wide else "", address(picture, picture.widths[-1]), sources,
        _SIZES.get(size, "132px"), picture.width, picture.height,
        SafeString('fetchpriority="high"' if size == "l" else 'loading="lazy"'),
    )


def address(picture: Picture, width: int) -> str:
    """Where one size is served."""
    return reverse("cover_file", kwargs={"digest": picture.digest, "width": width})
