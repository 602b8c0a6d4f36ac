"""The only writes: of planning, of joining and attending, of passports and challenges."""

from rianru.learning.actions.advancing import advance, recount
from rianru.learning.actions.answering import answer_offer, release, remove_party
from rianru.learning.actions.attending import Came, come_as_guest, come_by_code, mark_seat, open_code, walk_in
from rianru.learning.actions.booking import book_room, free_room, keep_room
from rianru.learning.actions.challenging import (
    ChallengeSaid,
    GoalSaid,
    RewardSaid,
    end_challenges,
    keep_challenge,
    make_team,
    turn_challenge,
)
from rianru.learning.actions.checking import Plan
from rianru.learning.actions.completing import complete, end_activities
from rianru.learning.actions.counting import count_heads
from rianru.learning.actions.extending import extend_challenge
from rianru.learning.actions.feedback import tell_how_it_was
from rianru.learning.actions.forgetting import forget_guest, forget_learner
from rianru.learning.actions.furnishing import add_material, drop_material, give_part, take_part
from rianru.learning.actions.halting import hold_at_stop
from rianru.learning.actions.joining import Contact, Guest, Taken, add_at_desk, join, join_as_guest
from rianru.learning.actions.linking import end_calendar_link, make_calendar_link
from rianru.learning.actions.planning import cancel_activity, change_activity, open_activity, plan_activity
from rianru.learning.actions.programmes import NewPart, keep_programme
from rianru.learning.actions.promising import promise_credential
from rianru.learning.actions.rewarding import claim_reward
from rianru.learning.actions.scheduling import add_sessions, cancel_sessions, change_session
from rianru.learning.actions.sharing import Kept, draw_seats, share_seats
from rianru.learning.actions.stamping import (
    Entered,
    Stamped,
    drop_reading,
    keep_paper_code,
    log_reading,
    set_passport,
    settle_flag,
    stamp_by_code,
    stamp_by_hand,
)
from rianru.learning.actions.stamps import stamp_loan, unstamp_loan
from rianru.learning.actions.taking_part import forget_passport, join_at_desk, join_challenge, leave_challenge
from rianru.learning.actions.telling import tell
from rianru.learning.actions.telling_seats import tell_party
from rianru.learning.actions.tending import tend_seats

__all__ = [
    "Came",
    "ChallengeSaid",
    "Contact",
    "Entered",
    "GoalSaid",
    "Guest",
    "Kept",
    "NewPart",
    "Plan",
    "RewardSaid",
    "Stamped",
    "Taken",
    "add_at_desk",
    "add_material",
    "add_sessions",
    "advance",
    "answer_offer",
    "book_room",
    "cancel_activity",
    "cancel_sessions",
    "change_activity",
    "change_session",
    "claim_reward",
    "come_as_guest",
    "come_by_code",
    "complete",
    "count_heads",
    "draw_seats",
    "drop_material",
    "drop_reading",
    "end_activities",
    "end_calendar_link",
    "end_challenges",
    "extend_challenge",
    "forget_guest",
    "forget_learner",
    "forget_passport",
    "free_room",
    "give_part",
    "hold_at_stop",
    "join",
    "join_as_guest",
    "join_at_desk",
    "join_challenge",
    "keep_challenge",
    "keep_paper_code",
    "keep_programme",
    "keep_room",
    "leave_challenge",
    "log_reading",
    "make_calendar_link",
    "make_team",
    "mark_seat",
    "open_activity",
    "open_code",
    "plan_activity",
    "promise_credential",
    "recount",
    "release",
    "remove_party",
    "set_passport",
    "settle_flag",
    "share_seats",
    "stamp_by_code",
    "stamp_by_hand",
    "stamp_loan",
    "take_part",
    "tell",
    "tell_how_it_was",
    "tell_party",
    "tend_seats",
    "turn_challenge",
    "unstamp_loan",
    "walk_in",
]
