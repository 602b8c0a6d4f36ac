"""Rows of the access matrix for joining and attendance, and what belongs to the space there. See access_matrix."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.people import making
from tests.trust.access_matrix import EVERYONE, OWN_DESK, SIGNED_IN, Row, keyed, public

GUEST = "ป้าแดงผู้ไม่มีบัญชี"


def of(name: str, **more: Any) -> Any:
    return lambda world: {"id": world[name], **more}


def token(world: Any) -> dict[str, Any]:
    return {"token": world["party_token"]}


def host(name: str, **more: Any) -> Row:
    """A page of the host, which shows names to nobody else."""
    return Row(GET=OWN_DESK, kwargs=of(name), secret=lambda world: GUEST, told=OWN_DESK, **more)


SEATS = {
    "activity_join": Row(GET=EVERYONE, POST=EVERYONE, kwargs=of("joinable"), data=keyed(name="")),
    "activity_draw": public(kwargs=of("drawn")),
    "activity_draw_file": public(kwargs=of("drawn")),
    "party": Row(GET=EVERYONE, POST=EVERYONE, kwargs=token, data=lambda world: {"do": "yes"}),  # whoever holds the link
    "attend": Row(GET=EVERYONE, POST=EVERYONE, data=lambda world: {"code": "000000"}),
    "my_learning": Row(GET=SIGNED_IN, POST=frozenset({"member"}),
                       data=lambda world: {"do": "release", "party": str(world["party"])}),
    "my_feedback": Row(GET=frozenset({"member"}), POST=frozenset({"member"}), kwargs=of("came"),
                       data=lambda world: {"liked": "none", "again": "none"}),
    "my_teaching": Row(GET=SIGNED_IN),
    "activity_people": host("joinable", POST=OWN_DESK, data=keyed(do="add")),
    "activity_sharing": Row(GET=OWN_DESK, POST=OWN_DESK, kwargs=of("drawn"), data=keyed(do="set")),
    "session_roster": host("occasion", POST=OWN_DESK, data=keyed(do="walk-in")),
    "session_roster_file": Row(GET=OWN_DESK, kwargs=of("occasion")),
    "session_heads": Row(GET=OWN_DESK, POST=OWN_DESK, kwargs=of("occasion"), data=lambda world: {"6-14:male": "x"}),
    "session_code": Row(GET=OWN_DESK, POST=OWN_DESK, kwargs=of("occasion"), data=lambda world: {"do": "open"}),
    "session_code_file": Row(GET=OWN_DESK, kwargs=of("occasion")),
}


def gathered(at: Any, space_id: Any, member: Any) -> dict[str, Any]:
    """An activity of the space in which the member and somebody without an account have seats; and one to be drawn."""
    from rianru.core.actors import ANONYMOUS
    from rianru.learning import actions, queries
    from rianru.learning.models import Attendance, Session
    from tests.learning.seats_making import activity

    ahead = timezone.now() + timedelta(days=2)
    one = activity(space_id, starts=ahead, capacity=20)
    session = Session.objects.get(activity=one)
    own = {"at": at, "activity_id": one.id, "session_id": session.id}
    mine = actions.join(actor=making.acting(member, at), persons=[member.person_id], **own)
    guest = actions.join_as_guest(actor=ANONYMOUS, contact=actions.Contact(GUEST, "0812345678"),
                                  guests=[actions.Guest(GUEST)], **own)
    before = Session.objects.get(activity=activity(space_id, starts=at - timedelta(hours=1), joining="free"))
    actions.walk_in(actor=making.MACHINE, at=at, session_id=before.id, person_id=member.person_id)
    drawn = activity(space_id, starts=ahead, capacity=5, joining="whole")
    actions.share_seats(actor=making.MACHINE, at=at, activity_id=drawn.id, by="lot", closes_at=ahead - timedelta(days=1))
    return {"joinable": one.id, "occasion": session.id, "drawn": drawn.id, "party": mine.party_id,
            "came": Attendance.objects.get(session=before).id,
            "party_token": queries.token_of(guest.party_id)}
