"""What spaces are to the rest of the house."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from rianru.core import kinds
from rianru.core.search.document import BETWEEN, Document
from rianru.kernel.words import T
from rianru.places.models import Area, Space
from rianru.places.words import CALLED, KINDS, KNOWN_AS, SHORT_LEVELS, full_name


def cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    """A card a space: its name and kind."""
    return {
        space.id: kinds.Card(space.name_th, space.name_en, KINDS[space.kind], "space", {"code": space.code})
        for space in Space.objects.filter(id__in=list(ids))
    }


def documents(ids: Sequence[UUID]) -> Iterator[Document]:
    """The search documents of spaces: names, kind, address, and where they lie. One that closed for good gives none."""
    spaces = list(Space.objects.filter(id__in=list(ids), closed_on=None).select_related("network", "organisation"))
    areas = Area.objects.in_bulk({space.area_id[:length] for space in spaces for length in (2, 4, 6)})
    for space in spaces:
        yield _document(space, areas)


def _document(space: Space, areas: Mapping[str, Area]) -> Document:
    around = [areas[code] for code in dict.fromkeys(space.area_id[:n] for n in (6, 4, 2)) if code in areas]
    kind, kept_by = KINDS[space.kind], [space.network.name_th, space.network.name_en]
    if space.organisation:
        kept_by += [space.organisation.name_th, space.organisation.name_en]
    return Document(
        id=space.id,
        kind="space",
        title=BETWEEN.join(dict.fromkeys([space.name_th, space.name_en])),
        subjects=BETWEEN.join([kind.th, kind.en, CALLED[space.kind]]),
        text=BETWEEN.join(
            filter(None, [
                space.address_th, space.address_en, *kept_by, *(said for each in around for said in ways_to_say(each)),
            ])
        ),
        numbers=tuple(filter(None, [space.code, *_dialled(space.phone)])),
        facets={"province": [space.area_id[:2]], "network": [space.network.code], "space": [space.code]},
    )


def ways_to_say(area: Area) -> list[str]:
    """Every way in which an address names an area: with what it is in full and short, and by its other names."""
    full, short = full_name(area.code, area.name_th, area.name_en), SHORT_LEVELS.get(len(area.code), "")
    return list(filter(None, [full.in_("th"), full.in_("en"), f"{short}{area.name_th}", KNOWN_AS.get(area.code, "")]))


def _dialled(phone: str) -> list[str]:
    """A number as it is dialled here, and from abroad."""
    digits = re.sub(r"\D", "", phone)
    return [digits, f"66{digits[1:]}"] if digits.startswith("0") else [digits]


def pages(after: UUID | None, limit: int) -> list[UUID]:
    """Ids of spaces after one, in order."""
    found = Space.objects.filter(id__gt=after) if after else Space.objects.all()
    return list(found.order_by("id").values_list("id", flat=True)[:limit])


kinds.register(
    kinds.Kind(name="space", label=T("แหล่งเรียนรู้", "Learning spaces"), cards=cards, documents=documents,
               pages=pages, scope="places")
)
