"""The questionnaires of the demo."""

from rianru.kernel.questions import (
    Choice,
    ChoiceList,
    Consent,
    Date,
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
)
from rianru.kernel.words import T


def _list(name: str, *choices: tuple[str, str, str]) -> ChoiceList:
    return ChoiceList(name, tuple(Choice(code, T(th, en)) for code, th, en in choices))


AGES = _list("ages", ("child", "ไม่เกิน 14 ปี", "14 or younger"), ("young", "15–24 ปี", "15–24"),
             ("adult", "25–59 ปี", "25–59"), ("elder", "60 ปีขึ้นไป", "60 or older"))
OFTEN = _list("often", ("week", "ทุกสัปดาห์", "Every week"), ("month", "เดือนละครั้ง", "Once a month"),
              ("year", "ปีละไม่กี่ครั้ง", "A few times a year"), ("never", "ยังไม่เคยไป", "Never yet"))
WANTS = _list(
    "wants", ("books", "หนังสือใหม่", "New books"), ("quiet", "มุมเงียบ", "A quiet corner"),
    ("children", "ห้องเด็ก", "A room for children"), ("classes", "ชั้นเรียนอาชีพ", "Classes for a trade"),
    ("net", "อินเทอร์เน็ต", "Internet"), ("late", "เปิดถึงค่ำ", "Open in the evening"),
)
AGREE = _list("agree", ("yes", "เห็นด้วย", "I agree"), ("so", "เฉย ๆ", "Neither"), ("no", "ไม่เห็นด้วย", "I do not"))
TRADES = _list("trades", ("cloth", "ผ้าและการย้อม", "Cloth and dyeing"), ("food", "อาหาร", "Food"),
               ("farm", "เกษตร", "Farming"), ("online", "ขายออนไลน์", "Selling online"))
WAYS = _list("ways", ("walk", "เดิน", "On foot"), ("bike", "จักรยาน", "By bicycle"),
             ("motor", "มอเตอร์ไซค์", "By motorcycle"),
             ("car", "รถยนต์", "By car"), ("bus", "รถประจำทาง", "By bus"))
WHY_NOT = _list("why_not", ("far", "ไกล", "Too far"), ("time", "ไม่มีเวลา", "No time"),
                ("know", "ไม่รู้ว่ามี", "Did not know"))

REACH = Single(name="reach", label=T("มาห้องสมุดอย่างไร", "How do you get there?"), choices="ways",
               relevant="${often} != 'never'")
NEEDS = Questionnaire(
    "needs", T("ห้องสมุดแบบไหนที่อยากได้", "The library you would like"),
    (
        Section("you", T("เกี่ยวกับคุณ", "About you"), questions=(
            Note(name="hello", label=T("ไม่ต้องบอกชื่อ ข้ามข้อที่ไม่อยากตอบได้", "No names. Leave out what you like.")),
            Single(name="age", label=T("อายุเท่าไร", "How old are you?"), choices="ages", required=True),
            Place(name="home", label=T("บ้านอยู่ที่ไหน", "Where do you live?")),
            Single(name="often", label=T("ไปห้องสมุดบ่อยแค่ไหน", "How often do you go to a library?"),
                   choices="often", required=True),
            Single(name="why_not", label=T("เพราะอะไรถึงยังไม่เคยไป", "What kept you?"), choices="why_not",
                   other=True,
                   relevant="${often} = 'never'"),
        )),
        Section("wishes", T("อยากได้อะไร", "What you would like"), questions=(
            Multiple(name="wants", label=T("อยากให้ห้องสมุดมีอะไร", "What should it have?"), choices="wants"),
            Ranking(name="order",
                    label=T("ถ้าเปิดสอน อยากเรียนอะไรก่อน", "If there were classes, which first?"), choices="trades"),
            Matrix(name="feel", label=T("คุณเห็นด้วยแค่ไหน", "Do you agree?"), choices="agree", rows=(
                Row("welcome", T("เข้าไปแล้วรู้สึกเป็นกันเอง", "I feel welcome there")),
                Row("near", T("ไปถึงได้ง่าย", "It is easy to get to")),
                Row("useful", T("ได้ของที่ใช้ในชีวิตจริง", "I find what I can use")),
            )),
            Rubric(name="books", label=T("หนังสือที่มีตอนนี้เป็นอย่างไร", "How are the books now?"), levels=(
                Level("poor", T("ยังไม่พอ", "Too few"), T("หาเล่มที่อยากอ่านแทบไม่เจอ", "I hardly find what I look for"), 1),
                Level("fair", T("พอใช้", "Fair"), T("เจอบ้าง แต่เก่า", "Some, but old ones"), 2),
                Level("good", T("ดี", "Good"), T("เจอเกือบทุกครั้งที่หา", "Nearly whatever I look for"), 3),
            )),
        )),
        Section("more", T("อีกนิดเดียว", "A little more"), questions=(
            Number(name="minutes", label=T("ใช้เวลาเดินทางกี่นาที", "How many minutes does it take you?"),
                   unit=T("นาที", "minutes"),
                   least=0, most=180),
            Date(name="last", label=T("ไปครั้งล่าสุดวันไหน (ราว ๆ ก็ได้)", "When were you there last? (about)"),
                 relevant="${often} != 'never'"),
            Text(name="dream", label=T("ถ้าขอได้หนึ่งอย่าง", "One wish"), long=True,
                 hint=T("อะไรก็ได้ เล่าให้ฟังหน่อย", "Anything: tell us")),
            Photo(name="corner",
                  label=T("มีรูปมุมอ่านหนังสือที่ชอบไหม", "A picture of a corner where you like to read?")),
            Consent(name="tell",
                    label=T("ให้เราเล่าข้อเขียนของคุณบนป้ายได้ไหม (ไม่มีชื่อ)", "May we show what you wrote, without a name?")),
        )),
    ),
    (AGES, OFTEN, WHY_NOT, WANTS, TRADES, AGREE, WAYS),
)
HOURS = Questionnaire(
    "hours", T("เวลาเปิดของห้องสมุด", "When the library is open"),
    (
        Section("hours", T("เวลาเปิด", "Opening hours"), questions=(
            Single(name="best", label=T("ไปเวลาไหนสะดวกที่สุด", "When suits you best?"), choices="times",
                   required=True),
            Multiple(name="days", label=T("วันไหนบ้าง", "On which days?"), choices="days"),
            Single(name="monday", label=T("เปิดวันจันทร์แทนวันอาทิตย์ดีไหม", "Monday instead of Sunday?"),
                   choices="agree"),
            Number(name="a_month", label=T("ตั้งใจไปเดือนละกี่ครั้ง", "How many times a month?"),
                   unit=T("ครั้ง", "times"), least=0, most=30),
            Text(name="say", label=T("อยากบอกอะไรอีก", "Anything else?")),
        )),
    ),
    (_list("times", ("morning", "เช้า", "Morning"), ("noon", "เที่ยง", "Noon"), ("after", "หลังเลิกเรียน", "After school"),
           ("evening", "ค่ำ", "Evening")),
     _list("days", ("weekday", "จันทร์ถึงศุกร์", "Monday to Friday"), ("saturday", "เสาร์", "Saturday"),
           ("sunday", "อาทิตย์", "Sunday")),
     AGREE),
)
