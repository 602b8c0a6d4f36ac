"""What areas are to the rest of the house.

An area is known by its official code; where the house wants an id it is a UUID of RFC 9562's version 8 that spells the
code, so that no table is needed to go from the one to the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models.functions import Length

from rianru.core import kinds
from rianru.core.search.document import BETWEEN, Document
from rianru.kernel.words import T
from rianru.places.kinds.spaces import ways_to_say
from rianru.places.models import Area
from rianru.places.words import full_name, level

STEM = "61726561-0000-8000-8000-"
"""How the id of an area begins: "area" in ASCII; then the code, in its own digits, to the right."""


def id_of(code: str) -> UUID:
    """The id of the area of a code."""
    return UUID(f"{STEM}{code:0>12}")


def code_of(id: UUID) -> str:
    """The code behind an id; blank for an id that is no area's."""
    text = str(id)
    code = text.removeprefix(STEM).lstrip("0")
    return code if text.startswith(STEM) and code.isdigit() and len(code) in (2, 4, 6, 8) else ""


def cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    """A card an area: its name with what it is, and what it lies in."""
    found = _with_around(ids)
    return {
        id_of(area.code): kinds.Card(*_names(area), _lies_in(around), "area", {"code": area.code})
        for area, around in found
    }


def documents(ids: Sequence[UUID]) -> Iterator[Document]:
    """The search documents of areas: names with and without what they are, short forms, and where they lie."""
    for area, around in _with_around(ids):
        own = level(area.code)
        yield Document(
            id=id_of(area.code),
            kind="area",
            title=BETWEEN.join([area.name_th, area.name_en]),
            subjects=BETWEEN.join([own.th, own.en, *ways_to_say(area)]),
            text=BETWEEN.join(said for each in around for said in ways_to_say(each)),
            numbers=(area.code, *area.postal_code.split()),
            facets={"province": [area.code[:2]]},
        )


def _names(area: Area) -> tuple[str, str]:
    named = full_name(area.code, area.name_th, area.name_en)
    return named.in_("th"), named.in_("en")


def _lies_in(around: Sequence[Area]) -> T:
    if not around:
        return T("ประเทศไทย", "Thailand")
    return T.verbatim(" ".join(_names(each)[0] for each in around), ", ".join(_names(each)[1] for each in around))


def _with_around(ids: Iterable[UUID]) -> list[tuple[Area, list[Area]]]:
    """Each area that exists, in order of its code, with those it lies in from small to large; two queries."""
    own = list(Area.objects.filter(code__in=[code for code in map(code_of, ids) if code]).order_by("code"))
    above = Area.objects.in_bulk({code for area in own for code in _above(area.code)})
    return [(area, [above[code] for code in _above(area.code)]) for area in own]


def _above(code: str) -> list[str]:
    """The codes that one lies in, small to large."""
    return [code[:length] for length in (6, 4, 2) if length < len(code)]


def pages(after: UUID | None, limit: int) -> list[UUID]:
    """Ids of areas after one, in order: provinces, districts, sub-districts."""
    code = code_of(after) if after else ""
    found = Area.objects.annotate(digits=Length("code"))
    if code:
        found = found.filter(digits=len(code), code__gt=code) | found.filter(digits__gt=len(code))
    return [id_of(code) for code in found.order_by("digits", "code").values_list("code", flat=True)[:limit]]


kinds.register(
    kinds.Kind(name="area", label=T("จังหวัด อำเภอ ตำบล", "Areas"), cards=cards, documents=documents, pages=pages,
               scope="places")
)
