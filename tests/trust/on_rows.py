"""Rows of the access matrix for what is on, what one follows, and a caretaker's day."""

from typing import Any

from tests.trust.access_matrix import DESKS, EVERYONE, SIGNED_IN, Row, public

ON = {
    "activities_calendar": public(),
    "activities_share": public(),
    # What one follows is one's own; the link of a letter stops one without signing in
    "follow": Row(GET=EVERYONE, POST=SIGNED_IN, data=lambda world: {
        "kind": "space", "id": str(world["space"].id), "next": "/my/following/"}),
    "following": Row(GET=SIGNED_IN, POST=frozenset({"member"}), secret=lambda world: "สถานที่ที่ชูใจติดตาม",
                     told=frozenset({"member"}), data=lambda world: {"follow": str(world["follow"]), "do": "daily"}),
    "stop_following": Row(GET=EVERYONE, POST=EVERYONE, kwargs=lambda world: {"token": world["stop_following"]}),
    "today": Row(GET=DESKS),
    "today_all": Row(GET=DESKS),
}


def followed(at: Any, member: Any) -> dict[str, Any]:
    """The member follows a space whose name nobody else is told on a page of theirs."""
    from rianru.people import actions
    from rianru.people.queries.following import stop_following_token
    from rianru.places.models import Space
    from tests.people import making

    place = making.space("away-space", within=making.network("south"), lying_in="9201")
    Space.objects.filter(id=place.id).update(name_th="สถานที่ที่ชูใจติดตาม")
    held = actions.follow(actor=making.acting(member, at), at=at, kind="space", object_id=place.id)
    return {"follow": held, "stop_following": stop_following_token(held)}
