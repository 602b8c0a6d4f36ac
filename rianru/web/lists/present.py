"""From what lists say to what a template shows."""

from typing import Any

from django.urls import reverse

from rianru.catalogue.queries import EntryRow, ListRow, ListView
from rianru.kernel.words import T
from rianru.web.catalogue.present import row, search_address

SHARING = {
    "private": T("เห็นคนเดียว", "Only you"), "link": T("คนที่มีลิงก์", "Whoever has the link"),
    "public": T("ทุกคน", "Everyone"),
}


def list_row(one: ListRow) -> dict[str, Any]:
    """A list among one's own (web/lists.html)."""
    return {
        "id": one.id, "url": reverse("list", kwargs={"id": one.id}), "name": one.name, "want": one.want,
        "entries": one.entries, "sharing": SHARING[one.sharing] if one.sharing != "private" else "",
        "covers": [{"id": id, "title": title} for id, title in one.first],
    }


def entry(one: EntryRow) -> dict[str, Any]:
    """A row of a list: the work as everywhere, or what is left of one that is gone."""
    shown = row(one.work) if one.work else {
        "id": one.work_id, "title": one.title, "url": search_address(one.title), "gone": True,
    }
    return {"id": one.id, "note": one.note, "kept_at": one.kept_at, "work": shown}


def view(one: ListView) -> dict[str, Any]:
    """A list whole (web/list.html, web/list_shared.html)."""
    return {
        "id": one.id, "want": one.want, "name": one.name, "sharing": one.sharing, "total": one.total, "by": one.by,
        "entries": [entry(each) for each in one.rows], "more": f"?after={one.after}" if one.after is not None else "",
    }
