"""What makers of the demo have at hand: feedback that stands open, a bank of questions, and a survey half done."""

from datetime import datetime, timedelta

from rianru.core.actors import Actor
from rianru.kernel.questions import Choice, ChoiceList, Matrix, Number, Questionnaire, Row, Section, Single, Text
from rianru.kernel.words import T
from rianru.places.models import Network, Space
from rianru.surveys import actions

HALF_DONE = Questionnaire(
    "children", T("วันเด็กปีหน้า อยากให้มีอะไร", "Next Children’s Day: what should there be?"),
    (
        Section("family", T("ครอบครัวของคุณ", "Your family"), questions=(
            Number(name="children", label=T("มีเด็กในบ้านกี่คน", "How many children live with you?"),
                   unit=T("คน", "children"), least=0, most=20, required=True),
            Single(name="near", label=T("เดินทางมาเองได้ไหม", "Can you get there by yourself?"), choices="near"),
        )),
        Section("day", T("วันงาน", "The day"), relevant="${children} >= 1", questions=(
            Matrix(name="wish", label=T("อยากให้มีแต่ละอย่างแค่ไหน", "How much would you like each?"), choices="much", rows=(
                Row("wish_1", T("เล่านิทาน", "Stories")), Row("wish_2", T("ของเล่นโบราณ", "Toys of old")),
                Row("wish_3", T("ทำขนม", "Making sweets")))),
            Text(name="idea", label=T("", ""), long=True),
        )),
    ),
    (
        ChoiceList("near", (Choice("yes", T("มาเองได้", "Yes")), Choice("bus", T("ถ้ามีรถรับ", "If there is a bus")),
                            Choice("no", T("มาไม่ได้", "No")))),
        ChoiceList("much", (Choice("1", T("ไม่อยาก", "Not at all")), Choice("2", T("เฉย ๆ", "So so")),
                            Choice("3", T("อยากมาก", "Very much")))),
    ),
)  # fmt: skip


def build_unfinished(*, actor: Actor, at: datetime, network: Network, space_code: str) -> None:
    """Feedback, two questions in the bank of the network, and one survey of a space that still has a fault."""
    actions.lay_standing(actor=actor, at=at - timedelta(days=150), use="feedback")
    space = Space.objects.filter(code=space_code).first()
    kind, id = ("space", space.id) if space else ("network", network.id)
    made = actions.make_survey(
        actor=actor, at=at - timedelta(days=1), home_kind=kind, home_id=id, title_th=HALF_DONE.title.th,
        title_en=HALF_DONE.title.en, questionnaire=HALF_DONE,
    )
    for name in ("near", "wish"):
        actions.keep_question(
            actor=actor, at=at - timedelta(hours=20), survey_id=made.id, name=name, home_kind="network",
            home_id=network.id,
        )
