"""Rows of the access matrix for planning and for the pages of activities, and what belongs to the space there."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.trust.access_matrix import DESKS, EVERYONE, OWN_DESK, SIGNED_IN, Row, keyed, public

SECRET = "Quietplan"  # in one word: titles of lists may break between words


def of(name: str, **more: str) -> Any:
    """Ids of the world in the address: `id`, and what else is named."""
    return lambda world: {"id": world[name], **{part: world[key] for part, key in more.items()}}


def own(name: str, data: Any, **more: str) -> Row:
    """A page of those who plan for the space, and what they send there."""
    return Row(GET=OWN_DESK, POST=OWN_DESK, kwargs=of(name, **more), data=data)


DAY = (timezone.now() + timedelta(days=30)).date().isoformat()
TIMES = {"day": DAY, "begins": "10:00", "ends": "12:00"}
PLANS = {
    # For everyone: what is open, cancelled or over; a draft is shown to those who plan it alone
    "activities": public(),
    "activity": public(kwargs=of("plan_open")),
    "activity_calendar": public(kwargs=of("plan_open")),
    "session_calendar": public(kwargs=of("plan_open", session="plan_session")),
    "activity_poster": Row(GET=OWN_DESK, kwargs=of("plan_draft")),
    "space_calendar": public(kwargs=lambda world: {"code": world["space"].code}),
    "space_poster": public(kwargs=lambda world: {"code": world["space"].code}),
    "programmes": public(),
    "programme": Row(GET=OWN_DESK, kwargs=of("plan_programme"), secret=lambda world: SECRET, told=OWN_DESK),
    # One's own; a feed for whoever holds its secret address
    "my_calendar": Row(GET=SIGNED_IN, POST=SIGNED_IN, data=lambda world: {"do": "make"}),
    "calendar_feed": Row(GET=EVERYONE, kwargs=lambda world: {"token": world["plan_token"]}),
    # Each desk has activities, rooms and programmes of its own
    "plan_activities": Row(GET=DESKS, secret=lambda world: SECRET, told=OWN_DESK),
    "plan_new": Row(GET=DESKS, POST=DESKS, data=keyed(title_th="ก", kind="club", do="draft", agreed="on", **TIMES)),
    "plan_activity": own("plan_draft", lambda world: {"do": "give", "part": "teacher"}),
    "plan_activity_credentials": own("plan_draft", keyed(do="promise", what="")),
    "plan_edit": own("plan_draft", keyed(title_th="", kind="club")),
    "plan_more": own("plan_draft", keyed(do="add", agreed="on", **TIMES)),
    "plan_session": own("plan_open", keyed(do="off", reason=""), session="plan_session"),
    "plan_rooms": Row(GET=DESKS, POST=DESKS, data=keyed(name_th="")),
    "plan_room": own("plan_room", keyed(do="keep", name_th="")),
    "plan_programmes": Row(GET=DESKS, secret=lambda world: SECRET, told=OWN_DESK),
    "plan_programme_new": Row(GET=DESKS, POST=DESKS, data=keyed(title_th="")),
    "plan_programme": own("plan_programme", keyed(title_th="")),
    "plan_programme_credentials": own("plan_programme", keyed(do="promise", what="")),
}


def planned(at: Any, space_id: Any, member: Any) -> dict[str, Any]:
    """An open activity of the space and a draft, a room, a programme that is a draft, and the member's calendar."""
    from rianru.learning import actions
    from rianru.learning.models import Session
    from tests.people import making

    ahead = timezone.now() + timedelta(days=3)
    asked = {"actor": making.MACHINE, "at": at, "space_id": space_id, "agreed": True}
    times = [(ahead, ahead + timedelta(hours=2))]
    open_one, draft = (
        actions.plan_activity(**asked, plan=actions.Plan(kind="club", title_th=title), times=times)
        for title in ("ชมรม", SECRET)
    )
    actions.open_activity(actor=making.MACHINE, at=at, activity_id=open_one)
    room = actions.keep_room(actor=making.MACHINE, at=at, space_id=space_id, name_th="ห้องประชุม")
    programme = actions.keep_programme(
        actor=making.MACHINE, at=at, space_id=space_id, title_th=SECRET,
        parts=[actions.NewPart("ก", [open_one])])
    return {
        "plan_open": open_one, "plan_draft": draft, "plan_room": room, "plan_programme": programme,
        "plan_session": Session.objects.get(activity=open_one).id,
        "plan_token": actions.make_calendar_link(actor=making.acting(member, at), at=at),
    }
