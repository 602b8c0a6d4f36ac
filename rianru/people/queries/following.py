"""What somebody follows; who follows a thing, for letters and as a number; the follow of a signed link."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing

from rianru.core.actors import Actor
from rianru.core.kinds import Card, all_kinds
from rianru.people.models import Follow

SALT = "people.stop_following"


@dataclass(frozen=True, slots=True)
class FollowRow:
    """Something followed. `card`: none where the thing is gone."""

    id: UUID
    kind: str
    object_id: UUID
    often: str
    made_at: datetime
    card: Card | None


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody who follows a thing, by the address that they read and the language that they chose."""

    follow_id: UUID
    person_id: UUID
    name: str
    email: str
    lang: str


def follows(*, actor: Actor) -> list[FollowRow]:
    """One's own, the newest first; one query, and one for each kind."""
    if actor.kind != "person" or actor.key is None:
        return []
    return _rows(list(Follow.objects.filter(person__pseudonyms__key=actor.key).order_by("-id")))


def follow_of(*, actor: Actor, kind: str, object_id: UUID) -> UUID | None:
    """One's own follow of a thing; None where they do not follow it."""
    if actor.kind != "person" or actor.key is None:
        return None
    own = Follow.objects.filter(person__pseudonyms__key=actor.key, kind=kind, object_id=object_id)
    return own.values_list("id", flat=True).first()


def followed_ids(*, actor: Actor, kind: str) -> list[UUID]:
    """The things of one kind that one follows."""
    if actor.kind != "person" or actor.key is None:
        return []
    own = Follow.objects.filter(person__pseudonyms__key=actor.key, kind=kind)
    return list(own.order_by("-id").values_list("object_id", flat=True))


def followers(*, kind: str, object_id: UUID) -> list[Reached]:
    """Those who follow a thing and can be written to. For letters alone: no page shows who they are."""
    rows = Follow.objects.filter(kind=kind, object_id=object_id, person__account__is_active=True)
    found = rows.select_related("person__account").order_by("id")
    return [Reached(one.id, one.person_id, one.person.name, one.person.account.email, one.person.account.language)
            for one in found if one.person.account]


def count_followers(*, kind: str, object_id: UUID) -> int:
    """How many follow a thing; of less than five nothing may be said."""
    return Follow.objects.filter(kind=kind, object_id=object_id).count()


def stop_following_token(follow_id: UUID) -> str:
    """What a letter carries, so that its reader can stop without signing in."""
    return signing.dumps(str(follow_id), salt=SALT)


def follow_id_behind(token: str) -> UUID:
    """The id in a signed token; the nil UUID, which nothing has, where the signature is not ours."""
    try:
        return UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return UUID(int=0)


def follow_behind(token: str) -> FollowRow | None:
    """What a signed link stops; None for a link that is not ours, or was used."""
    found = Follow.objects.filter(id=follow_id_behind(token)).first()
    return _rows([found])[0] if found else None


def _rows(found: list[Follow]) -> list[FollowRow]:
    known = all_kinds()
    cards = {
        (kind, id): card for kind in {one.kind for one in found} & known.keys()
        for id, card in known[kind].cards([one.object_id for one in found if one.kind == kind]).items()
    }
    return [FollowRow(one.id, one.kind, one.object_id, one.often, one.made_at, cards.get((one.kind, one.object_id)))
            for one in found]
