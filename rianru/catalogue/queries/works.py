"""Works as readers see them: rows of a list, and one whole with its editions and the branches that hold it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from rianru.catalogue.models import Edition, Item, Work
from rianru.catalogue.queries.covers import Picture, covers_of_works
from rianru.catalogue.words import FORMATS, language
from rianru.core.actors import Actor
from rianru.kernel.words import T


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A work in a list. `available` of `copies` now; `branch` names one space that holds it, available first."""

    id: UUID
    title: str
    people: tuple[str, ...]
    year: int | None
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    editions: int
    copies: int
    available: int
    branches: int
    branch: T | None
    branch_code: str
    cover: Picture | None = None

    @property
    def format_labels(self) -> list[T]:
        """The formats in words."""
        return [FORMATS[name] for name in self.formats]

    @property
    def language_labels(self) -> list[T]:
        """The languages in words."""
        return [language(code) for code in self.languages if code]


@dataclass(frozen=True, slots=True)
class Copy:
    """One item on a shelf."""

    barcode: str
    call_number: str
    shelf: str
    available: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A space that holds the work, with its copies."""

    space_id: UUID
    code: str
    name: T
    copies: tuple[Copy, ...]

    @property
    def available(self) -> int:
        """How many copies can be taken now."""
        return sum(copy.available for copy in self.copies)

    @property
    def call_numbers(self) -> list[str]:
        """The call numbers of the copies, each once."""
        return list(dict.fromkeys(copy.call_number for copy in self.copies if copy.call_number))


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition with how many of its copies can be taken now."""

    edition: Edition
    copies: int
    available: int

    @property
    def format_label(self) -> T:
        """The format in words."""
        return FORMATS[self.edition.format]

    @property
    def language_label(self) -> T | None:
        """The language in words."""
        return language(self.edition.language) if self.edition.language else None

    @property
    def people(self) -> list[tuple[str, str]]:
        """Names with their roles as the record gives them."""
        return list(zip(self.edition.people, self.edition.roles, strict=True))


@dataclass(frozen=True, slots=True)
class WorkView:
    """One work, its editions newest first, and the branches that hold any of them, those with a free copy first."""

    work: Work
    editions: tuple[EditionView, ...]
    branches: tuple[Branch, ...]
    cover: Picture | None = None

    @property
    def main(self) -> EditionView:
        """The newest edition."""
        return self.editions[0]

    @property
    def copies(self) -> int:
        """All copies."""
        return sum(len(branch.copies) for branch in self.branches)

    @property
    def available(self) -> int:
        """Copies that can be taken now."""
        return sum(branch.available for branch in self.branches)


_HIDDEN = (Item.State.ABSENT, Item.State.WITHDRAWN)
_ROWS = """
    SELECT work.id, work.title, edition.people, edition.year, edition.formats, edition.languages, edition.n,
           coalesce(item.copies, 0), coalesce(item.available, 0), coalesce(item.branches, 0),
           best.name_th, best.name_en, best.code
    FROM catalogue_work AS work
    JOIN LATERAL (SELECT (array_agg(people ORDER BY year DESC NULLS LAST, id)) [1:1] AS people, max(year) AS year,
                         array_agg(DISTINCT format) AS formats, array_agg(DISTINCT language) AS languages, count(*) AS n
                  FROM (SELECT id, array_to_string(people[1:3], ' ; ') AS people, year, format, language
                        FROM catalogue_edition WHERE work_id = work.id AND live) AS own) AS edition ON true
    LEFT JOIN LATERAL (SELECT count(*) AS copies, count(*) FILTER (WHERE state = 'available') AS available,
                              count(DISTINCT space_id) AS branches,
                              (array_agg(space_id ORDER BY (state = 'available') DESC, space_id))[1] AS space_id
                       FROM catalogue_item WHERE state NOT IN ('absent', 'withdrawn') AND edition_id IN (
                           SELECT id FROM catalogue_edition WHERE work_id = work.id)) AS item ON true
    LEFT JOIN places_space AS best ON best.id = item.space_id
    WHERE work.id = ANY(%s) AND edition.n > 0
"""


def visible_to(actor: Actor) -> QuerySet[Work]:
    """The works this actor may see: all of them, for everyone."""
    return Work.objects.all()


def work_rows(*, actor: Actor, ids: Sequence[UUID]) -> list[WorkRow]:
    """Rows in the order of `ids`, in two queries; works that are gone are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [list(ids)])
        found = cursor.fetchall()
    covers = covers_of_works(ids=[row[0] for row in found]) if found else {}
    rows = {row[0]: _row(row, covers.get(row[0])) for row in found}
    return [rows[id] for id in ids if id in rows]


def _row(row: tuple, cover: Picture | None) -> WorkRow:  # type: ignore[type-arg]
    (id, title, people, year, formats, languages, editions, copies, available, branches, name_th, name_en, code) = row
    names = tuple(filter(None, (people[0] or "").split(" ; "))) if people else ()
    branch = T.verbatim(name_th, name_en) if code else None
    return WorkRow(id, title, names, year, tuple(formats), tuple(languages), editions, copies, available, branches,
                   branch, code or "", cover)


@dataclass(frozen=True, slots=True)
class Newest:
    """The works added last, and how many there are in all."""

    rows: list[WorkRow]
    total: int


def newest(*, actor: Actor, limit: int) -> Newest:
    """The works added last that somebody holds, and an estimate of all works."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM catalogue_work ORDER BY id DESC LIMIT %s", [limit])
        ids = [id for (id,) in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM catalogue_work")
        (total,) = cursor.fetchone()
    return Newest(work_rows(actor=actor, ids=ids), total)


def work_page(*, actor: Actor, after: UUID | None = None, limit: int) -> list[WorkRow]:
    """Works that have an edition, by key behind `after`: in the order in which they were made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM catalogue_work AS work WHERE (%s::uuid IS NULL OR id > %s) AND EXISTS "
            "(SELECT FROM catalogue_edition WHERE work_id = work.id AND live) ORDER BY id LIMIT %s",
            [after, after, limit],
        )
        ids = [id for (id,) in cursor.fetchall()]
    return work_rows(actor=actor, ids=ids)


def work(*, actor: Actor, id: UUID) -> WorkView | None:
    """One work with everything its page shows, in five queries; None where there is none."""
    found = visible_to(actor).filter(id=id).first()
    if found is None:
        return None
    own = Edition.objects.filter(work=found).order_by(F("live").desc(), F("year").desc(nulls_last=True), "id")
    editions = [edition for edition in own if edition.live] or list(own)
    items = list(
        Item.objects.filter(edition__work=found).exclude(state__in=_HIDDEN)
        .select_related("space").order_by("space__name_th", "space_id", "call_number", "id")
    )
    views = tuple(
        EditionView(edition, len(own), sum(item.state == Item.State.AVAILABLE for item in own))
        for edition in editions
        for own in [[item for item in items if item.edition_id == edition.id]]
    )
    return WorkView(found, views, _branches(items), covers_of_works(ids=[id]).get(id))


def _branches(items: Sequence[Item]) -> tuple[Branch, ...]:
    by_space: dict[UUID, list[Item]] = {}
    for item in items:
        by_space.setdefault(item.space_id, []).append(item)
    branches = [
        Branch(
            space_id, own[0].space.code, T.verbatim(own[0].space.name_th, own[0].space.name_en),
            tuple(Copy(i.barcode, i.call_number, i.shelf, i.state == Item.State.AVAILABLE) for i in own),
        )
        for space_id, own in by_space.items()
    ]
    return tuple(sorted(branches, key=lambda branch: not branch.available))


def nearest_first(
    branches: Iterable[Branch], *, far: Mapping[UUID, float], open_now: Collection[UUID]
) -> list[Branch]:
    """The nearest first by `far`, kilometres by space; those of which it is not known after the others: those with a
    free copy that are open now, then the other free ones, then the rest.
    """
    return sorted(branches, key=lambda one: (
        far.get(one.space_id, float("inf")), not one.available, one.space_id not in open_now,
    ))


def items_at(space_id: UUID) -> int:
    """How many copies a space holds."""
    return Item.objects.filter(space_id=space_id).exclude(state__in=_HIDDEN).count()
