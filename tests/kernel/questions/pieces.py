"""A questionnaire with one of everything, and a generator of others."""

from rianru.kernel.questions import (
    Calculation,
    Choice,
    ChoiceList,
    Consent,
    Date,
    File,
    Level,
    Matrix,
    Multiple,
    Note,
    Number,
    Photo,
    Place,
    Questionnaire,
    Ranking,
    Row,
    Rubric,
    Section,
    Single,
    Text,
    Time,
)
from rianru.kernel.words import T


def t(th, en=""):
    return T.verbatim(th, en)


AGREE = (Choice("no", t("ไม่เห็นด้วย", "No")), Choice("some", t("เฉย ๆ", "So so")), Choice("yes", t("เห็นด้วย", "Yes")))
PROVINCES = (Choice("50", t("เชียงใหม่", "Chiang Mai")), Choice("57", t("เชียงราย", "Chiang Rai")))
DISTRICTS = (
    Choice("5001", t("เมืองเชียงใหม่"), (("province", "50"),)), Choice("5007", t("แม่ริม"), (("province", "50"),)),
    Choice("5701", t("เมืองเชียงราย"), (("province", "57"),)),
)
EVERYTHING = Questionnaire(
    name="needs",
    title=t("อยากเรียนอะไร", "What would you like to learn?"),
    lists=(
        ChoiceList("agree", AGREE), ChoiceList("provinces", PROVINCES), ChoiceList("districts", DISTRICTS),
        ChoiceList("topics", (Choice("cook", t("ทำอาหาร", "Cooking")), Choice("weave", t("ทอผ้า", "Weaving")),
                              Choice("phone", t("ใช้มือถือ {สมาร์ต}", "Phones")))),
    ),
    sections=(
        Section("start", t("เริ่ม", "Start"), questions=(
            Note(name="hello", label=t("สวัสดี ขอเวลาห้านาที", "Hello, five minutes please")),
            Consent(name="ok", label=t("ยินดีตอบ", "I agree to answer"), required=True),
            Number(name="age", label=t("อายุ", "Age"), unit=t("ปี", "years"), least=0, most=120, required=True,
                   constraint=". != 13", constraint_message=t("สิบสามปีให้ผู้ปกครองตอบ", "At thirteen a guardian answers")),
        )),
        Section("about", t("เกี่ยวกับคุณ", "About you"), relevant="${age} >= 7", questions=(
            Single(name="province", label=t("จังหวัด", "Province"), choices="provinces", default="50"),
            Single(name="district", label=t("อำเภอ", "District"), choices="districts",
                   choice_filter="province = ${province}", relevant="${province} != ''"),
            Multiple(name="topics", label=t("สนใจอะไร", "Topics"), hint=t("เลือกได้หลายข้อ"), choices="topics", other=True,
                     required=True, bank="topics-2569"),
            Ranking(name="order", label=t("เรียงตามที่ชอบ", "Rank them"), choices="topics",
                    relevant="count-selected(${topics}) > 1"),
            Matrix(name="views", label=t("คิดอย่างไร", "Your views"), choices="agree", required=True, rows=(
                Row("near", t("ที่เรียนอยู่ใกล้บ้าน", "It is near")), Row("cheap", t("ไม่แพง", "It is cheap")))),
            Calculation(name="adult", works="if(${age} >= 20, 'yes', 'no')"),
            Text(name="why", label=t("คุณอายุ ${age} เพราะอะไรจึงสนใจ", "You are ${age}. Why?"), long=True, most=500,
                 required_if="selected(${topics}, 'cook')"),
            Text(name="mobile", label=t("เบอร์โทร", "Telephone"), most=20, constraint="regex(., '^0[0-9]{9}$')"),
        )),
        Section("end", t("ปิดท้าย", "The end"), questions=(
            Date(name="when", label=t("สะดวกวันไหน", "Which day"), default="today()"),
            Time(name="hour", label=t("เวลาไหน", "What time")),
            Place(name="home", label=t("บ้านอยู่ไหน", "Where is home"), area=True, point=True),
            Place(name="village", label=t("หมู่บ้าน", "Village")),
            Place(name="pin", label=t("จุดนัดพบ", "Meeting point"), area=False, point=True),
            Photo(name="picture", label=t("รูปบ้าน", "A picture"), most=3),
            File(name="paper", label=t("เอกสาร", "A paper")),
            Number(name="hours", label=t("กี่ชั่วโมง", "Hours"), decimal=True, step=0.5, least=0.5, most=8),
            Rubric(name="skill", label=t("ทำได้แค่ไหน", "How well"), levels=(
                Level("new", t("เริ่มต้น", "New"), t("ยังไม่เคยลอง", "Never tried"), 0),
                Level("able", t("ทำได้", "Able"), t("ทำเองได้", "Alone"), 3))),
        )),
    ),
)
ANSWERED = {
    "ok": True, "age": 34, "province": "50", "district": "5007", "topics": ["cook", "other"], "topics_other": "ดนตรี",
    "order": ["weave", "cook", "phone"], "near": "yes", "cheap": "some", "why": "อยากเปิดร้าน", "mobile": "0812345678",
    "when": "2026-12-01", "hour": "09:30", "home": {"area": "500701", "latitude": 18.9, "longitude": 98.9},
    "village": {"area": "50070103"}, "pin": {"latitude": 18.9, "longitude": 98.9},
    "picture": ["a1"], "paper": ["b2"], "hours": 2.5, "skill": "able",
}
