"""What one scan at a desk does: a card brings its member, a copy is lent to who is there, or taken back.

A scan is sent with a key of its own. Sent twice it gives the same answer once; what is kept of an answer names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing

from rianru.core import idempotency
from rianru.core.again import again
from rianru.kernel.cards import is_ours, shown
from rianru.kernel.dates import date_text
from rianru.kernel.money import baht_text
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.lending import actions
from rianru.lending.actions import refusals
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.web.desks.where import Sitting

UNDO = timedelta(minutes=15)
SALT = "lending.undo"
LONGEST = 100  # characters of a scan
BAG = re.compile(r"/desk/bags/([2-9a-zA-Z]{8})/?$")  # the address that is on a bag


@dataclass(frozen=True, slots=True)
class Said:
    """What the desk says after a scan. `tone`: leaf, turmeric, lac or plain; `sound`: ok, wait, stop, card.

    `undo`: a sealed word of what can be taken back; `slip`: the hold for which a slip is put into the book.
    """

    tone: str
    sound: str
    title: T
    text: T | None = None
    steps: tuple[T, ...] = ()
    undo: str = ""
    slip: str = ""
    member: UUID | None = None
    found: tuple[Any, ...] = field(default=())  # members, where a name was typed
    who: Any = None  # the member as they stand after a loan, where it was made just now
    bag: str = ""  # the code of a bag whose address was scanned


def scan(desk: Sitting, *, key: str, typed: str, member: UUID | None, mode: str) -> Said:
    """One scan or one typed name. What the house refuses is said, not raised.

    `mode` is out, in (taken back whoever is there) or use (read here).
    """
    text = typed.replace("\0", "").strip()[:LONGEST]
    if bag := BAG.search(text):
        return Said("", "card", T("ถุงส่งต่อ {code}", "Bag {code}", code=bag[1].upper()), bag=bag[1].upper(),
                    member=member)
    try:
        if is_ours(text.replace(" ", "")) and (card := _card(text)):
            return card
        if _is_name(text):
            return _looked_up(desk, text, member)
        return _copy(desk, key, text, member, mode=mode)
    except refusals.BarcodeUnknown as refusal:
        return _card(text) or _refused(refusal, member)
    except Refused as refusal:
        return _refused(refusal, member)


def undone(desk: Sitting, sealed: str) -> tuple[Said, UUID | None]:
    """Takes the scan back that the sealed word tells of, and who is at the desk then."""
    try:
        told = signing.loads(sealed, salt=SALT, max_age=UNDO)
    except signing.BadSignature:
        return _refused(refusals.CannotUndo(), None), None
    member = UUID(told["member"]) if told["member"] else None
    try:
        if told["did"] == "lent":
            actions.undo_check_out(**desk.asked, loan_id=UUID(told["loan"]))
        else:
            assert member is not None
            actions.undo_check_in(
                **desk.asked, loan_id=UUID(told["loan"]), membership_id=member, home_id=UUID(told["home"]),
                moneys=tuple(map(UUID, told["moneys"])),
            )
    except Refused as refusal:
        return _refused(refusal, member), member
    title = T("ย้อนแล้ว: {title}", "Undone: {title}", title=told["title"])
    text = (T("เหมือนไม่เคยให้ยืม วางไว้บนชั้นได้", "As if it had not been lent. It may go back on its shelf.")
            if told["did"] == "lent" else T("กลับไปอยู่กับสมาชิกตามเดิม", "It is with its member as before."))
    return Said("leaf", "ok", title, text, member=member), member


def _copy(desk: Sitting, key: str, text: str, member: UUID | None, *, mode: str) -> Said:
    lending = member is not None and mode == "out"
    take = actions.use_in_house if mode == "use" else actions.check_in
    fresh: dict[str, Any] = {}

    def do() -> dict[str, Any]:
        if member is not None and lending:
            lent = actions.check_out(**desk.asked, membership_id=member, barcode=text)
            fresh["undo"] = _sealed("lent", lent.loan_id, member, lent.title)
            fresh["who"] = lent.who
            return {name: value for name, value in _plain(lent).items() if name != "who"}
        back = take(**desk.asked, barcode=text)
        if back.loan_id and back.member:
            fresh["undo"] = _sealed("back", back.loan_id, back.member, back.title, home=str(back.home),
                                    moneys=[str(id) for id in back.moneys])
        return {name: value for name, value in _plain(back).items() if name not in ("member", "moneys", "home")}

    kept = again(lambda: idempotency.once(
        owner=f"desk:{desk.actor.key}", key=key, at=desk.at, do=do,
        body=["scan", str(desk.space.id), text, str(member) if lending else mode if mode == "use" else ""],
    ))
    said = _lent(kept) if lending else _back(kept, desk, read_here=mode == "use")
    return Said(**{name: getattr(said, name) for name in said.__slots__} | {
        "undo": fresh.get("undo", ""), "member": member, "who": fresh.get("who")})


def _lent(kept: Mapping[str, Any]) -> Said:
    due = date_text(datetime.fromisoformat(kept["due_on"]).date(), "day")
    title = T("ให้ยืมแล้ว: {title}", "Lent: {title}", title=kept["title"])
    text = T("คืนภายใน {due} · ยืมอยู่ {out} จาก {most} ชิ้น", "Due {due} · {out} of {most} out",
             due=due, out=kept["out"], most=kept["most"])
    return Said("leaf", "ok", title, text, _steps(kept))


def _back(kept: Mapping[str, Any], desk: Sitting, *, read_here: bool = False) -> Said:
    """What came back and where it goes, the next step first: that is what hands must do."""
    tone, sound, goes = _goes(kept)
    parts = [goes]
    if kept["found"]:
        parts.insert(0, T("เล่มนี้เคยแจ้งว่าหาย ตอนนี้พบแล้ว", "It was declared lost, and is found."))
    if kept["fine"]:
        tone, sound = "turmeric", "wait"
        parts.append(T("เกินกำหนด {days} วัน ค่าปรับ {fine}", "Late by {days} {days:day|days}: a fine of {fine}",
                       days=kept["late_days"], fine=baht_text(kept["fine"])))
    elif kept["late_days"]:
        parts.append(T("เกินกำหนด {days} วัน ไม่มีค่าปรับ",
                       "Late by {days} {days:day|days}, without a fine", days=kept["late_days"]))
    done = T("รับคืนแล้ว: {title}", "Taken back: {title}", title=kept["title"])
    seen = T("ไม่มีใครยืมอยู่: {title}", "Not out to anybody: {title}", title=kept["title"])
    if read_here and not kept["loan_id"]:
        seen = T("นับว่าใช้ในห้องสมุด: {title}", "Counted as used here: {title}", title=kept["title"])
    slip = kept["hold_id"] if kept["goes"] == "hold" else ""
    return Said(tone, sound, done if kept["loan_id"] else seen, _joined(parts), _steps(kept), slip=slip or "")


def _goes(kept: Mapping[str, Any]) -> tuple[str, str, T]:
    where = kept["goes"]
    if where == "shelf":
        return "leaf", "ok", T("เก็บขึ้นชั้น {call}", "Goes on its shelf {call}", call=kept["call_number"] or "")
    if where == "repair":
        return "lac", "stop", T("บันทึกว่าชำรุด แยกไว้ซ่อม", "Marked damaged. Put it aside to be mended.")
    if where == "hold":
        until = date_text(datetime.fromisoformat(kept["ready_until"]).date(), "day")
        return "turmeric", "wait", T("มีคนจองไว้ วางที่ชั้นรอรับ ถึง {until}",
                                     "On hold: put it on the hold shelf, until {until}", until=until)
    to = places.scope_words([("space", UUID(kept["to"]))]).get(("space", UUID(kept["to"])), T("สาขาอื่น", "elsewhere"))
    if where == "away":
        return "turmeric", "wait", T("มีคนรอรับที่ {place} ใส่ตะกร้าส่งต่อ",
                                     "Somebody waits at {place}: put it with what is sent", place=to)
    return "turmeric", "wait", T("บ้านอยู่ที่ {place} ใส่ตะกร้าส่งต่อ",
                                 "It belongs to {place}: put it with what is sent", place=to)


def _card(text: str) -> Said | None:
    """The member whose card it is; none where it is nobody's."""
    found = people.scanned(text)
    if found is None:
        return None
    if found.ended:
        return _refused(refusals.CardEnded(card=T.verbatim(text, text)), None)
    return Said("", "card", T("บัตร {card}", "Card {card}", card=shown(text)), member=found.membership_id)


def _looked_up(desk: Sitting, text: str, member: UUID | None) -> Said:
    found = people.look_up(text.lstrip("/ "), network_id=desk.space.network_id)
    if not found:
        return Said("lac", "stop", T("ไม่พบสมาชิกชื่อ {text}", "Nobody by the name {text}", text=text.lstrip("/ ")),
                    T("ลองพิมพ์แค่ต้นชื่อ เบอร์โทร หรือเลขบัตร", "Try the beginning of a name, a phone or a card number."),
                    member=member)
    if len(found) == 1:
        return Said("", "card", T("พบสมาชิกแล้ว", "Found"), member=found[0].id)
    return Said("", "", T("พบ {n} คน เลือกคนที่อยู่ตรงหน้า", "{n} {n:person|people}: choose who is here", n=len(found)),
                found=tuple(found), member=None)


def _is_name(text: str) -> bool:
    """Whether somebody looks for a member: a stroke first, or letters without any digit."""
    return text.startswith("/") or not any(letter.isdigit() for letter in text)


def _refused(refusal: Refused, member: UUID | None) -> Said:
    return Said("lac", "stop", refusal.message, member=member)


def _sealed(did: str, loan: UUID, member: UUID, title: str, **more: Any) -> str:
    told = {"did": did, "loan": str(loan), "member": str(member), "title": title[:120], **more}
    return signing.dumps(told, salt=SALT, compress=True)


def _plain(answer: Any) -> dict[str, Any]:
    """An answer as JSON takes it: texts in both languages, ids and days as text."""
    said = {name: getattr(answer, name) for name in answer.__slots__}
    said["steps"] = [[step.in_("th"), step.in_("en")] for step in answer.steps]
    return said


def _steps(kept: Mapping[str, Any]) -> tuple[T, ...]:
    return tuple(T.verbatim(th, en) for th, en in kept["steps"])


def _joined(parts: list[T]) -> T:
    return T.verbatim(" · ".join(part.in_("th") for part in parts), " · ".join(part.in_("en") for part in parts))


