"""The demo's course for caretakers: three classes, a day of practice, and the certificate that it leads to."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from rianru.core.actors import system
from rianru.credentials import actions as credentials
from rianru.credentials.actions import Said
from rianru.kernel.dates import BANGKOK, day_of
from rianru.learning import actions
from rianru.learning.actions import NewPart, Plan
from rianru.learning.models import Programme
from rianru.places.models import Space

DEMO = system("demo")
SPACE = "lib-56"
TITLE = "ผู้ดูแลแหล่งเรียนรู้"
TRAINED = Said(
    kind="CertificateOfCompletion", name_th=TITLE, name_en="Caretaker of a learning space",
    description_th="ดูแลแหล่งเรียนรู้เล็ก ๆ ได้เอง ต้อนรับคน จัดกิจกรรม ใช้ระบบ และดูแลให้ปลอดภัย",
    description_en="Looks after a small place to learn: welcomes people, holds activities, keeps it safe.",
    criteria_th="เรียนครบสามวิชา และฝึกงานจริงหนึ่งวันกับผู้ดูแลรุ่นพี่",
    criteria_en="Three classes, and a day of practice with a caretaker who has done it for long.",
    hours=Decimal(12), months=36, dye="leaf", weave="flower",
)  # fmt: skip
COURSE = (
    ("class", "ต้อนรับและชวนคุย", "Welcoming and listening", "ทักใคร ถามอะไร ฟังอย่างไร เมื่อมีคนเดินเข้ามา",
     "Whom to greet, what to ask and how to listen when somebody comes in.", 30, 3),
    ("class", "หนังสือ กิจกรรม และตัวเลขที่มาเอง", "Books, activities, and numbers that come by themselves",
     "ยืมคืน วางแผนกิจกรรม เช็กชื่อ โดยไม่ต้องทำรายงานซ้ำ", "Lending, planning and attendance, without a second report.", 37, 3),
    ("class", "ทุกคนปลอดภัย", "Everyone is safe", "เด็ก ผู้สูงอายุ อาคาร และข้อมูลของคน",
     "Children, elders, the building, and what people tell us.", 44, 3),
    ("workshop", "ฝึกงานหนึ่งวันกับรุ่นพี่", "A day of practice beside a caretaker",
     "เปิดประตู ดูแลทั้งวัน แล้วนั่งคุยกันตอนเย็น", "From opening the door to a talk in the evening.", 51, 3),
)


def build(*, at: datetime) -> None:
    """Running it again changes nothing."""
    space = Space.objects.filter(code=SPACE).first()
    if space is None or Programme.objects.filter(title_th=TITLE).exists():
        return
    before = at - timedelta(days=30)
    made = [_planned(one, space.id, before, at) for one in COURSE]
    programme = actions.keep_programme(
        actor=DEMO, at=before, space_id=space.id, state="open", title_th=TITLE,
        title_en="Caretaker of a learning space", ordered=True,
        description_th="หลักสูตรตัวอย่างสำหรับคนที่จะดูแลบ้านหนังสือ มุมหนังสือ หรือห้องสมุดเล็ก ๆ "
                       "เรียนวันเสาร์สามครั้ง ฝึกจริงหนึ่งวัน ไม่มีค่าใช้จ่าย",
        description_en="An example course for who will keep a book house, a corner or a small library: "
                       "three Saturdays and a day of practice, free of charge.",
        parts=[NewPart("เรียนสามวิชา", made[:3], "Three classes"), NewPart("ฝึกจริง", made[3:], "Practice")],
    )
    definition = credentials.define(
        actor=DEMO, at=before, issuer_kind="network", issuer_id=space.network_id, said=TRAINED
    )
    credentials.set_award_rule(actor=DEMO, at=before, definition_id=definition, object_kind="programme",
                               object_id=programme)


def _planned(one: tuple[str, str, str, str, str, int, float], space_id: UUID, before: datetime, at: datetime) -> UUID:
    kind, title_th, title_en, text_th, text_en, days, hours = one
    starts_at = datetime.combine(day_of(before) + timedelta(days=days), time(13), BANGKOK)
    plan = Plan(
        kind=kind, title_th=title_th, title_en=title_en, description_th=text_th, description_en=text_en, capacity=30,
        ages=("15-24", "25-59", "60+"), for_whom_th="คนที่ดูแลหรืออยากดูแลแหล่งเรียนรู้",
        for_whom_en="Who keeps a place to learn, or would like to",
    )
    id = actions.plan_activity(actor=DEMO, at=before, space_id=space_id, plan=plan, agreed=True,
                               times=[(starts_at, starts_at + timedelta(hours=hours))])
    actions.open_activity(actor=DEMO, at=before, activity_id=id)
    return id
