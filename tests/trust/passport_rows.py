"""Rows of the access matrix for passports and challenges, and what belongs to the space there. See access_matrix."""

from datetime import timedelta
from typing import Any

from tests.trust.access_matrix import DESKS, OWN_DESK, SIGNED_IN, Row, keyed, public

SECRET = "Quietboard"  # in one word: titles of lists may break between words
TITLE = "Quietstory"


def of(name: str) -> Any:
    return lambda world: {"id": world[name]}


PASSPORTS = {
    # For everyone: what is open or over; a draft is shown to those who plan it alone
    "challenges": public(),
    "challenge": Row(GET=OWN_DESK, kwargs=of("challenge_draft"), secret=lambda world: SECRET, told=OWN_DESK),
    "challenge_board": Row(GET=OWN_DESK, kwargs=of("challenge_draft")),
    # One's own, and of whom one cares for
    "challenge_join": Row(GET=SIGNED_IN, POST=SIGNED_IN, kwargs=of("challenge_open"), data=keyed(who="")),
    "my_challenge": Row(GET=frozenset({"member"}), POST=frozenset({"member"}), kwargs=of("challenge_open"),
                        data=lambda world: {"do": "leave", "person": str(world["passport_of"])}),
    "my_passport": Row(GET=SIGNED_IN, POST=SIGNED_IN, data=keyed(do="read", minutes=""),
                       secret=lambda world: TITLE, told=frozenset({"member"})),
    "my_booklet": Row(GET=SIGNED_IN),
    # Each desk has codes, rewards and challenges of its own
    "desk_stamps": Row(GET=DESKS, POST=DESKS, data=keyed(do="paper", cards="")),
    "desk_stamps_file": Row(GET=OWN_DESK),
    "desk_booklet": Row(GET=DESKS),
    "desk_rewards": Row(GET=DESKS, POST=DESKS, data=lambda world: {
        "key": "01900000-0000-7000-8000-000000000002", "reward": str(world["reward"]),
        "person": str(world["passport_of"])}),
    "plan_challenges": Row(GET=DESKS, secret=lambda world: SECRET, told=OWN_DESK),
    "plan_challenge_new": Row(GET=DESKS, POST=DESKS, data=keyed(title_th="")),
    "plan_challenge": Row(GET=OWN_DESK, POST=OWN_DESK, kwargs=of("challenge_draft"), data=keyed(title_th="")),
}


def stamped(at: Any, space_id: Any, member: Any) -> dict[str, Any]:
    """A challenge of the space in which the member takes part, a draft, the code on its wall, and the member's reading."""
    from rianru.kernel.dates import day_of
    from rianru.learning import actions
    from rianru.learning.models import Reward
    from tests.people import making

    house: dict[str, Any] = {"actor": making.MACHINE, "at": at, "space_id": space_id}
    actions.keep_paper_code(**house)
    ids = []
    for title in ("บิงโก", SECRET):
        said = actions.ChallengeSaid(title, day_of(at), day_of(at) + timedelta(days=20))
        ids.append(actions.keep_challenge(
            **house, said=said, goals=[actions.GoalSaid("minutes", 5)], rewards=[actions.RewardSaid("ถุงผ้า", space_id)]))
    actions.turn_challenge(**house, challenge_id=ids[0], state="open")
    own = making.acting(member, at)
    actions.join_challenge(actor=own, at=at, challenge_id=ids[0], persons=[member.person_id])
    actions.log_reading(actor=own, at=at, person_id=member.person_id, on=day_of(at), minutes=10, title=TITLE)
    return {"challenge_open": ids[0], "challenge_draft": ids[1], "passport_of": member.person_id,
            "reward": Reward.objects.get(challenge=ids[0]).id}
