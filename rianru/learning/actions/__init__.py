"""The only writes: of planning, and of joining and attending."""

from rianru.learning.actions.answering import answer_offer, release, remove_party
from rianru.learning.actions.attending import Came, come_by_code, mark_seat, open_code, walk_in
from rianru.learning.actions.booking import book_room, free_room, keep_room
from rianru.learning.actions.checking import Plan
from rianru.learning.actions.completing import complete, end_activities
from rianru.learning.actions.counting import count_heads
from rianru.learning.actions.feedback import tell_how_it_was
from rianru.learning.actions.forgetting import forget_guest, forget_learner
from rianru.learning.actions.furnishing import add_material, drop_material, give_part, take_part
from rianru.learning.actions.halting import hold_at_stop
from rianru.learning.actions.joining import Contact, Guest, Taken, add_at_desk, join, join_as_guest
from rianru.learning.actions.linking import end_calendar_link, make_calendar_link
from rianru.learning.actions.planning import cancel_activity, change_activity, open_activity, plan_activity
from rianru.learning.actions.programmes import NewPart, keep_programme
from rianru.learning.actions.scheduling import add_sessions, cancel_sessions, change_session
from rianru.learning.actions.sharing import Kept, draw_seats, share_seats
from rianru.learning.actions.telling import tell
from rianru.learning.actions.telling_seats import tell_party
from rianru.learning.actions.tending import tend_seats

__all__ = [
    "Came",
    "Contact",
    "Guest",
    "Kept",
    "NewPart",
    "Plan",
    "Taken",
    "add_at_desk",
    "add_material",
    "add_sessions",
    "answer_offer",
    "book_room",
    "cancel_activity",
    "cancel_sessions",
    "change_activity",
    "change_session",
    "come_by_code",
    "complete",
    "count_heads",
    "draw_seats",
    "drop_material",
    "end_activities",
    "end_calendar_link",
    "forget_guest",
    "forget_learner",
    "free_room",
    "give_part",
    "hold_at_stop",
    "join",
    "join_as_guest",
    "keep_programme",
    "keep_room",
    "make_calendar_link",
    "mark_seat",
    "open_activity",
    "open_code",
    "plan_activity",
    "release",
    "remove_party",
    "share_seats",
    "take_part",
    "tell",
    "tell_how_it_was",
    "tell_party",
    "tend_seats",
    "walk_in",
]
