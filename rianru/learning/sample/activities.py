"""The demo's activities: a month of them over several spaces, planned as their keepers would; all of it made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from rianru.catalogue.models import Edition
from rianru.core.actors import system
from rianru.kernel.dates import BANGKOK, day_of
from rianru.kernel.refusals import Refused
from rianru.learning import actions
from rianru.learning.actions import NewPart, Plan
from rianru.learning.models import Activity
from rianru.learning.queries import spans
from rianru.people.sample import demo_sign_ins
from rianru.places import queries as places
from rianru.places.models import Space

DEMO = system("demo")
EARLIER = timedelta(days=20)  # planned then, so that some of it has taken place
LIBRARY, PARK, CENTRE = "lib-56", "park-56", ""  # the last: where the demo's caretaker is
ROOMS: Sequence[tuple[str, str, str, int]] = (
    (LIBRARY, "ห้องประชุมกว๊าน", "Kwan meeting room", 40), (LIBRARY, "มุมนิทาน", "Story corner", 25),
    (PARK, "ลานกิจกรรม", "Activity hall", 80), (PARK, "ห้องทำของ", "Makers’ room", 20),
    ("lib-50", "ห้องล้านนา", "Lanna room", 50), ("lib-30", "ห้องประชุมย่าโม", "Meeting room", 60),
)


@dataclass(frozen=True, slots=True)
class Held:
    """One activity: where, in which room, in how many days from `EARLIER` ago, when, how it repeats, and what it is."""

    code: str
    room: str
    days: int
    begins: time
    hours: float
    repeats: str
    plan: Plan
    reads: str = ""
    led: bool = False


ACTIVITIES: Sequence[Held] = (
    Held(LIBRARY, "มุมนิทาน", 0, time(10), 1, "FREQ=WEEKLY;BYDAY=SA;COUNT=9", Plan(
        kind="storytelling", title_th="เสาร์นี้มีนิทาน", title_en="Saturday stories", ages=("0-5", "6-14"),
        description_th="นั่งล้อมวงฟังนิทานพื้นบ้าน แล้วพับกระดาษเป็นตัวละครกลับบ้าน\nผู้ใหญ่นั่งฟังด้วยได้เลย",
        description_en="Folk tales in a circle, then we fold the characters from paper. Grown-ups are welcome.",
        for_whom_th="เด็กกับผู้ใหญ่ที่มาด้วยกัน", for_whom_en="Children with a grown-up", joining="free"),
        reads="นิทาน"),
    Held(PARK, "ห้องทำของ", 23, time(13), 3, "", Plan(
        kind="workshop", title_th="ย้อมผ้าด้วยสีจากครัว", title_en="Dyeing cloth from the kitchen", capacity=20,
        ages=("15-24", "25-59", "60+"), satang=5_000, cost_th="ค่าผ้าคนละหนึ่งผืน ยกเว้นให้ได้ บอกเจ้าหน้าที่",
        cost_en="For one piece of cloth. Ask us if that is too much.",
        description_th="เปลือกหอมแดง ขมิ้น และใบหูกวาง ให้สีอะไรบ้าง ลองย้อมผ้าของตัวเองหนึ่งผืน\n"
                       "ใส่เสื้อที่เปื้อนได้ มีผ้ากันเปื้อนให้ยืม",
        description_en="Shallots, turmeric and leaves: dye a piece of your own. Wear something that may get stained."),
        reads="ผ้า", led=True),
    Held(LIBRARY, "ห้องประชุมกว๊าน", 2, time(17, 30), 2, "FREQ=WEEKLY;BYDAY=TU,FR;COUNT=16", Plan(
        kind="class", title_th="ภาษาอังกฤษสำหรับคนขายของ", title_en="English for market sellers", joining="whole",
        capacity=16, ages=("15-24", "25-59", "60+"), waiting_list=True,
        description_th="ทักทาย บอกราคา แนะนำสินค้า ฝึกพูดกันทั้งคาบ ไม่ต้องมีพื้นฐาน",
        description_en="Greeting, naming prices, telling about what you sell. We speak the whole time."),
        reads="ภาษาอังกฤษ", led=True),
    Held(PARK, "ลานกิจกรรม", 21, time(9), 8, "", Plan(
        kind="exhibition", title_th="ภาพเก่าเล่ากว๊าน", title_en="Old pictures of the lake", joining="free",
        description_th="ภาพถ่ายของคนริมกว๊านสามรุ่น พร้อมเสียงเล่าของเจ้าของภาพ",
        description_en="Three generations of photographs by the lake, told by those who kept them.")),
    Held(LIBRARY, "ห้องประชุมกว๊าน", 24, time(13, 30), 2, "FREQ=MONTHLY;BYDAY=3TH;COUNT=3", Plan(
        kind="club", title_th="ชมรมอ่านแล้วคุย", title_en="Read-and-talk club", capacity=12,
        ages=("25-59", "60+"), description_th="เดือนละเล่ม อ่านไม่จบก็มาได้ มีชาร้อนให้",
        description_en="A book a month. Come though you have not finished it. There is tea."), reads="ศรีบูรพา"),
    Held(PARK, "", 25, time(8), 2.5, "", Plan(
        kind="tour", title_th="เดินเมืองเก่ากับคนเฒ่า", title_en="The old town with those who remember it",
        place_th="พบกันหน้าวัดศรีโคมคำ", place_en="Meet in front of Wat Si Khom Kham", capacity=25,
        description_th="เดินช้า ๆ ราวสองกิโลเมตร แวะบ้านไม้ ตลาดเช้า และท่าเรือ มีรถเข็นให้ยืม",
        description_en="Two slow kilometres past timber houses, the morning market and the pier.")),
    Held(LIBRARY, "", 26, time(19), 1.5, "FREQ=WEEKLY;COUNT=3", Plan(
        kind="online", title_th="ทำบัญชีร้านเล็กให้เข้าใจง่าย", title_en="Simple books for a small shop",
        online_link="https://meet.example.org/small-shop", capacity=100, ages=("15-24", "25-59"), accounts_only=True,
        description_th="รายรับ รายจ่าย กำไร และภาษีร้านเล็ก ถามได้ทุกข้อ",
        description_en="Income, costs, profit and tax of a small shop. Ask anything.")),
    Held(LIBRARY, "มุมนิทาน", 14, time(18), 1.5, "FREQ=DAILY;COUNT=40", Plan(
        kind="storytelling", title_th="นิทานก่อนนอน", title_en="Bedtime stories", ages=("0-5", "6-14"), capacity=24,
        description_th="ฟังนิทานด้วยกันตอนเย็น ใส่ชุดนอนมาก็ได้ กลับถึงบ้านแล้วหลับสบาย",
        description_en="Stories in the evening. Come in pyjamas, and go home ready for bed.")),
    Held(CENTRE, "", 14, time(16, 30), 2, "FREQ=DAILY;COUNT=40", Plan(
        kind="club", title_th="การบ้านเพื่อนช่วยเพื่อน", title_en="Homework with friends", ages=("6-14", "15-24"),
        capacity=20, description_th="พี่มัธยมช่วยน้องประถม มีน้ำเย็นและที่นั่งสบาย ๆ",
        description_en="Older pupils help younger ones. Cold water and a good chair.")),
    Held(CENTRE, "", 27, time(9), 3, "", Plan(
        kind="workshop", title_th="ใช้มือถือให้คล่อง ระวังคนหลอก", title_en="At ease with a phone, and safe from fraud",
        ages=("60+",), capacity=15, fair_seats=True, for_whom_th="ผู้สูงอายุ พาหลานมาช่วยได้",
        for_whom_en="Elders; bring a grandchild to help",
        description_th="วิดีโอคอล จ่ายเงิน จองคิวหมอ และดูออกว่าข้อความไหนหลอก",
        description_en="Video calls, paying, seeing a doctor, and telling which messages are a trick.")),
    Held(LIBRARY, "ห้องประชุมกว๊าน", 29, time(10), 1.5, "", Plan(
        kind="talk", title_th="ปลาในกว๊านหายไปไหน", title_en="Where have the fish of the lake gone", capacity=40,
        description_th="คุยกับคนหาปลาและนักชีววิทยา ว่าสิบปีมานี้กว๊านเปลี่ยนไปอย่างไร",
        description_en="Fishers and a biologist on ten years of change.")),
    Held("lib-50", "ห้องล้านนา", 22, time(10), 2, "FREQ=WEEKLY;COUNT=4", Plan(
        kind="class", title_th="เขียนตัวเมืองเบื้องต้น", title_en="First steps in Lanna script", capacity=30,
        joining="whole", description_th="อ่านและเขียนอักษรธรรมล้านนา จากป้ายที่เห็นทุกวัน",
        description_en="Reading and writing the Lanna script, from signs that we pass every day.")),
    Held("lib-30", "ห้องประชุมย่าโม", 24, time(14), 2, "", Plan(
        kind="workshop", title_th="ผัดหมี่โคราชกับครูสมศรี", title_en="Khorat noodles with Khru Somsri", capacity=15,
        satang=8_000, cost_th="ค่าเส้นและเครื่องปรุง", cost_en="For noodles and sauce",
        description_th="เรียนแล้วกินด้วยกัน เอากล่องมาใส่กลับบ้านได้",
        description_en="We cook and eat together. Bring a box.")),
    Held("lib-10", "", 23, time(13), 2, "FREQ=WEEKLY;COUNT=4", Plan(
        kind="club", title_th="ชมรมบอร์ดเกมเด็กโต", title_en="Board games for older children", ages=("6-14", "15-24"),
        joining="free", description_th="มีเกมให้เล่นกว่าสามสิบกล่อง มาเดี่ยวก็ได้เพื่อน",
        description_en="More than thirty games. Come alone, and you will not stay so.")),
)


def build(*, at: datetime) -> None:
    """Rooms, activities and a programme. Running it again changes nothing."""
    if Activity.objects.exists():
        return
    spaces = places.space_ids({one.code for one in ACTIVITIES})
    caretaken = Space.objects.order_by("network__code", "code").values_list("id", flat=True).first()
    spaces |= {CENTRE: caretaken} if caretaken else {}
    rooms = {
        (code, name): actions.keep_room(actor=DEMO, at=at - EARLIER, space_id=spaces[code], name_th=name,
                                        name_en=english, seats=seats)
        for code, name, english, seats in ROOMS if code in spaces
    }
    made = [_plan(one, spaces[one.code], rooms.get((one.code, one.room)), at) for one in ACTIVITIES
            if one.code in spaces]
    _called_off(made, at)
    _programme(spaces, at)


def _plan(one: Held, space_id: UUID, room: int | None, at: datetime) -> UUID:
    planned_at = at - EARLIER - timedelta(days=1)
    day = day_of(planned_at) + timedelta(days=one.days + 1)
    starts_at = datetime.combine(day, one.begins, BANGKOK)
    ends_at = starts_at + timedelta(hours=one.hours)
    if one.plan.kind == "exhibition":
        ends_at += timedelta(days=21)
    id = actions.plan_activity(
        actor=DEMO, at=planned_at, space_id=space_id, plan=one.plan, repeats=one.repeats, agreed=True, room_id=room,
        times=spans((starts_at, ends_at), one.repeats),
    )
    actions.open_activity(actor=DEMO, at=planned_at, activity_id=id)
    _furnish(one, id, planned_at)
    return id


def _furnish(one: Held, id: UUID, at: datetime) -> None:
    """Works whose title or maker has a word, and a teacher of the demo."""
    if one.reads:
        rows = Edition.objects.filter(title__contains=one.reads).order_by("work_id") or (
            Edition.objects.filter(people__icontains=one.reads).order_by("work_id"))
        for work_id in list(dict.fromkeys(rows.values_list("work_id", flat=True)))[:4]:
            actions.add_material(actor=DEMO, at=at, activity_id=id, work_id=work_id)
    if one.led:
        try:
            actions.give_part(actor=DEMO, at=at, activity_id=id, known_by=demo_sign_ins()[1].email, part="teacher")
        except Refused:  # the demo's people may not be there
            return


def _called_off(made: Sequence[UUID], at: datetime) -> None:
    """One time of the stories is off, so that one sees how that looks."""
    first = Activity.objects.get(id=made[0])
    ahead = list(first.sessions.filter(starts_at__gt=at).order_by("starts_at")[1:2])
    for session in ahead:
        actions.cancel_sessions(actor=DEMO, at=at, session_id=session.id, reason="คนเล่านิทานไม่สบาย สัปดาห์ถัดไปเจอกัน")


def _programme(spaces: dict[str, UUID], at: datetime) -> None:
    """From a hobby to a small shop: parts of the activities above."""
    ids = {one.title_en: one.id for one in Activity.objects.all()}
    actions.keep_programme(
        actor=DEMO, at=at, space_id=spaces[LIBRARY], state="open", title_th="จากงานอดิเรกสู่ร้านเล็ก",
        title_en="From a hobby to a small shop", least_minutes=8 * 60,
        description_th="ลองทำ ลองขาย ลองทำบัญชี จบแล้วได้ใบรับรองที่ใครสแกนก็ตรวจได้",
        description_en="Make something, sell it, keep its books; with a certificate that anyone can check.",
        parts=[
            NewPart("ลองทำ", [ids["Dyeing cloth from the kitchen"], ids["The old town with those who remember it"]],
                    "Make something", needs=1),
            NewPart("ลองขาย", [ids["English for market sellers"]], "Sell it"),
            NewPart("ทำบัญชี", [ids["Simple books for a small shop"]], "Keep its books"),
        ],
    )
