"""The demo's surveys: what a province needs of its libraries, in two versions and still open; opening hours, answered
and told to everyone; feedback that always stands open.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rianru.core.actors import system
from rianru.kernel.questions import Questionnaire, Section
from rianru.kernel.questions.editing import PutQuestion
from rianru.places.models import Network, Space
from rianru.surveys import actions
from rianru.surveys.actions import Settings
from rianru.surveys.models import Survey
from rianru.surveys.sample.answers import answer
from rianru.surveys.sample.forms import HOURS, NEEDS, REACH
from rianru.surveys.sample.unfinished import build_unfinished

DEMO = system("demo")
SPACES = ("lib-56", "park-56", "lib-57")


@transaction.atomic
def build(*, at: datetime) -> None:
    """Two surveys of the example network with their answers. Twice is once."""
    network = Network.objects.order_by("id").first()
    if network is None or Survey.objects.filter(title_th=NEEDS.title.th).exists():
        return
    spaces = list(Space.objects.filter(code__in=SPACES).order_by("code").values_list("id", flat=True))
    needs = _opened(NEEDS, network, Settings(
        title_th=NEEDS.title.th, title_en=NEEDS.title.en,
        purpose_th="เล่าให้เราฟังว่าอยากได้อะไรจากห้องสมุด คำตอบใช้วางแผนปีหน้า",
        purpose_en="Tell us what you would like of the library. We plan next year by it.",
        thanks_th="เราจะเล่าว่าปีหน้ามีอะไรใหม่ ติดประกาศที่ห้องสมุดทุกแห่ง",
        thanks_en="What comes of it will hang in every library.",
    ), at=at - timedelta(days=120))
    first, last = at - timedelta(days=119), at - timedelta(days=50)
    answer(needs, NEEDS, since=first, until=last, times=140, seed=1, spaces=spaces)
    second = _second(needs, at=at - timedelta(days=49))
    first, last = at - timedelta(days=48), at - timedelta(hours=2)
    answer(needs, second, since=first, until=last, times=110, seed=2, spaces=spaces)
    actions.print_papers(actor=DEMO, at=at - timedelta(days=3), survey_id=needs, copies=12, language="th")
    hours = _opened(HOURS, network, Settings(
        title_th=HOURS.title.th, title_en=HOURS.title.en, shows_results=True,
        purpose_th="ห้าข้อสั้น ๆ เรื่องเวลาเปิด", purpose_en="Five short ones about opening hours",
    ), at=at - timedelta(days=90))
    first, last = at - timedelta(days=89), at - timedelta(days=61)
    answer(hours, HOURS, since=first, until=last, times=96, seed=3, spaces=spaces)
    actions.close_survey(actor=DEMO, at=at - timedelta(days=60), survey_id=hours)
    build_unfinished(actor=DEMO, at=at, network=network, space_code=SPACES[0])
    while actions.add_up(actor=system("surveys.add_up"), at=at):
        pass


def _opened(form: Questionnaire, network: Network, settings: Settings, *, at: datetime) -> UUID:
    made = actions.make_survey(
        actor=DEMO, at=at, home_kind="network", home_id=network.id, title_th=settings.title_th,
        title_en=settings.title_en, questionnaire=form,
    )
    actions.settle_survey(actor=DEMO, at=at, survey_id=made.id, settings=settings)
    actions.publish_version(actor=DEMO, at=at, survey_id=made.id, revision=Survey.objects.get(id=made.id).revision)
    actions.open_survey(actor=DEMO, at=at, survey_id=made.id)
    return made.id


def _second(survey_id: UUID, *, at: datetime) -> Questionnaire:
    """The next version: one more question on its first page."""
    page = NEEDS.sections[0]
    actions.edit_questionnaire(
        actor=DEMO, at=at, survey_id=survey_id,
        change=PutQuestion(question=REACH, page=page.name, listed=NEEDS.lists[-1]),
    )
    actions.publish_version(
        actor=DEMO, at=at, survey_id=survey_id, revision=Survey.objects.get(id=survey_id).revision,
        note="เพิ่มข้อว่ามาอย่างไร",
    )
    return replace(NEEDS, sections=(
        Section(page.name, page.label, page.relevant, (*page.questions, REACH)), *NEEDS.sections[1:]
    ))


__all__ = ["build"]
