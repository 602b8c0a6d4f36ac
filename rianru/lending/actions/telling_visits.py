"""What becomes of a van's visits reaches whoever waits for it: who follows the stop, and who has a hold there."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from rianru.core import facts, notices
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import moment_text, when_text
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.models import Hold
from rianru.people import actions as people
from rianru.people.queries import followers
from rianru.places import queries as places
from rianru.places.queries import Stop, Visit

SUBJECTS = {
    "late": T("รถหนังสือมาช้า: {stop}", "The van is late: {stop}"),
    "moved": T("รถหนังสือเปลี่ยนเวลา: {stop}", "The van comes at another time: {stop}"),
    "cancelled": T("รถหนังสืองดรอบนี้: {stop}", "The van does not come this time: {stop}"),
    "added": T("รถหนังสือมาเพิ่มอีกรอบ: {stop}", "The van comes once more: {stop}"),
    "timetable": T("ตารางรถหนังสือเปลี่ยน: {stop}", "The van's timetable has changed: {stop}"),
}
SAYS = {
    "late": T("{van} จะถึง {stop} ช้าราว {minutes} นาที จากกำหนด {when}",
              "{van} will be about {minutes} {minutes:minute|minutes} late at {stop}. It was due {when}."),
    "moved": T("{van} มาที่ {stop} {when} แทน {before}", "{van} comes to {stop} {when}, instead of {before}."),
    "cancelled": T("{van} งดมาที่ {stop} {when}", "{van} does not come to {stop} {when}."),
    "added": T("{van} มาที่ {stop} เพิ่มอีกรอบ {when}", "{van} comes to {stop} once more: {when}."),
    "timetable": T("{van} มาที่ {stop} ตามตารางใหม่ ดูรอบถัดไปได้ที่ลิงก์ด้านล่าง",
                   "{van} comes to {stop} by a new timetable. See the page below for its next visits."),
}
ON_TIME = T("{van} จะถึง {stop} ตามเวลาเดิม {when}", "{van} will be at {stop} on time after all: {when}.")
HELD = T("หนังสือที่จองไว้ยังเก็บไว้ให้", "What you asked for is still kept for you.")
NEXT = T("รอบถัดไป {when}", "It comes next {when}.")


@transaction.atomic
def tell_of_visits(*, actor: Actor, at: datetime, what: str, visit_ids: Sequence[UUID], site: str) -> int:
    """A letter to each address; how many. `site`: the address before all paths. What is over is not told of."""
    require("lending.tell_of_visits", actor=actor, at=at)
    told = 0
    for visit in places.visits_named(visit_ids):
        subject = SUBJECTS[what].having(stop=_name(visit.stop))
        body = _body(what, visit, at)
        page = {lang: _page(visit.stop, site, lang) for lang in ("th", "en")}
        said = T("{body}\n\n{url}", "{body}\n\n{url}", body=body, url=T.verbatim(page["th"], page["en"]))
        followed = {one.person_id for one in followers(kind="van_stop", object_id=visit.stop_id)}
        told += people.tell_followers(actor=actor, at=at, kind="van_stop", object_id=visit.stop_id,
                                      what=f"van_{what}", subject=subject, body=said, site=site)
        for email, lang in _waiting(visit, but=followed):
            notices.send(f"lending.van_{what}", to_email=email, lang=lang, at=at, subject=subject,
                         body=T("{said}\n\n{held}", "{said}\n\n{held}", said=said, held=HELD))
            told += 1
    if told:
        facts.record(kinds.VISITS_TOLD, actor=actor, at=at, count=told)
    return told


def _body(what: str, visit: Visit, at: datetime) -> T:
    van = visit.vehicle.space
    says = ON_TIME if what == "late" and not visit.late_minutes else SAYS[what]
    values = {
        "van": T.verbatim(van.name_th, van.name_en), "stop": _name(visit.stop), "minutes": visit.late_minutes,
        "when": when_text(visit.arrives_at, visit.leaves_at),
        "before": moment_text(visit.moved_from_at or visit.arrives_at, "day"),
    }
    said = says.having(**{name: value for name, value in values.items() if name in says.places})
    parts = [said]
    if visit.reason_th and what in ("moved", "cancelled"):
        parts.append(T.verbatim(visit.reason_th, visit.reason_en or visit.reason_th))
    if what == "cancelled":
        following = places.next_visits([visit.stop_id], at=at).get(visit.stop_id)
        parts += [NEXT.having(when=when_text(following.arrives_at, following.leaves_at))] if following else []
    return T.verbatim("\n".join(part.in_("th") for part in parts), "\n".join(part.in_("en") for part in parts))


def _name(stop: Stop) -> T:
    return T.verbatim(stop.name_th, stop.name_en or stop.name_th)


def _waiting(visit: Visit, *, but: set[UUID]) -> list[tuple[str, str]]:
    """Address and language of each who waits for a book at this stop and does not follow it."""
    rows = Hold.objects.filter(stop=visit.stop_id, ended_at=None, membership__person__account__is_active=True)
    rows = rows.exclude(membership__person__in=but)
    found = rows.values_list("membership__person__account__email", "membership__person__account__language")
    return sorted(set(found))


def _page(stop: Stop, site: str, lang: str) -> str:
    with translation.override(lang):
        return site + reverse("stop", kwargs={"code": stop.code})
