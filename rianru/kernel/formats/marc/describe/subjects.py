"""Subjects (600-662, 69X) and genres (655), with their subdivisions."""

from rianru.kernel.formats.marc.describe.gathering import Gathered
from rianru.kernel.formats.marc.describe.texts import clean
from rianru.kernel.formats.marc.record import Field

_DIVIDED = "vxyz"
_UNCONTROLLED = "653"


def subjects(fields: Gathered) -> tuple[str, ...]:
    """Each heading once, `ผ้าทอ -- น่าน`; every word of 653 by itself; names of people without their years."""
    return _headings(fields.get("subjects", ()))


def genres(fields: Gathered) -> tuple[str, ...]:
    """Each genre or form once."""
    return _headings(fields.get("genres", ()))


def _headings(found: "list[Field] | tuple[()]") -> tuple[str, ...]:
    once: dict[str, None] = {}
    for field in found:
        if field.tag == _UNCONTROLLED:
            for code, value in field.subfields:
                if code == "a" and (text := clean(value)):
                    once[text] = None
        elif text := _heading(field):
            once[text] = None
    return tuple(once)


def _heading(field: Field) -> str:
    head, divided = "", ""
    body = "abcnpqt" if field.tag == "600" else "abcdnpqt"
    for code, value in field.subfields:
        if code in _DIVIDED:
            if text := clean(value):
                divided += f" -- {text}"
        elif code in body:
            head += f" {value}" if head else value
    if not divided:
        return clean(head)
    head = clean(head)
    return head + divided if head else divided[4:]
