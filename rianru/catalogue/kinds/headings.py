"""What authors, subjects and series are to the rest of the house."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

from django.db import connection

from rianru.core import kinds
from rianru.core.search.document import BETWEEN, Document
from rianru.kernel.matching.headings import Kind
from rianru.kernel.words import T

MOST_FORMS = 20
LABELS: dict[Kind, T] = {
    "author": T("ผู้แต่ง", "Authors"), "subject": T("หัวเรื่อง", "Subjects"), "series": T("ชุดหนังสือ", "Series"),
}
_FIELDS: dict[Kind, str] = {"author": "people", "subject": "subjects", "series": "series"}
_FORMS = """
    SELECT heading.id, heading.name,
           (SELECT array_agg(form ORDER BY works DESC, form) FROM (
                SELECT form, works FROM catalogue_headingform
                WHERE heading_id = heading.id AND form <> heading.name ORDER BY works DESC, form LIMIT %(most)s
           ) AS other)
    FROM catalogue_heading AS heading WHERE heading.id = ANY(%(ids)s) AND heading.kind = %(kind)s AND works > 0
"""


def cards(kind: Kind) -> Callable[[Iterable[UUID]], dict[UUID, kinds.Card]]:
    """Cards of a kind: the name, and how many works bear it."""

    def of(ids: Iterable[UUID]) -> dict[UUID, kinds.Card]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, key, name, works FROM catalogue_heading WHERE id = ANY(%s) AND kind = %s AND works > 0",
                [list(ids), kind],
            )
            return {
                id: kinds.Card(name, name, T("{n:,} เรื่อง", "{n:,} {n:work|works}", n=works), kind, {"key": key})
                for id, key, name, works in cursor.fetchall()
            }

    return of


def documents(kind: Kind) -> Callable[[Sequence[UUID]], Iterator[Document]]:
    """Search documents of a kind: the name and its other forms, as title and in the field of works that holds it."""

    def of(ids: Sequence[UUID]) -> Iterator[Document]:
        with connection.cursor() as cursor:
            cursor.execute(_FORMS, {"ids": list(ids), "kind": kind, "most": MOST_FORMS})
            for id, name, others in cursor.fetchall():
                names = BETWEEN.join([name, *(others or ())])
                yield Document(id=id, kind=kind, title=names, **{_FIELDS[kind]: names})  # type: ignore[arg-type]

    return of


def pages(kind: Kind) -> Callable[[UUID | None, int], list[UUID]]:
    """Ids of a kind after one, in order."""

    def of(after: UUID | None, limit: int) -> list[UUID]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM catalogue_heading WHERE kind = %s AND works > 0 AND (%s::uuid IS NULL OR id > %s) "
                "ORDER BY id LIMIT %s",
                [kind, after, after, limit],
            )
            return [id for (id,) in cursor.fetchall()]

    return of


for _kind, _label in LABELS.items():
    kinds.register(kinds.Kind(
        name=_kind, label=_label, cards=cards(_kind), documents=documents(_kind), pages=pages(_kind),
        scope="people" if _kind == "author" else "subjects",
    ))
