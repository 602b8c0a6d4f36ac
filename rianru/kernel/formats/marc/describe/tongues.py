"""Languages of a record: 008, 041, 546."""

from collections.abc import Sequence
from typing import Final

from rianru.kernel.formats.marc.describe.gathering import Gathered
from rianru.kernel.formats.marc.describe.texts import is_thai
from rianru.kernel.formats.marc.languages import code_of, codes_in, named_in
from rianru.kernel.formats.marc.record import Field

_OF_TEXT: Final = "ad"


def languages(fields: Gathered, fixed: str, title: str) -> tuple[str, ...]:
    """The languages of the text, the main one first: 008/35-37, 041 $a $d, and where neither says one, words of 546."""
    own, coded = fields.get("own_language", ()), fields.get("language", ())
    first = fixed[35:38]
    if not own and not coded and len(first) == 3 and first in ("tha", "eng"):
        return (first,)
    thai = is_thai(title)
    found = _codes(own, "a", thai)
    if main := code_of(first, thai=thai):
        found.append(main)
    found += _codes(coded, _OF_TEXT, thai)
    if not found:
        for field in fields.get("notes", ()):
            if field.tag == "546":
                found += named_in(field.first("a"))
    return tuple(dict.fromkeys(found))


def original(fields: Gathered, main: str) -> str:
    """What it was translated from (041 $h); empty where that is the language of the text itself."""
    for code in _codes(fields.get("language", ()), "h", thai=False):
        return code if code != main else ""
    return ""


def _codes(fields: Sequence[Field], wanted: str, thai: bool) -> list[str]:
    return [
        code
        for field in fields
        for name, value in field.subfields
        if name in wanted
        for code in codes_in(value.strip(), thai=thai)
    ]
