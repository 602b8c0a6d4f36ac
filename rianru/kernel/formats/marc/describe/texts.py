"""The words of a field as readers see them: one spelling, without the punctuation that catalogues put between them."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from rianru.kernel.formats.marc.record import Field
from rianru.kernel.thai import normalise

_PUNCTUATION: Final = " /:;,="
_ENDS: Final = frozenset(_PUNCTUATION + ".")
_SHORTENED: Final = (
    "ed eds rev vol vols ill Jr Sr Inc Ltd Co Corp Dr Dept St etc al Bros กทม ดร จก บจก หจก ฯลฯ Mass Conn Va Pa Md Ga "
    "Fla Mich Minn Okla Tenn Tex Vt Wis Wyo Ariz Ark Calif Colo Wash Pub Off"
)
_ABBREVIATED: Final = frozenset(f"{word}." for word in _SHORTENED.split())
_OFTEN: Final = 100  # characters: headings, publishers and extents are shorter, and say the same in record after record
_KEPT: Final = 20_000  # texts, some megabytes
_THAI: Final = re.compile("[\u0e01-\u0e5b]")


def bare_end(text: str) -> str:
    """`clean` for text that is normalised."""
    if not text or text[-1] not in _ENDS:
        return text
    text = text.rstrip(_PUNCTUATION)
    if text.endswith(".") and not _dot_stays(text):
        return text[:-1].rstrip(_PUNCTUATION)
    return text


def _dot_stays(text: str) -> bool:
    """`J. R. R.`, `พ.ศ.`, `200 p.`, `2nd ed.`, `ฯ.`, `...` keep it; `cooking.` and `ครั้งที่ 2.` do not."""
    before, sign = text[-3:-2], text[-2:-1]
    if sign == "." or sign == "ฯ":
        return sign == "ฯ" or before == "."
    if (before == " " or before == ".") and not sign.isdigit():
        return True
    return text.rpartition(" ")[2].lstrip("([.,/-") in _ABBREVIATED


class _Cleaned(dict[str, str]):
    """Texts as records write them → clean. Short ones are kept until there are many: records repeat each other."""

    def __missing__(self, text: str) -> str:
        said = bare_end(normalise(text))
        if len(text) <= _OFTEN:
            if len(self) >= _KEPT:
                self.clear()
            self[text] = said
        return said


clean: Final[Callable[[str], str]] = _Cleaned().__getitem__
"""Normalised, without ISBD punctuation at its end; the dot of an abbreviation or of an initial stays."""


def joined(field: Field, codes: str) -> str:
    """Every subfield whose code is among `codes`, in the field's own order, as one clean line."""
    found = [value for code, value in field.subfields if code in codes]
    return clean(found[0] if len(found) == 1 else " ".join(found)) if found else ""


def first_of(fields: Iterable[Field], codes: str) -> str:
    """`joined` of the first field that has any of it."""
    for field in fields:
        if text := joined(field, codes):
            return text
    return ""


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, empty ones left out, in their order."""
    return tuple(dict.fromkeys(filter(None, texts)))


def is_thai(text: str) -> bool:
    """Whether any letter of it is Thai."""
    return not text.isascii() and _THAI.search(text) is not None


def field_is_thai(field: Field) -> bool:
    """Whether any of its subfields, but for the link, has a Thai letter."""
    return any(is_thai(value) for code, value in field.subfields if code != "6")
