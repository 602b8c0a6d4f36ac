"""Letters about seats: that they are theirs, that they wait, that one is offered, that they were taken off."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from rianru.core import facts, notices
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.dates import moment_text
from rianru.kernel.words import T
from rianru.learning.kinds import joining as verbs
from rianru.learning.models import Party, Seat
from rianru.learning.queries.gatherings import Gathering, gathering
from rianru.learning.queries.learners import learners
from rianru.learning.queries.tokens import token_of
from rianru.places import queries as places

_SUBJECTS = {
    "joined": T("ได้ที่นั่งแล้ว: {title}", "You have a seat: {title}"),
    "waiting": T("อยู่ในคิวแล้ว: {title}", "You are on the waiting list: {title}"),
    "entered": T("ลงชื่อแล้ว: {title}", "Your name is down: {title}"),
    "offered": T("มีที่ว่างให้แล้ว ตอบภายใน {until}: {title}", "A seat for you, answer until {until}: {title}"),
    "removed": T("ชื่อถูกเอาออกจากรายชื่อ: {title}", "You were taken off the list: {title}"),
}
_BODIES = {
    "joined": T("{n} ที่นั่งเป็นของคุณแล้ว\n{when}\n{place}\n\nไปไม่ได้ คืนที่นั่งได้ด้วยการแตะครั้งเดียว คนถัดไปจะได้ไปแทน:\n{url}",
                "{n} {n:seat|seats} {n:is|are} yours.\n{when}\n{place}\n\nIf you cannot come, give them back "
                "with one tap: the next in "
                "line comes instead.\n{url}"),
    "waiting": T("ที่นั่งเต็มแล้ว คุณอยู่ในคิว ถ้ามีคนคืนที่ครบ {n} ที่ เราจะถามคุณทันที\n{when}\n{place}\n\nดูคิวหรือออกจากคิว:\n{url}",
                 "It is full, and you are in line. When {n} {n:seat|seats} {n:is|are} free we ask you at "
                 "once.\n{when}\n{place}\n\n"
                 "Look at your place, or leave the line:\n{url}"),
    "entered": T("ลงชื่อไว้ {n} คน เมื่อปิดรับจะแบ่งที่นั่งพร้อมกันทุกคน แล้วเราบอกผล\n{when}\n{place}\n\n{url}",
                 "{n} {n:name|names} {n:is|are} down. When the list closes, seats are shared out to everybody "
                 "at once, and we tell "
                 "you.\n{when}\n{place}\n\n{url}"),
    "offered": T("ถึงตาคุณแล้ว มี {n} ที่ให้พร้อมกัน เก็บไว้ให้ถึง {until}\n{when}\n{place}\n\nตอบว่าไปหรือไม่ไป แตะครั้งเดียว:\n{url}",
                 "It is your turn: {n} {n:seat|seats} together, kept for you until "
                 "{until}.\n{when}\n{place}\n\nSay yes or no "
                 "with one tap:\n{url}"),
    "removed": T("ผู้จัดเอาชื่อของคุณออกจากรายชื่อ ({n} ที่) ถ้าไม่แน่ใจว่าทำไม โทรถามที่ {place} ได้เลย\n{when}\n\n{url}",
                 "The host took {n} {n:name|names} of yours off the list. If you do not know why, ask at "
                 "{place}.\n{when}\n\n"
                 "{url}"),
}


def tell_party(*, actor: Actor, at: datetime, party_id: UUID, what: str, site: str) -> bool:
    """Queues the letter about `what` became of a party (joined, waiting, entered, offered, removed), in the language of
    whoever joined; whether there was an address. `site`: what stands before all paths. Nothing, where it has changed
    since.
    """
    require("learning.tend_seats", actor=actor, at=at)
    with transaction.atomic():
        party = Party.objects.select_related("seating").filter(id=party_id).first()
        if party is None or (party.state != what and what != "removed"):
            return False
        g = gathering(party.seating.activity_id, party.seating.session_id)
        found = _address(party)
        if g is None or found is None:
            return False
        email, lang = found
        _send(party, g, what, email, lang, at, site)
        facts.record(verbs.PARTIES_TOLD, actor=actor, at=at, object_kind="activity", object_id=g.activity_id,
                     space_id=g.space_id)
    return True


def _send(party: Party, g: Gathering, what: str, email: str, lang: str, at: datetime, site: str) -> None:
    place = places.scope_words([("space", g.space_id)])[("space", g.space_id)]
    until = moment_text(party.offered_until_at or at, "day")
    when = moment_text(g.starts_at, "day") if g.starts_at else T("", "")
    values = {"title": g.title, "until": until, "n": party.size, "when": when, "place": place,
              "url": site + _where(party)}
    subject, body = _SUBJECTS[what], _BODIES[what]
    notices.send(
        f"learning.{what}", to_email=email, lang=lang, at=at,
        subject=subject.having(**{name: values[name] for name in subject.places}),
        body=body.having(**{name: values[name] for name in body.places}),
    )


def _where(party: Party) -> str:
    """One's own page; without an account the party's own link."""
    if party.by_id is not None:
        return reverse("my_learning")
    return reverse("party", kwargs={"token": token_of(party.id)})


def _address(party: Party) -> tuple[str, str] | None:
    """Who joined; where they are gone, the first of the party who has an address."""
    if party.email:
        return party.email, party.lang
    seats = Seat.objects.filter(party=party).exclude(person=None).order_by("id")
    sitting = list(seats.values_list("person", flat=True))
    wanted = [id for id in (party.by_id, *sitting) if id is not None]
    known = learners(wanted)
    found = next((known[id] for id in wanted if id in known and known[id].email), None)
    return (found.email, found.lang) if found else None


__all__ = ["tell_party"]
