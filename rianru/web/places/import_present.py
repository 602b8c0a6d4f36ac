"""From what is known of lists of spaces to what their templates show."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.actions import importing
from rianru.places.actions.importing import COLUMNS

LABELS = {
    "added": T("แห่งใหม่", "New"), "changed": T("แก้ไข", "Changed"), "unchanged": T("เหมือนเดิม", "Unchanged"),
    "rejected": T("ไม่รับ", "Not taken"), "noted": T("มีข้อสังเกต", "With remarks"),
}
FORMS = {"csv": T("ตาราง CSV", "CSV table"), "geojson": T("GeoJSON", "GeoJSON")}
_SPECIAL = {
    "@lat": T("ละติจูดของจุด", "Latitude of the point"), "@lon": T("ลองจิจูดของจุด", "Longitude of the point"),
    "@id": T("รหัสของจุด (id)", "Id of the feature"),
}


def heading(text: str, place: int) -> str:
    """A heading as a person knows it."""
    return str(_SPECIAL.get(text) or text or T("คอลัมน์ที่ {n}", "Column {n}", n=place))


def shown(view: queries.ListView) -> dict[str, Any]:
    """A file in a list, and the head of its page."""
    run = view.run
    return {
        "id": run.id, "url": reverse("space_list", kwargs={"id": run.id}), "file_name": run.file_name,
        "source": run.source.name, "network": T.verbatim(run.source.network.name_th, run.source.network.name_en),
        "state": run.state, "state_words": importing.STATES[run.state], "sent_at": run.sent_at,  # type: ignore[index]
        "ended_at": run.ended_at, "live": view.live, "percent": view.percent, "rows": run.rows, "number": run.number,
        "written": run.written, "form": FORMS[run.form], "size": run.size, "added": run.added, "changed": run.changed,
        "unchanged": run.unchanged, "rejected": run.rejected, "noted": run.noted, "to_write": run.added + run.changed,
        "failure": view.refusal, "columns_url": reverse("space_list_columns", kwargs={"id": run.id}),
        "again_url": f"{reverse('space_list_new')}?{urlencode({'source': run.source.name})}",
        "file_url": reverse("space_list_file", kwargs={"id": run.id}),
    }


def chosen_list(view: queries.ListView, asked: str) -> str:
    """The list of the report that is shown: the one asked for, else the first that a person should look at."""
    if asked in queries.LISTS:
        return asked
    order = ("rejected", "noted", "changed", "added", "unchanged")
    return next((one for one in order if getattr(view.run, one)), "added")


def tabs(view: queries.ListView, chosen: str) -> list[dict[str, Any]]:
    """The lists of a report with their counts."""
    here = reverse("space_list", kwargs={"id": view.run.id})
    return [
        {"name": one, "label": LABELS[one], "count": getattr(view.run, one), "current": one == chosen,
         "url": f"{here}?list={one}#report"}
        for one in queries.LISTS
    ]


def row(one: queries.RowView) -> dict[str, Any]:
    """A row of a file in the report."""
    return {
        "line": one.line, "name": one.name, "area": one.area, "key": "" if "|" in one.key else one.key,
        "kind": LABELS[one.kind], "reasons": [importing.words(code, values) for code, values in one.reasons],
        "fields": [COLUMNS.get(name.removesuffix("_id"), name) for name in one.fields],
        "url": reverse("space", kwargs={"code": one.code}) if one.code else "",
    }


def reasons(counts: Sequence[tuple[str, bool, int]]) -> dict[str, list[dict[str, Any]]]:
    """Why rows were not taken, and remarks on those that were: words with counts."""
    found: dict[str, list[dict[str, Any]]] = {"rejected": [], "noted": []}
    for code, rejected, count in counts:
        if rejected == importing.keeps_out(code):  # remarks on a row that was not taken for another reason say nothing
            found["rejected" if rejected else "noted"].append({"words": importing.short(code), "count": count})
    return found
