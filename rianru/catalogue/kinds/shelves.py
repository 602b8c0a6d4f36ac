"""What librarians' shelves are to the rest of the house. One that is not published is not found."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from rianru.catalogue.models import Shelf, ShelfEntry
from rianru.core import kinds
from rianru.core.search.document import Document
from rianru.kernel.words import T


def cards(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
    """A card a shelf that readers see: its title, and whose it is."""
    found = Shelf.objects.filter(id__in=list(ids), published_at__isnull=False).select_related("space", "network")
    return {
        one.id: kinds.Card(
            one.title_th, one.title_en or one.title_th,
            T.verbatim(place.name_th, place.name_en) if (place := one.space or one.network) else "",
            "shelf", {"id": one.id},
        )
        for one in found
    }


def documents(ids: Sequence[UUID]) -> Iterator[Document]:
    """The search documents of published shelves: titles, words, and what stands on them with its sentences."""
    found = list(Shelf.objects.filter(id__in=list(ids), published_at__isnull=False))
    texts: dict[UUID, list[str]] = {}
    for entry in ShelfEntry.objects.filter(shelf__in=found).order_by("place", "id"):
        texts.setdefault(entry.shelf_id, []).extend([entry.title, entry.words_th, entry.words_en])
    for one in found:
        yield Document(
            id=one.id, kind="shelf", title=" ; ".join(filter(None, [one.title_th, one.title_en])),
            text=" ; ".join(filter(None, [one.words_th, one.words_en, *texts.get(one.id, ())])),
            arrived_at=one.published_at,
        )


def pages(after: UUID | None, limit: int) -> list[UUID]:
    """Ids of shelves after one, in order."""
    found = Shelf.objects.filter(id__gt=after) if after else Shelf.objects.all()
    return list(found.order_by("id").values_list("id", flat=True)[:limit])


kinds.register(
    kinds.Kind(
        name="shelf", label=T("ชั้นแนะนำ", "Librarians’ shelves"), cards=cards, documents=documents, pages=pages,
        scope="shelves",
    )
)
