"""From a copy to what templates show of it."""

from typing import Any

from django.urls import reverse

from rianru.kernel.words import T
from rianru.web.catalogue.present import edition_line

STATES = {
    "available": T("อยู่บนชั้น", "On its shelf"), "on_loan": T("มีคนยืมอยู่", "On loan"),
    "in_transit": T("กำลังเดินทาง", "On its way"), "on_hold_shelf": T("รอผู้จองมารับ", "On the hold shelf"),
    "damaged": T("ชำรุด", "Damaged"), "lost": T("หาย", "Lost"), "missing": T("หาไม่พบ", "Missing"),
    "absent": T("แหล่งไม่แจ้งแล้ว", "No longer listed"),
    "withdrawn": T("จำหน่ายออกแล้ว", "Withdrawn"),
}


def item_row(item: Any) -> dict[str, Any]:
    """A copy in a list."""
    return {
        "id": item.id, "url": reverse("item", kwargs={"id": item.id}), "title": item.edition.title,
        "barcode": item.barcode, "call_number": item.call_number, "copy": item.copy, "shelf": item.shelf,
        "space": T.verbatim(item.space.name_th, item.space.name_en), "space_code": item.space.code,
        "state": item.state, "state_words": STATES.get(item.state, item.state), "status": item.status,
        "price": item.price, "note": item.note, "by_hand": item.record_id is None,
    }


def item_whole(item: Any) -> dict[str, Any]:
    """A copy with where its source says it stands, and where it is described."""
    listed, record, edition = item.listed_at, item.record, item.edition
    moved = listed is not None and listed.id != item.space_id
    return {
        **item_row(item),
        "moved_from": T.verbatim(listed.name_th, listed.name_en) if moved else None,
        "source": T.verbatim(record.source.name_th, record.source.name_en) if record else None,
        "record_url": reverse("record", kwargs={"id": record.id}) if record else "",
        "changed_at": item.changed_at, "work_url": reverse("work", kwargs={"id": edition.work_id}),
        "hold_url": f"{reverse('work_hold', kwargs={'id': edition.work_id})}?item={item.id}",
        "records_url": reverse("work_records", kwargs={"id": edition.work_id}),
        "statement": edition_line(edition),
        "space_url": reverse("space", kwargs={"code": item.space.code}),
        "add_url": reverse("item_new", kwargs={"id": edition.id}),
        "cover_url": reverse("edition_cover", kwargs={"id": edition.id}),
    }
