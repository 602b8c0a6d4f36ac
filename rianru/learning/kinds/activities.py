"""What activities and programmes are to the rest of the house. What is a draft, cancelled or over is not found."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from rianru.core import kinds
from rianru.core.search.document import BETWEEN, Document
from rianru.kernel.words import T
from rianru.learning.models import Activity, Material, Programme, ProgrammeStep
from rianru.learning.queries.activities import SHOWN
from rianru.learning.words import BANDS, KINDS
from rianru.places.models import Space


def cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    """A card an activity that readers see: its title, kind and host."""
    found = Activity.objects.filter(id__in=list(ids), state__in=SHOWN).select_related("space")
    return {
        one.id: kinds.Card(
            one.title_th, one.title_en or one.title_th,
            T("{kind} ที่ {place}", "{kind} at {place}", kind=KINDS[one.kind],
              place=T.verbatim(one.space.name_th, one.space.name_en)),
            "activity", {"id": one.id},
        )
        for one in found
    }


def documents(ids: Sequence[UUID]) -> Iterator[Document]:
    """The search documents of open activities: titles, kind, for whom, words, what they read, and where."""
    found = list(
        Activity.objects.filter(id__in=list(ids), state="open").select_related("space__network", "space__area")
    )
    works: dict[UUID, list[str]] = {}
    for activity, title in Material.objects.filter(activity__in=found).values_list("activity", "title"):
        works.setdefault(activity, []).append(title)
    for one in found:
        kind = KINDS[one.kind]
        yield Document(
            id=one.id, kind="activity", title=_joined(one.title_th, one.title_en),
            subjects=_joined(kind.th, kind.en, *(word for band in one.ages for word in _said(BANDS[band]))),
            text=_joined(one.description_th, one.description_en, one.for_whom_th, one.for_whom_en, one.place_th,
                         one.place_en, *_where(one.space), *works.get(one.id, ())),
            facets=_facets(one.space), arrived_at=one.made_at,
        )


def _joined(*texts: str) -> str:
    return BETWEEN.join(filter(None, texts))


def _said(words: T) -> tuple[str, str]:
    return words.th, words.en


def _where(space: Space) -> tuple[str, ...]:
    return space.name_th, space.name_en, space.area.name_th, space.area.name_en


def _facets(space: Space) -> dict[str, list[str]]:
    return {"province": [space.area_id[:2]], "network": [space.network.code], "space": [space.code]}


def pages(after: UUID | None, limit: int) -> list[UUID]:
    """Ids of activities after one, in order."""
    found = Activity.objects.filter(id__gt=after) if after else Activity.objects.all()
    return list(found.order_by("id").values_list("id", flat=True)[:limit])


def changed(ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each was last told anew."""
    return dict(Activity.objects.filter(id__in=list(ids)).values_list("id", "changed_at"))


def programme_cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    """A card a programme that readers see."""
    found = Programme.objects.filter(id__in=list(ids), state__in=SHOWN).select_related("space")
    return {
        one.id: kinds.Card(one.title_th, one.title_en or one.title_th,
                           T.verbatim(one.space.name_th, one.space.name_en), "programme", {"id": one.id})
        for one in found
    }


def programme_documents(ids: Sequence[UUID]) -> Iterator[Document]:
    """The search documents of open programmes: titles, words, and what their activities are called."""
    rows = Programme.objects.filter(id__in=list(ids), state="open")
    found = list(rows.select_related("space__network", "space__area"))
    steps: dict[UUID, list[str]] = {}
    for programme, *titles in ProgrammeStep.objects.filter(part__programme__in=found).values_list(
        "part__programme", "activity__title_th", "activity__title_en"
    ):
        steps.setdefault(programme, []).extend(titles)
    for one in found:
        yield Document(
            id=one.id, kind="programme", title=_joined(one.title_th, one.title_en),
            text=_joined(one.description_th, one.description_en, *_where(one.space), *steps.get(one.id, ())),
            facets=_facets(one.space), arrived_at=one.made_at,
        )


def programme_pages(after: UUID | None, limit: int) -> list[UUID]:
    """Ids of programmes after one, in order."""
    found = Programme.objects.filter(id__gt=after) if after else Programme.objects.all()
    return list(found.order_by("id").values_list("id", flat=True)[:limit])


kinds.register(
    kinds.Kind(name="activity", label=T("กิจกรรม", "Activities"), cards=cards, documents=documents, pages=pages,
               scope="activities", changed=changed)
)
kinds.register(
    kinds.Kind(name="programme", label=T("หลักสูตร", "Programmes"), cards=programme_cards,
               documents=programme_documents, pages=programme_pages, scope="activities")
)
