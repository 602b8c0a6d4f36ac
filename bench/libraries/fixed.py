"""Leader and field 008 of an edition (MARC 21 Bibliographic, positions counted from 0)."""

from bench.libraries.editions import EBOOK, FILM, LARGE, MUSIC, SERIAL, Edition
from rianru.kernel.formats.marc import Field

_TYPES = {FILM: "g", MUSIC: "j"}


def leader(edition: Edition) -> str:
    """Twenty-four signs: 06 the type of record, 07 monograph or serial."""
    level = "s" if edition.form == SERIAL else "m"
    return f"00000n{_TYPES.get(edition.form, 'a')}{level} a2200000   4500"


def fixed(edition: Edition, way: int) -> Field:
    """008. Libraries that write only Buddhist years into 26X sometimes write them here too: every third of them."""
    year = edition.year + 543 if edition.thai and way in (1, 2) and edition.work % 3 == 0 else edition.year
    kind, second = ("c", "9999") if edition.form == SERIAL else ("s", "    ")
    country = "th " if edition.thai else "xxk"
    signs = list(f"240101{kind}{year:04}{second}{country}" + " " * 17 + ("tha" if edition.thai else "eng") + " d")
    if edition.form == EBOOK:
        signs[23] = "o"
    elif edition.form == LARGE:
        signs[23] = "d"
    elif edition.form == FILM:
        signs[33] = "v"
    elif edition.form == SERIAL:
        signs[18], signs[19] = "a", "r"
    return Field("008", "".join(signs))
