"""Leader, tags, indicators and subfields as they come in MARCXML and MARC-in-JSON, fitted to what a Record holds."""

from collections.abc import Iterable

from rianru.kernel.formats.marc.decoding import Findings
from rianru.kernel.formats.marc.doctor.leaders import fitted
from rianru.kernel.formats.marc.record import Field

ORDINARY_LEADER = "00000nam a2200000   4500"


def leader_of(text: str, notes: Findings) -> str:
    """24 printable ASCII characters, whatever came."""
    if not text.strip():
        notes.mended("leader")
        return ORDINARY_LEADER
    given = text if len(text) == 24 else text.strip("\r\n\t")
    if len(given) != 24:
        notes.mended("leader")
        return fitted(given)
    return "".join(sign if plain(sign) else " " for sign in given)


def tag_of(text: str, notes: Findings) -> str:
    """Three ASCII letters or digits; empty, and noted as lost, when the field cannot be named."""
    tag = text.strip()
    if tag.isascii() and tag.isdigit() and 0 < len(tag) < 3:
        notes.mended("tag_zeros")
        tag = tag.zfill(3)
    if len(tag) == 3 and tag.isascii() and tag.isalnum():
        return tag
    notes.lost("tag_wrong")
    return ""


def control_field(tag: str, text: str, notes: Findings) -> Field:
    """A field given as control field; one whose tag is no control tag becomes a data field with $a."""
    if tag < "010":
        return Field(tag, data=text)
    notes.mended("field_kind")
    return Field(tag, subfields=(("a", text),) if text else ())


def data_field(
    tag: str, indicators: tuple[str | None, str | None], subfields: Iterable[tuple[str, str]], notes: Findings
) -> Field:
    """A field given with subfields; one whose tag is a control tag keeps their text as its data."""
    made = _subfields(subfields, notes)
    if tag < "010":
        notes.mended("field_kind")
        return Field(tag, data=" ".join(text for _, text in made))
    return Field(tag, indicators="".join(_indicator(one, notes) for one in indicators), subfields=tuple(made))


def plain(sign: str) -> bool:
    """Whether it is printable ASCII."""
    return " " <= sign <= "~"


def _indicator(given: str | None, notes: Findings) -> str:
    if given is not None and len(given) == 1 and plain(given):
        return given
    notes.mended("indicators")
    first = (given or " ").strip()[:1]
    return first if first and plain(first) else " "


def _subfields(given: Iterable[tuple[str, str]], notes: Findings) -> list[tuple[str, str]]:
    """A text without a usable code goes on in the subfield before it, or stands in $a."""
    made: list[tuple[str, str]] = []
    for code, text in given:
        if len(code) == 1 and plain(code) and code != " ":
            made.append((code, text))
            continue
        notes.mended("subfield_code")
        first = code.strip()[:1]
        if first and plain(first):
            made.append((first, text))
        elif not text.strip():
            continue
        elif made:
            made[-1] = (made[-1][0], f"{made[-1][1]} {text}".strip())
        else:
            made.append(("a", text))
    return made
