"""The only door for reads of the catalogue."""

from rianru.catalogue.queries.imports import ImportView, import_view, imports, rejections, scope_of, sources
from rianru.catalogue.queries.works import (
    Branch,
    Copy,
    EditionView,
    Newest,
    WorkRow,
    WorkView,
    items_at,
    newest,
    visible_to,
    work,
    work_rows,
)

__all__ = [
    "Branch", "Copy", "EditionView", "ImportView", "Newest", "WorkRow", "WorkView", "import_view", "imports",
    "items_at", "newest", "rejections", "scope_of", "sources", "visible_to", "work", "work_rows",
]
