"""Following a thing to be told of it: by a tap, ended by a tap or by the link of a letter. Facts carry no key."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from rianru.core import facts, notices
from rianru.core.actors import ANONYMOUS, Actor
from rianru.core.kinds import all_kinds
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.people import kinds
from rianru.people.models import Follow
from rianru.people.queries import named
from rianru.people.queries.following import Reached, follow_id_behind, followers, stop_following_token
from rianru.people.words import FOLLOWED, OFTEN

MOST_FOLLOWS = 200  # of one person


class TooManyFollows(Refused):
    """As many things as one person may follow."""

    code = "people.too_many_follows"
    says = T("ติดตามครบ {most} อย่างแล้ว เลิกติดตามที่ไม่อ่านแล้วก่อน",
             "You follow {most} things already. Stop following one that you no longer read first.")


class FollowLinkWrong(Refused):
    """Not a link of ours, or it was used: one answer, so that nobody learns which."""

    code = "people.follow_link_wrong"
    status = 410
    says = T("ลิงก์นี้ใช้ไม่ได้แล้ว อาจเลิกติดตามไปก่อนแล้ว เข้าสู่ระบบเพื่อดูสิ่งที่ยังติดตามอยู่",
             "This link no longer works: you may have stopped already. Sign in to see what you still follow.")


@transaction.atomic
def follow(*, actor: Actor, at: datetime, kind: str, object_id: UUID, often: str = "weekly") -> UUID:
    """From now on the actor hears of a thing; the id of that. What they follow already stays as it is.

    Refuses with NotFound, where there is no such thing or none that may be followed, and TooManyFollows.
    """
    require("people.follow", actor=actor, at=at)
    me = named(actor.key)
    if me is None or often not in OFTEN or not _exists(kind, object_id):
        raise NotFound()
    mine = Follow.objects.filter(person=me.person_id)
    if known := mine.filter(kind=kind, object_id=object_id).values_list("id", flat=True).first():
        return known
    if mine.count() >= MOST_FOLLOWS:
        raise TooManyFollows(most=MOST_FOLLOWS)
    try:
        with transaction.atomic():
            made = Follow.objects.create(
                person_id=me.person_id, kind=kind, object_id=object_id, often=often, made_at=at, told_at=at,
                looked_on=day_of(at),
            )
    except IntegrityError:  # tapped twice at once
        return mine.get(kind=kind, object_id=object_id).id
    facts.record(kinds.FOLLOWED, actor=ANONYMOUS, at=at)
    return made.id


def _exists(kind: str, object_id: UUID) -> bool:
    known = all_kinds().get(kind) if kind in FOLLOWED else None
    return known is not None and object_id in known.cards([object_id])


@transaction.atomic
def unfollow(*, actor: Actor, at: datetime, kind: str, object_id: UUID) -> None:
    """The actor hears no more of a thing; nothing where they did not follow it."""
    require("people.follow", actor=actor, at=at)
    me = named(actor.key)
    if me is None:
        raise NotFound()
    gone, _ = Follow.objects.filter(person=me.person_id, kind=kind, object_id=object_id).delete()
    if gone:
        facts.record(kinds.UNFOLLOWED, actor=ANONYMOUS, at=at)


@transaction.atomic
def change_follow(*, actor: Actor, at: datetime, follow_id: UUID, often: str) -> None:
    """How often letters come. NotFound for everybody else's, and for other words than daily and weekly."""
    require("people.follow", actor=actor, at=at)
    me = named(actor.key)
    if me is None or often not in OFTEN:
        raise NotFound()
    if not Follow.objects.filter(id=follow_id, person=me.person_id).update(often=often):
        raise NotFound()
    facts.record(kinds.FOLLOW_CHANGED, actor=ANONYMOUS, at=at)


@transaction.atomic
def stop_following(*, actor: Actor, at: datetime, token: str, every: bool = False) -> int:
    """Ends what a signed link stands for, or `every` follow of its owner; how many. Refuses with FollowLinkWrong."""
    require("people.stop_following", actor=actor, at=at)
    found = Follow.objects.select_for_update().filter(id=follow_id_behind(token)).first()
    if found is None:
        raise FollowLinkWrong()
    own = Follow.objects.filter(person=found.person_id) if every else Follow.objects.filter(id=found.id)
    stopped, _ = own.delete()
    facts.record(kinds.UNFOLLOWED, actor=ANONYMOUS, at=at, count=stopped)
    return stopped


@transaction.atomic
def tell_followers(
    *, actor: Actor, at: datetime, kind: str, object_id: UUID, what: str, subject: T, body: T, site: str
) -> int:
    """A letter at once to everyone who follows a thing, with the link that stops it; how many.

    For what cannot wait for the gathered letter: today's van does not come. `what` ends the kind of the notice;
    `site`: the address before all paths.
    """
    require("people.tell_followers", actor=actor, at=at)
    found = followers(kind=kind, object_id=object_id)
    for one in found:
        notices.send(
            f"follow.{what}", to_email=one.email, lang=one.lang, at=at, subject=subject,
            body=T("{body}\n\n{foot}", "{body}\n\n{foot}", body=body, foot=foot(one, site)),
        )
    if found:
        facts.record(kinds.FOLLOWERS_TOLD, actor=ANONYMOUS, at=at, count=len(found))
    return len(found)


def foot(one: Reached, site: str) -> T:
    """How its reader stops what a letter came for."""
    return T("เลิกติดตาม: {url}", "Stop following: {url}", url=site + stop_path(one.follow_id, one.lang))


def stop_path(follow_id: UUID, lang: str) -> str:
    """The page that ends a follow, in a language."""
    with translation.override(lang):
        return reverse("stop_following", kwargs={"token": stop_following_token(follow_id)})
