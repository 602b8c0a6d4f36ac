"""The demo's passports: a family with a bingo board under way, a school in another challenge; plainly made up."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from rianru.core.actors import Actor, system
from rianru.credentials import actions as credentials
from rianru.credentials.actions import Said
from rianru.kernel.dates import day_of
from rianru.learning import actions
from rianru.learning.actions import ChallengeSaid, GoalSaid, RewardSaid
from rianru.learning.models import Challenge
from rianru.learning.queries import in_my_care
from rianru.people import queries as people
from rianru.people.queries import actor_for
from rianru.people.sample import demo_sign_ins
from rianru.places import queries as places
from rianru.places.models import Visit

DEMO = system("demo")
LIBRARY, PARK, AWAY, VAN = "lib-56", "park-56", "lib-50", "mobile-56"
DAY = timedelta(days=1)
BADGE = Said(
    kind="Badge", name_th="นักเดินทางการเรียนรู้", name_en="Learning traveller",
    description_th="ไปแหล่งเรียนรู้ใกล้บ้าน ร่วมกิจกรรม และอ่านหนังสือจนได้สามแถวของบิงโก",
    description_en="Went to places of learning near home, joined in and read: three lines of the board.",
    criteria_th="ได้สามแถวจากกระดานบิงโกของห้องสมุด นับจากตราในสมุดเดินทาง",
    criteria_en="Three lines of the library's bingo board, by the stamps of the passport.", dye="annatto",
    weave="flower",
)  # fmt: skip
BOARD = (
    GoalSaid("stamps", 1, ["visit"], title_th="แวะห้องสมุดสักครั้ง", title_en="Drop in once"),
    GoalSaid("stamps", 1, ["activity"], title_th="ร่วมกิจกรรมด้วยกัน", title_en="Join in together"),
    GoalSaid("books", 3), GoalSaid("minutes", 60, title_th="อ่านให้กันฟังครบชั่วโมง", title_en="Read aloud for an hour"),
    GoalSaid("free", title_th="ชวนคนในบ้าน", title_en="Ask your family"), GoalSaid("spaces", 2), GoalSaid("stamps", 8),
    GoalSaid("activities", 2), GoalSaid("minutes", 180),
)
FAMILY = ChallengeSaid(
    "บิงโกทั้งบ้าน", title_en="Bingo for the whole house", starts_on=date.min, ends_on=date.min,
    description_th="พากันแวะ เรียน และอ่าน ตราของทุกคนในบ้านรวมกันบนกระดานเดียว",
    description_en="Drop in, learn and read together: everybody's stamps on one board.", form="bingo", unit="household",
    reach="network", needs=3,
)
SCHOOLS = ChallengeSaid(
    "อ่านกันทั้งโรงเรียน", title_en="A whole school reads", starts_on=date.min, ends_on=date.min,
    description_th="แต่ละโรงเรียนรวมนาทีที่อ่าน ไม่มีอันดับรายคน", form="goals", unit="team", reach="everywhere", needs=3,
    description_en="Each school adds up the minutes it reads. Nobody is ranked.",
)


def build(*, at: datetime) -> None:
    """What is not there yet: a code on the wall, two challenges, and what a family did in the last fortnight."""
    codes = places.space_ids([LIBRARY, PARK, AWAY])
    if Challenge.objects.exists() or len(codes) < 3:
        return
    with transaction.atomic():  # all of it, or it is tried again
        for space in codes.values():
            actions.keep_paper_code(actor=DEMO, at=at - 20 * DAY, space_id=space)
        _family(at, codes)
        _schools(at, codes[LIBRARY])


def _family(at: datetime, codes: dict[str, UUID]) -> None:
    library = codes[LIBRARY]
    badge = credentials.define(actor=DEMO, at=at - 15 * DAY, issuer_kind="space", issuer_id=library, said=BADGE)
    rewards = [RewardSaid("ถุงผ้าพิมพ์ลายกว๊าน", library, "A bag with the weave of the lake", stock=20),
               RewardSaid("โปสการ์ดหนึ่งใบ", library, "A postcard", after=1)]
    id = _opened(at, library, FAMILY, BOARD, rewards, badge)
    learner = _learner(at)
    if learner is None or learner.key is None:
        return
    care = in_my_care(learner.key)
    actions.join_challenge(actor=learner, at=at, challenge_id=id, persons=[one.id for one in care])
    cards = [one.card for one in people.memberships_of_persons(one.id for one in care)]
    for code, days, number in ((LIBRARY, 12, 2), (PARK, 9, 3), (AWAY, 7, 2), (LIBRARY, 5, 2), (LIBRARY, 2, 1)):
        actions.stamp_by_hand(actor=DEMO, at=at, space_id=codes[code], cards=cards[:number], on=day_of(at) - days * DAY)
    _at_the_van(at, learner, [one.id for one in care[:2]])
    for one, days, minutes, books, title in ((0, 6, 25, 0, ""), (1, 6, 25, 0, "ปลาบู่ทอง"), (1, 3, 20, 1, "แม่มดตาดี")):
        if one < len(care):
            actions.log_reading(actor=learner, at=at, person_id=care[one].id, on=day_of(at) - days * DAY,
                                minutes=minutes, books=books, title=title)
    actions.recount(actor=DEMO, at=at, challenge_id=id)


def _at_the_van(at: datetime, learner: Actor, persons: list[UUID]) -> None:
    """Some of the family took the stamp of the van's last visit to where it halts for everyone."""
    driven = Visit.objects.filter(vehicle__space__code=VAN, stop__kind="public", left_at__lt=at)
    halt = driven.order_by("arrives_at").last()
    if halt is None:
        return
    then = halt.arrives_at + timedelta(minutes=40)
    code = actions.keep_paper_code(actor=DEMO, at=at - 20 * DAY, space_id=halt.vehicle_id).digits(day_of(then))
    actions.stamp_by_code(actor=learner, at=then, code=code, persons=persons)


def _schools(at: datetime, library: UUID) -> None:
    goals = [GoalSaid("minutes", number) for number in (1_000, 5_000, 10_000)]
    id = _opened(at, library, SCHOOLS, goals, [RewardSaid("ชั้นหนังสือของห้อง", library, "A shelf for the class")], None)
    for name in ("โรงเรียนบ้านตัวอย่าง ป.4", "โรงเรียนสมมติวิทยา ป.5"):
        actions.make_team(actor=DEMO, at=at, space_id=library, challenge_id=id, name=name)


def _opened(
    at: datetime, space: UUID, said: ChallengeSaid, goals: tuple[GoalSaid, ...] | list[GoalSaid],
    rewards: list[RewardSaid], badge: UUID | None,
) -> UUID:
    days = replace(said, starts_on=day_of(at) - 14 * DAY, ends_on=day_of(at) + 30 * DAY)
    id = actions.keep_challenge(actor=DEMO, at=at - 14 * DAY, space_id=space, said=days, goals=goals, rewards=rewards,
                                badge=badge)
    actions.turn_challenge(actor=DEMO, at=at - 14 * DAY, space_id=space, challenge_id=id, state="open")
    return id


def _learner(at: datetime) -> Actor | None:
    """The demo's learner, who can be tried with one click."""
    email = next(one.email for one in demo_sign_ins() if one.key == "learner")
    account = people.account_named(email)
    return actor_for(account, at=at, secure=False) if account else None
