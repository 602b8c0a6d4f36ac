"""Setting Thai and Latin with our own fonts: shaped by raqm, broken between words, never inside a letter's marks."""

import functools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.conf import settings
from PIL import ImageDraw, ImageFont

from rianru.kernel.thai import break_points, graphemes

Colour = str
_THAI = frozenset([*range(0x0E00, 0x0E80), 0x200C, 0x200D, 0x25CC])
_LATIN = frozenset([*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2028), 0x2030, 0x20AC, 0x2212])
MORE = "…"


@dataclass(frozen=True)
class Face:
    """Files of static/vendor/fonts. Digits may come from another face, as faces.css has it for titles."""

    thai: str
    latin: str
    digits: str

    def file(self, letter: str) -> str:
        """The font that has a letter."""
        if ord(letter) in _THAI:
            return self.thai
        return self.digits if letter.isdigit() else self.latin


TITLE = Face("maitree-thai-700", "maitree-latin-700", "noto-sans-thai-looped-latin-600")
TEXT = Face(*(f"noto-sans-thai-looped-{script}-400" for script in ("thai", "latin", "latin")))


@functools.lru_cache(maxsize=64)
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    path = Path(settings.PACKAGE_DIR) / "web" / "static" / "vendor" / "fonts" / f"{file}-normal.woff2"
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)


def settable(text: str) -> str:
    """What our fonts can show of a text: other letters without their marks, else left out."""
    kept = []
    for letter in " ".join(text.split()):
        plain = letter if ord(letter) in _THAI | _LATIN else unicodedata.normalize("NFKD", letter)
        kept += [each for each in plain if ord(each) in _THAI | _LATIN]
    return " ".join("".join(kept).split())


@dataclass(frozen=True)
class Setting:
    """A face at a size, in pixels; `lead` from one baseline to the next."""

    face: Face
    size: int
    lead: float = 1.45

    def runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """The text in pieces of one font each."""
        for file, letters in groupby(text, self.face.file):
            yield _font(file, self.size), "".join(letters)

    def width(self, text: str) -> float:
        """In pixels."""
        return sum(font.getlength(part) for font, part in self.runs(text))

    def lines(self, text: str, room: float, most: int) -> list[str]:
        """At most so many lines; what does not fit ends in an ellipsis."""
        lines, line = list[str](), ""
        for piece in self._pieces(text, room):
            if line and self.width((line + piece).rstrip()) > room:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines = [each for each in (*lines, line.strip()) if each]
        return lines if len(lines) <= most else [*lines[: most - 1], self._cut(lines[most - 1], room)]

    def fits(self, text: str, room: float, most: int) -> bool:
        """Whether all of it can be set, and no word has to be broken."""
        words = [word for piece in break_points(text) for word in piece.split()]
        lines = self.lines(text, room, most + 1)
        return len(lines) <= most and all(self.width(word) <= room for word in words)

    def _pieces(self, text: str, room: float) -> Iterator[str]:
        for piece in break_points(text):
            if self.width(piece.rstrip()) <= room:
                yield piece
            else:
                yield from graphemes(piece)

    def _cut(self, line: str, room: float) -> str:
        pieces = list(break_points(line))
        while pieces and self.width("".join(pieces).rstrip() + MORE) > room:
            pieces.pop()
        return "".join(pieces).rstrip() + MORE

    def draw(self, canvas: ImageDraw.ImageDraw, at: tuple[float, float], lines: Sequence[str], ink: Colour) -> float:
        """Sets lines downwards from the top left; gives where the next would begin."""
        left, top = at
        for line in lines:
            x, base = left, top + self.size * (0.5 * self.lead + 0.38)
            for font, part in self.runs(line):
                canvas.text((x, base), part, font=font, fill=ink, anchor="ls")
                x += font.getlength(part)
            top += self.size * self.lead
        return top


def largest(face: Face, sizes: Sequence[int], text: str, *, room: float, most: int, lead: float = 1.42) -> Setting:
    """The first size at which all of a text fits; the last where none does."""
    settings = [Setting(face, size, lead) for size in sizes]
    return next((one for one in settings if one.fits(text, room, most)), settings[-1])
