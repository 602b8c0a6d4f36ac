"""How it was: three taps after having been there, handed in to the standing survey, about the activity."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor, system
from rianru.core.permissions import require
from rianru.kernel.questions import Answer
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.learning.kinds import joining as verbs
from rianru.learning.models import Activity, Attendance, Session
from rianru.learning.queries.feedback import USE
from rianru.people.queries import acts_for, named
from rianru.places import queries as places
from rianru.surveys import actions as surveys
from rianru.surveys import queries as standing
from rianru.surveys.actions.taking import About

DUE = timedelta(days=30)  # after they came: later nobody remembers


class ToldAlready(Refused):
    """They told how it was."""

    code = "learning.told_already"
    says = T("บอกไว้แล้ว ขอบคุณมาก", "You told us already. Thank you.")


class FeedbackOver(Refused):
    """It was too long ago."""

    code = "learning.feedback_over"
    says = T("กิจกรรมนี้ผ่านไปเกินเดือนแล้ว เก็บเสียงตอบรับไว้เท่านี้",
             "That was over a month ago; what was told until then is kept.")


def tell_how_it_was(
    *, actor: Actor, at: datetime, attendance_id: UUID, answers: Mapping[str, Answer] | None
) -> UUID | None:
    """Somebody who came, or who acts for them, answers (None: would rather not); the response, if there is one.

    Once for an activity, however often they came to it. Nothing in it says who answered: the standing survey asks no
    names. Refuses with ToldAlready, FeedbackOver and as `surveys.actions.hand_in` does; else NotFound.
    """
    require("learning.come_by_code", actor=actor, at=at)
    own = named(actor.key)
    with transaction.atomic():
        came = Attendance.objects.select_for_update(of=("self",)).filter(id=attendance_id).first()
        if came is None or own is None or actor.key is None or came.person_id not in (
            own.person_id, *acts_for(key=actor.key)
        ):
            raise NotFound()
        session = Session.objects.get(id=came.session_id)
        activity = Activity.objects.get(id=session.activity_id)
        mine = Attendance.objects.filter(person=came.person_id, session__activity=activity)
        if mine.exclude(told_at=None).exists():
            raise ToldAlready()
        if at > came.came_at + DUE:
            raise FeedbackOver()
        mine.update(told_at=at)
        if answers is None:
            return None
        handed = surveys.hand_in(
            actor=actor, at=at, survey_id=_survey(activity.space_id, at), answers=answers, space_id=activity.space_id,
            about=About("activity", activity.id), once_by=f"attendance:{came.person_id}:{activity.id}",
        )
        facts.record(verbs.FEEDBACK_GIVEN, actor=system("learning.feedback"), at=at, object_kind="activity",
                     object_id=activity.id, space_id=activity.space_id)
        return handed.response_id


def _survey(space_id: UUID, at: datetime) -> UUID:
    """The one of the nearest home; that of the whole country is laid where there is none."""
    found = standing.standing(USE, homes=places.scope_of_space(space_id), at=at)
    return found.id if found else surveys.lay_standing(actor=system("learning.feedback"), at=at, use=USE)


__all__ = ["tell_how_it_was"]
