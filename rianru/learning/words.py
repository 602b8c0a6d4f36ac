"""The words that readers see for kinds of activities, for whom they are, and how one joins."""

from collections.abc import Mapping, Sequence
from typing import Final

from rianru.kernel import dates
from rianru.kernel.words import T

time_text, when_text = dates.time_text, dates.when_text

KINDS: Mapping[str, T] = {
    "storytelling": T("เล่านิทาน", "Storytelling"),
    "club": T("ชมรม", "Club"),
    "workshop": T("เวิร์กช็อป", "Workshop"),
    "class": T("ชั้นเรียน", "Class"),
    "talk": T("พูดคุย", "Talk"),
    "exhibition": T("นิทรรศการ", "Exhibition"),
    "tour": T("พาเดินชม", "Tour"),
    "online": T("ออนไลน์", "Online"),
}
STATES: Mapping[str, T] = {
    "draft": T("ร่าง", "Draft"),
    "open": T("เปิด", "Open"),
    "cancelled": T("ยกเลิก", "Cancelled"),
    "over": T("จบแล้ว", "Over"),
}
"""Of an activity; readers see all but drafts."""
SESSION_STATES: Mapping[str, T] = {
    "planned": T("ตามกำหนด", "As planned"),
    "cancelled": T("งด", "Cancelled"),
}
BANDS: Mapping[str, T] = {
    "0-5": T("เด็กเล็ก 0–5 ปี", "Small children, 0–5"),
    "6-14": T("เด็ก 6–14 ปี", "Children, 6–14"),
    "15-24": T("เยาวชน 15–24 ปี", "Young people, 15–24"),
    "25-59": T("ผู้ใหญ่ 25–59 ปี", "Adults, 25–59"),
    "60+": T("ผู้สูงอายุ 60 ปีขึ้นไป", "Elders, 60 and over"),
}
"""Bands of age, as facts count them."""
CHILDREN: Final = ("0-5", "6-14")
JOINING: Mapping[str, T] = {
    "free": T("มาได้เลย ไม่ต้องจอง", "Just come, nothing to book"),
    "each": T("จองทีละครั้ง", "A seat for each time"),
    "whole": T("จองทั้งชุดครั้งเดียว", "One seat for the whole series"),
}
PARTS: Mapping[str, T] = {
    "teacher": T("ผู้สอน", "Teacher"),
    "volunteer": T("อาสาสมัคร", "Volunteer"),
}
"""What somebody does in an activity who is not there to learn."""
PROGRAMME_STATES: Mapping[str, T] = {
    "draft": T("ร่าง", "Draft"),
    "open": T("เปิด", "Open"),
    "over": T("จบแล้ว", "Over"),
}

PARTY_STATES: Mapping[str, T] = {
    "entered": T("รอจับที่นั่ง", "Waits for the draw"),
    "waiting": T("อยู่ในคิว", "On the waiting list"),
    "offered": T("มีที่ให้แล้ว รอคำตอบ", "Offered a seat"),
    "joined": T("มีที่นั่ง", "Has a seat"),
    "released": T("คืนที่นั่งแล้ว", "Gave the seat back"),
    "declined": T("ไม่รับที่นั่ง", "Declined the offer"),
    "lapsed": T("ไม่ได้ตอบภายในเวลา", "Did not answer in time"),
    "removed": T("เจ้าหน้าที่เอาออก", "Taken off by staff"),
    "missed": T("ไม่มีที่ว่างจนเริ่มกิจกรรม", "No seat came free"),
}
OPEN_PARTIES: Final = ("entered", "waiting", "offered", "joined")
HOLDING: Final = ("offered", "joined")
"""States of a party in which it keeps seats from others."""
SOURCES: Mapping[str, T] = {
    "self": T("จองเอง", "Joined by themselves"),
    "guest": T("จองโดยไม่มีบัญชี", "Joined without an account"),
    "desk": T("เจ้าหน้าที่จองให้", "Joined at the desk"),
    "walk_in": T("มาหน้างาน", "Came without a seat"),
}
DRAW_BY: Mapping[str, T] = {
    "lot": T("จับสลาก", "By lot"),
    "arrival": T("ตามลำดับที่จอง", "In the order of joining"),
}
GROUPS: Mapping[str, T] = {
    "first_time": T("คนที่มาครั้งแรก", "First-timers"),
    "elder": T("ผู้สูงอายุ 60 ปีขึ้นไป", "Elders of 60 and over"),
    "disability": T("คนพิการ", "People with a disability"),
    "district": T("คนในพื้นที่", "People of an area"),
}
"""For whom a host may keep seats in a draw."""
CAME_BY: Mapping[str, T] = {
    "code": T("สแกนหรือพิมพ์รหัส", "By the code"),
    "desk": T("เจ้าหน้าที่เช็กชื่อ", "Ticked at the desk"),
    "walk_in": T("มาหน้างาน", "Walked in"),
}
SEXES: Mapping[str, T] = {
    "female": T("หญิง", "Women and girls"),
    "male": T("ชาย", "Men and boys"),
    "unsaid": T("ไม่ระบุ", "Not said"),
}


def ages_text(bands: Sequence[str]) -> T | None:
    """`15 ปีขึ้นไป`, `เด็ก 0-14 ปี`; bands apart with a comma between; none for everyone."""
    order = list(BANDS)
    places = sorted(order.index(band) for band in set(bands) if band in BANDS)
    if not places or len(places) == len(order):
        return None
    if len(places) == 1 or places != list(range(places[0], places[-1] + 1)):
        found = [BANDS[order[place]] for place in places]
        return T.verbatim(", ".join(one.th for one in found), ", ".join(one.en for one in found))
    first, last = order[places[0]].split("-")[0], order[places[-1]].split("-")[-1]
    if last == "60+":
        return T("{first} ปีขึ้นไป", "{first} and over", first=first)
    if places[-1] < len(CHILDREN):
        return T("เด็ก {first}–{last} ปี", "Children, {first}–{last}", first=first, last=last)
    return T("{first}–{last} ปี", "Ages {first}–{last}", first=first, last=last)


def hours_text(minutes: int) -> T:
    """`2 ชั่วโมง`, `1 ชั่วโมง 30 นาที`, `45 นาที`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return T("{n} นาที", "{n} min", n=rest)
    if not rest:
        return T("{n} ชั่วโมง", "{n} {n:hour|hours}", n=hours)
    return T("{n} ชั่วโมง {m} นาที", "{n} h {m} min", n=hours, m=rest)


STAMP_KINDS: Mapping[str, T] = {
    "visit": T("แวะมา", "A visit"),
    "activity": T("ร่วมกิจกรรม", "An activity"),
    "reading": T("อ่าน", "Reading"),
    "borrowing": T("ยืมหนังสือ", "Borrowing"),
}
STAMP_SOURCES: Mapping[str, T] = {
    "attendance": T("เช็กชื่อที่กิจกรรม", "Ticked off at an activity"),
    "code": T("สแกนหรือพิมพ์รหัส", "By the code"),
    "loan": T("ยืมที่เคาน์เตอร์", "A loan at the desk"),
    "desk": T("เจ้าหน้าที่ลงให้จากเล่มกระดาษ", "Entered by staff from a paper passport"),
    "own": T("บันทึกเอง", "One's own reading log"),
}
TURNS: Mapping[str, T] = {
    "day": T("ทุกวัน", "Every day"),
    "week": T("ทุกสัปดาห์", "Every week"),
    "month": T("ทุกเดือน", "Every month"),
}
"""How often the code on the wall of a space changes."""
FLAGS: Mapping[str, T] = {
    "crowd": T("ประทับมากกว่าวันปกติมาก", "Many more stamps than on other days"),
    "burst": T("ประทับรัวในไม่กี่นาที", "Many stamps within minutes"),
    "closed": T("มีคนใช้รหัสตอนปิด", "The code was tried while closed"),
    "guessed": T("มีคนเดารหัส", "Somebody guessed at the code"),
    "far": T("ประทับจากที่ไกลกันในเวลาสั้น ๆ", "Stamps from far apart within a short time"),
}
"""What is odd about how the code of a space was used."""
CHALLENGE_FORMS: Mapping[str, T] = {
    "goals": T("ทำตามเป้าทีละขั้น", "Goals, one after another"),
    "bingo": T("กระดานบิงโก", "A bingo board"),
}
CHALLENGE_STATES: Mapping[str, T] = {
    "draft": T("ร่าง", "Draft"),
    "open": T("เปิด", "Open"),
    "over": T("จบแล้ว", "Over"),
    "cancelled": T("ยกเลิก", "Cancelled"),
}
UNITS: Mapping[str, T] = {
    "person": T("แต่ละคน", "Each person"),
    "household": T("ทั้งครอบครัวรวมกัน", "A family together"),
    "team": T("ทั้งโรงเรียนหรือกลุ่มรวมกัน", "A school or group together"),
}
"""Whose stamps are added up."""
REACHES: Mapping[str, T] = {
    "space": T("ที่นี่ที่เดียว", "This space alone"),
    "network": T("ทุกแห่งในเครือข่าย", "Every space of the network"),
    "area": T("ทุกแห่งในพื้นที่", "Every space of an area"),
    "everywhere": T("ทุกแห่งทั่วประเทศ", "Every space of the country"),
}
GOAL_KINDS: Mapping[str, T] = {
    "stamps": T("จำนวนตรา", "Stamps"),
    "spaces": T("สถานที่ต่าง ๆ", "Different spaces"),
    "minutes": T("นาทีที่อ่าน", "Minutes read"),
    "books": T("จำนวนเล่ม", "Books"),
    "activities": T("กิจกรรมต่าง ๆ", "Different activities"),
    "free": T("ช่องฟรี", "A free square"),
}


def kinds_text(of: Sequence[str]) -> T | None:
    """`แวะมา หรือ ร่วมกิจกรรม`; none for every kind."""
    found = [STAMP_KINDS[kind] for kind in STAMP_KINDS if kind in of]
    if not found or len(found) == len(STAMP_KINDS):
        return None
    return T.verbatim(" หรือ ".join(one.th for one in found), " or ".join(one.en.lower() for one in found))


ONCE: Mapping[tuple[str, ...], T] = {
    ("stamps", "visit"): T("แวะมาสักครั้ง", "Drop in once"),
    ("stamps", "activity"): T("ร่วมกิจกรรมสักครั้ง", "Join an activity"),
    ("stamps", "reading"): T("บันทึกการอ่านสักครั้ง", "Log what you read"),
    ("stamps", "borrowing"): T("ยืมหนังสือสักครั้ง", "Borrow a book"),
    ("stamps",): T("ได้ตราหนึ่งดวง", "Collect a stamp"),
    ("spaces",): T("ไปที่ไหนก็ได้สักแห่ง", "Go to any one space"),
    ("books",): T("อ่านหรือยืมหนึ่งเล่ม", "Read or borrow a book"),
    ("activities",): T("ร่วมกิจกรรมสักครั้ง", "Join an activity"),
}
"""What a goal of one says of itself."""


def goal_text(kind: str, needs: int, of: Sequence[str]) -> T:
    """What a goal says of itself: `ไปต่างกัน 3 แห่ง`."""
    what = kinds_text(of)
    if needs == 1 and (found := ONCE.get((kind, *of) if kind == "stamps" and len(of) == 1 else (kind,))):
        return found if what is None or kind != "stamps" or len(of) == 1 else (
            T("{said} ({what})", "{said} ({what})", said=found, what=what))
    single = {"visit": T("แวะมา {n:,}\N{NO-BREAK SPACE}ครั้ง", "Drop in {n:,} {n:time|times}", n=needs),
              "activity": T("ร่วมกิจกรรม {n:,}\N{NO-BREAK SPACE}ครั้ง", "Join {n:,} {n:activity|activities}", n=needs),
              "reading": T("บันทึกการอ่าน {n:,}\N{NO-BREAK SPACE}ครั้ง", "Log reading {n:,} {n:time|times}", n=needs),
              "borrowing": T("ยืมหนังสือ {n:,}\N{NO-BREAK SPACE}วัน", "Borrow on {n:,} {n:day|days}", n=needs)}
    if kind == "stamps" and len(of) == 1:
        return single[of[0]]
    said = {
        "stamps": T("สะสม {n:,}\N{NO-BREAK SPACE}ตรา", "Collect {n:,} {n:stamp|stamps}", n=needs),
        "spaces": T("ไปต่างกัน {n:,}\N{NO-BREAK SPACE}แห่ง", "Go to {n:,} different {n:space|spaces}", n=needs),
        "minutes": T("อ่านรวม {n:,}\N{NO-BREAK SPACE}นาที", "Read for {n:,} {n:minute|minutes}", n=needs),
        "books": T("อ่านหรือยืม {n:,}\N{NO-BREAK SPACE}เล่ม", "Read or borrow {n:,} {n:book|books}", n=needs),
        "activities": T("ร่วมต่างกัน {n:,}\N{NO-BREAK SPACE}กิจกรรม",
                        "Join {n:,} different {n:activity|activities}", n=needs),
        "free": T("ช่องฟรี", "A free square"),
    }[kind]
    if what is None or kind not in ("stamps", "spaces"):
        return said
    return T("{said} ({what})", "{said} ({what})", said=said, what=what)
