"""From what the catalogue says of imports to what their templates show."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from rianru.catalogue.queries import LISTS, ImportView, MissingView, OutcomeView
from rianru.kernel.formats.marc import form_words, repairs
from rianru.kernel.words import T

LABELS = {
    "accepted": T("รับแล้ว", "Accepted"), "repaired": T("ซ่อมแล้ว", "Repaired"),
    "damaged": T("เสียบางส่วน", "Damaged"), "deleted": T("ลบตามแหล่ง", "Deleted"),
    "unchanged": T("เหมือนเดิม", "Unchanged"), "rejected": T("ไม่รับ", "Rejected"),
}
FORMS = {
    "iso2709": T("MARC (ISO 2709)", "MARC (ISO 2709)"), "marcxml": T("MARCXML", "MARCXML"),
    "marcjson": T("MARC-in-JSON", "MARC-in-JSON"), "csv": T("ตาราง", "A table"),
}
KINDS = {
    "new": T("ใหม่", "New"), "changed": T("แก้จากเดิม", "Changed"), "deleted": T("ลบตามแหล่ง", "Deleted"),
    "rejected": T("ไม่รับ", "Rejected"), "unchanged": T("เหมือนเดิม", "Unchanged"),
}
ENCODINGS = {
    "ascii": T("ASCII", "ASCII"), "utf-8": T("UTF-8", "UTF-8"), "cp874": T("TIS-620 / CP874", "TIS-620 / CP874"),
    "marc-8": T("MARC-8", "MARC-8"), "latin-1": T("Latin-1", "Latin-1"), "cp866": T("CP866", "CP866"),
    "mixed": T("หลายแบบปนกัน", "Several, mixed"), "utf-16": T("UTF-16", "UTF-16"),
}
LOSSES = frozenset({*repairs.LOSSES, *form_words.LOSSES})
_AGAIN = T("ส่งออกใหม่จากระบบเดิม แล้วส่งไฟล์นั้นมา", "Export it again from the library system, and send that.")
_THERE = T("แก้ที่ต้นทาง แล้วส่งมาอีกครั้ง", "Put it right at the source, then send it again.")
ADVICE = {  # what a person can do about a record that was not taken; docs/catalogue.md, "Rejections"
    **dict.fromkeys(("cut", "cut_kept", "leader", "directory", "fields", "xml", "json", "no_fields"), _AGAIN),
    **dict.fromkeys(("number_long", "too_many_copies", "cells", "cell_long", "quotes", "too_deep"), _THERE),
    "too_long": T("หาระเบียนที่เสียจากเลขไบต์ แล้วแก้ที่ต้นทาง", "Find the broken record by its byte; mend it at the source."),
    "encoding": T("เลือก UTF-8 (Unicode) ตอนส่งออก", "Choose UTF-8 (Unicode) when exporting."),
    "no_title": T("เติมชื่อเรื่องที่ต้นทาง แล้วส่งมาอีกครั้ง", "Give it a title at the source, then send it again."),
    "holdings_record": T(
        "ส่งออกโดยให้ตัวเล่มอยู่ในระเบียนหนังสือ (852)", "Export with the copies inside the records of books (852)."
    ),
    "authority_record": T("ไม่ต้องทำอะไร", "There is nothing to do."),
    "number_twice": T("รวมสองระเบียนนั้นที่ต้นทาง หรือให้เลขใหม่", "Join the two at the source, or give one a new number."),
}


def state_of(run: Any) -> str:
    """The state for web/import_state.html: the catalogue's own word."""
    return str(run.state)


def encoding(name: str) -> T | str:
    """An encoding in words."""
    return ENCODINGS.get(name, name)


def shown(view: ImportView) -> dict[str, Any]:
    """An import in a list, and the head of its page."""
    run = view.run
    return {
        "id": run.id, "url": reverse("import", kwargs={"id": run.id}), "file_name": run.file_name,
        "source": T.verbatim(run.source.name_th, run.source.name_en),
        "source_url": reverse("source", kwargs={"code": run.source.code}), "state": state_of(run),
        "started_at": run.started_at or run.queued_at, "finished_at": run.ended_at, "undone_at": run.undone_at,
        "percent": view.percent, "number": run.number, "size": run.size, "form": FORMS.get(run.form, run.form),
        "complete": run.complete, "accepted": run.accepted, "repaired": run.repaired, "damaged": run.damaged,
        "deleted": run.deleted, "unchanged": run.unchanged, "rejected": run.rejected, "unplaced": run.unplaced,
        "missing": run.missing, "withdrawn": run.withdrawn, "waiting_missing": view.waiting_missing,
        "later": view.later if view.left_out else "", "left_out": view.left_out,
        "missing_url": reverse("import_missing", kwargs={"id": run.id}), "live": not view.over, "failure": view.refusal,
        "again_url": f"{reverse('import_new')}?{urlencode({'source': run.source.code})}",
    }


def chosen_list(view: ImportView, asked: str) -> str:
    """The list of the report that is shown: the one asked for, else the first that a person should look at."""
    if asked in LISTS:
        return asked
    order = ("rejected", "damaged", "repaired", "deleted", "accepted", "unchanged")
    return next((which for which in order if getattr(view.run, which)), "accepted")


def tabs(view: ImportView, chosen: str) -> list[dict[str, Any]]:
    """The lists of a report with their counts, and where each is downloaded."""
    here = reverse("import", kwargs={"id": view.run.id})
    return [
        {"name": which, "label": LABELS[which], "count": getattr(view.run, which), "current": which == chosen,
         "url": f"{here}?{urlencode({'list': which})}#report",
         "csv_url": reverse("import_report", kwargs={"id": view.run.id, "which": which})}
        for which in LISTS
    ]


def outcome(one: OutcomeView) -> dict[str, Any]:
    """A record of a file in the report."""
    return {
        "number": one.number, "offset": one.offset, "control_number": one.control_number, "title": one.title,
        "kind": KINDS.get(one.kind, one.kind), "encoding": encoding(one.encoding),
        "repairs": [words for _, words in one.repairs], "losses": [words for _, words in one.losses],
        "url": reverse("record", kwargs={"id": one.record_id}) if one.record_id and one.kind != "rejected" else "",
    }


def missing(one: MissingView) -> dict[str, Any]:
    """A record that a complete file left out."""
    return {
        "control_number": one.control_number, "title": one.title, "copies": one.copies,
        "url": reverse("record", kwargs={"id": one.record_id}),
    }


def mended(counts: list[tuple[str, T, int, bool]]) -> dict[str, list[dict[str, Any]]]:
    """What was mended, what is lost in records that were taken, and why others were not: words with counts."""
    found: dict[str, list[dict[str, Any]]] = {"repairs": [], "losses": [], "reasons": []}
    for code, words, count, lost in counts:
        group = "repairs" if not lost else "losses" if code in LOSSES else "reasons"
        line = {"code": code, "words": words, "count": count}
        found[group].append(line | {"advice": ADVICE.get(code)} if group == "reasons" else line)
    return found
