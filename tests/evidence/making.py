"""A network with two book houses, who keeps and who visits them; a small standard, answered by calling actions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from rianru.core.actors import Actor, Role
from rianru.evidence import actions, queries
from rianru.evidence.actions import Scored
from rianru.evidence.queries import RoundView
from rianru.surveys import actions as surveys
from tests.factories import AT, HOUSE
from tests.people import making as people

LATER = AT + timedelta(days=3)
LEVELS = [{"th": str(n), "en": str(n)} for n in range(5)]
SMALL: dict[str, Any] = {
    "code": "small", "name": {"th": "มาตรฐานเล็ก", "en": "Small standard"}, "passes": 70, "least": 1, "years": 3,
    "levels": LEVELS, "groups": [
        {"name": "place", "th": "สถานที่", "en": "Place", "criteria": [
            {"name": "opening", "th": "เวลาเปิด", "en": "Hours", "levels": LEVELS},
            {"name": "access", "th": "เข้าได้", "en": "Access", "levels": LEVELS}]},
        {"name": "safety", "th": "ความปลอดภัย", "en": "Safety", "criteria": [
            {"name": "children", "th": "เด็ก", "en": "Children", "levels": LEVELS}]},
    ],
}
GOOD = {"opening": 3, "access": 3, "children": 4}


@dataclass
class House:
    """Ids, and those who act: the keeper of `here`, one of another place, who visits and who leads the network."""

    network: UUID
    here: UUID
    there: UUID
    keeper: Actor
    keeper_id: UUID
    stranger: Actor
    visitor: Actor
    leader: Actor
    standard: UUID

    def answered(self, levels: dict[str, int], *, at: datetime = AT, actor: Actor | None = None, **more: Any) -> str:
        """A round begun by the keeper with these levels (and notes), not handed in; the key of its draft."""
        keeper = actor or self.keeper
        _, begun = actions.begin_assessment(actor=keeper, at=at, space_id=self.here, standard_id=self.standard)
        answers = {name: str(level) for name, level in levels.items()} | more
        surveys.keep_draft(actor=keeper, at=at, key=begun.key, answers=answers)
        return begun.key

    def handed_in(self, levels: dict[str, int] | None = None, *, at: datetime = AT, **more: Any) -> UUID:
        return actions.hand_in_assessment(actor=self.keeper, at=at, key=self.answered(levels or GOOD, at=at, **more))

    def visited(self, id: UUID, levels: dict[str, int] | None = None, *, at: datetime = LATER) -> None:
        asked: dict[str, Any] = {"actor": self.visitor, "at": at, "assessment_id": id}
        scores = {name: Scored(level, "เห็นต่าง") for name, level in (levels or GOOD).items()}
        actions.score_visit(**asked, visited_on=day(at), scores=scores)
        actions.finish_visit(**asked, summary="ไปดูมาแล้ว")

    def met(self, levels: dict[str, int] | None = None, *, at: datetime = AT) -> UUID:
        """A whole round, decided by the leader."""
        id = self.handed_in(levels, at=at)
        self.visited(id, levels, at=at)
        actions.decide_assessment(actor=self.leader, at=at, assessment_id=id)
        return id


def build() -> House:
    network = people.network("north")
    here, there = (people.space(code, within=network).id for code in ("here", "there"))
    keeper = people.staff(AT, Role.CARETAKER, "space", here, name="วีระ")
    actor = {
        name: people.acting(people.staff(AT, role, kind, id), AT)
        for name, role, kind, id in (
            ("stranger", Role.CARETAKER, "space", there), ("visitor", Role.LIBRARIAN, "network", network.id),
            ("leader", Role.OFFICER, "network", network.id))
    }
    standard = actions.lay_standard(actor=HOUSE, at=AT - timedelta(days=1), said=SMALL)
    return House(network.id, here, there, people.acting(keeper, AT), keeper.person_id, **actor, standard=standard)


def day(at: datetime) -> date:
    from rianru.kernel.dates import day_of

    return day_of(at)


def view(id: UUID) -> RoundView:
    found = queries.round_view(id)
    assert found is not None
    return found
