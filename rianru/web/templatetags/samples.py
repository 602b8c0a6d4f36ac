"""What the living page of parts shows: invented people, books and places, in the shapes that real pages use."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms

from rianru.kernel.words import T

HUES = (
    ("indigo", T("คราม", "Indigo"), "water"),
    ("leaf", T("ใบไม้", "Leaf"), "diamond"),
    ("lac", T("ครั่ง", "Lac"), "flower"),
    ("annatto", T("คำแสด", "Annatto"), "diamond"),
    ("plum", T("ลูกหว้า", "Plum"), "water"),
    ("water", T("น้ำ", "Water"), "flower"),
)
TONES = (
    ("paper", T("พื้นหน้า", "the page")),
    ("card", T("แผ่น", "cards")),
    ("sunken", T("พื้นรอง", "set back")),
    ("ink", T("ตัวหนังสือ", "text")),
    ("soft", T("ข้อความรอง", "second text")),
    ("accent", T("สีเมือง", "the city")),
    ("tint", T("สีเมืองอ่อน", "the city, light")),
    ("deep", T("ผ้าย้อม", "dyed cloth")),
    ("leaf", T("มี ได้เลย", "yours now")),
    ("turmeric", T("รอ ระวัง", "wait, look")),
    ("lac", T("หยุด ปฏิเสธ", "stopped")),
    ("dye", T("ด้ายสด", "bright thread")),
)
SYMBOLS = (
    "search",
    "home",
    "pin",
    "shelf",
    "book",
    "user",
    "scan",
    "clock",
    "cal",
    "van",
    "ear",
    "check",
    "x",
    "warn",
    "info",
    "why",
    "next",
    "filter",
    "people",
    "cert",
    "basket",
    "offline",
    "undo",
    "print",
    "globe",
    "table",
    "keys",
    "save",
    "door",
    "phone",
    "access",
    "wifi",
    "send",
    "bell",
    "mail",
    "upload",
    "moon",
    "sun",
    "auto",
    "out",
    "set",
    "key",
    "lang",
)
PARTS = (
    ("colours", T("สี", "Colours"), T("ความหมายคงที่ทุกเมือง", "Meanings never change with the city")),
    ("type", T("ตัวอักษร", "Type"), T("ชื่อเรื่อง Maitree เนื้อความ Noto Sans Thai Looped", "Maitree, Noto Sans Thai Looped")),
    ("buttons", T("ปุ่ม", "Buttons"), T("หนึ่งหน้ามีปุ่มทึบปุ่มเดียว", "One solid button a screen")),
    ("fields", T("ช่องกรอก", "Fields"), T("ข้อผิดพลาดบอกวิธีแก้", "An error says how to put it right")),
    ("search", T("ค้นหาและป้ายเลือก", "Search and chips"), T("", "")),
    ("states", T("สถานะ", "Status"), T("บอกด้วยคำและรูปทรงก่อนสี", "Word and shape before colour")),
    ("covers", T("ปกจากชื่อเรื่อง", "Covers from titles"), T("สีและลายมาจากรหัสของงาน", "Dye and motif come from the work")),
    ("rows", T("แถว", "Rows"), T("", "")),
    ("notes", T("ข้อความและคำปฏิเสธ", "Notes and refusals"), T("เกิดอะไร ทำอะไรต่อ ทำไม", "What, what next, why")),
    ("empty", T("ว่างเปล่า", "Empty"), T("บอกเสมอว่าทำอะไรได้", "Always says what to do")),
    ("progress", T("ความคืบหน้าและขั้นตอน", "Progress and steps"), T("", "")),
    ("tables", T("ตารางและรายการ", "Tables and lists"), T("", "")),
    ("icons", T("สัญลักษณ์", "Icons"), T("ช่อง 24 เส้น 1.75 ปลายมน", "24 grid, stroke 1.75, round ends")),
)
TITLES = (
    ("ตำราย้อมผ้าด้วยสีธรรมชาติ", "มาลัย ใจงาม", "available", 2),
    ("ครามในมือแม่", "คำแปง สายน้ำ", "online", None),
    ("ลวดลายผ้าทอไทลื้อและการออกแบบร่วมสมัย", "กลุ่มทอผ้าบ้านตัวอย่าง", "held", None),
    ("Natural dyes of the Mekong", "S. Example", "out", None),
    ("นิทานก่อนนอนจากล้านนา", "มานี มีใจ", "available", 1),
    ("พระอภัยมณี", "สุนทรภู่", "available", 3),
    ("กับข้าวเมืองของยายคำ", "คำแปง สายน้ำ", "in_transit", None),
    ("ซ่อมมือถือเบื้องต้น", "ปิติ ช่างคิด", "reference", None),
)


def words(th: str, en: str) -> Any:
    """A text in both languages where Django's types ask for a str; it is read late, as they are."""
    return T(th, en)


class SampleForm(forms.Form):
    """One field of each kind; bound to wrong data, so that an error shows."""

    called = forms.CharField(
        label=words("ชื่อที่ให้เราเรียก", "What we may call you"),
        help_text=words("ไม่ต้องใช้ชื่อจริง", "It need not be your real name"),
    )
    email = forms.EmailField(label=words("อีเมล", "Email"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    kind = forms.ChoiceField(
        label=words("ประเภท", "Kind"),
        choices=[("a", words("ห้องสมุด", "Library")), ("b", words("ศูนย์การเรียนรู้", "Centre"))],
    )
    file = forms.FileField(label=words("ไฟล์ MARC", "MARC file"), required=False)
    keep = forms.BooleanField(label=words("เก็บประวัติการยืมของฉัน", "Keep my borrowing history"), required=False)


def sample_works() -> list[dict[str, Any]]:
    """Works as rows and shelves take them."""
    return [
        {"id": f"sample-{number}", "url": "#main", "title": title, "creator": creator, "year": "2566", "state": state,
         "count": count, "place": "ศกร.ตำบลบ้านตุ่น", "formats": [T("หนังสือ", "Book")], "editions": number}
        for number, (title, creator, state, count) in enumerate(TITLES, 1)
    ]  # fmt: skip


def sample_spaces() -> list[dict[str, Any]]:
    """Spaces as rows take them: open, closed, unknown."""
    openings: list[dict[str, Any]] = [
        {"state": "open", "until": time(20)},
        {"state": "closed", "next": T("เปิดพรุ่งนี้ 09:00\u00a0น.", "opens tomorrow at 09:00"), "approximate": True},
        {"state": "unknown"},
    ]
    named = (
        ("ศกร.ตำบลบ้านตุ่น", "Ban Tun learning centre"),
        ("ห้องสมุดประชาชนพะเยา", "Phayao public library"),
        ("บ้านหนังสือแม่ใจ", "Mae Chai book house"),
    )
    return [
        {
            "url": "#main",
            "name_th": th,
            "name_en": en,
            "kind": T("ห้องสมุด", "Library"),
            "area": T("พะเยา", "Phayao"),
            "opening": opening,
        }
        for (th, en), opening in zip(named, openings, strict=True)
    ]


def samples() -> dict[str, Any]:
    """The context of web/parts.html."""
    wrong = {"called": "มานี", "email": "mani@", "kind": "a"}
    return {
        "cities": [{"hue": hue, "label": label, "weave": weave} for hue, label, weave in HUES],
        "parts": [{"template": f"web/parts/{name}.html", "title": title, "text": text} for name, title, text in PARTS],
        "tones": TONES,
        "symbols": SYMBOLS,
        "form_light": SampleForm(wrong, auto_id="light_%s"),
        "form_dark": SampleForm(wrong, auto_id="dark_%s"),
        "works": sample_works(),
        "spaces": sample_spaces(),
        "steps": [
            {"kind": "phayao-2569.mrc", "text": T("เลือกไฟล์", "Choose a file"), "state": "done"},
            {
                "kind": T("ซ่อมแล้ว 312 ระเบียน", "312 records repaired"),
                "text": T("ตรวจรหัสอักษร", "Check the encoding"),
                "state": "now",
            },
            {"text": T("เผยแพร่", "Publish"), "state": "todo"},
        ],
        "import": {"accepted": 11_902, "unchanged": 550, "rejected": 28, "repaired": 312},
        "week": [
            {"day": T("อังคาร–ศุกร์", "Tue–Fri"), "hours": T("10:00–20:00\u00a0น.", "10:00–20:00"), "today": True},
            {"day": T("เสาร์–อาทิตย์", "Sat–Sun"), "hours": T("09:00–20:00\u00a0น.", "09:00–20:00")},
            {"day": T("จันทร์", "Mon"), "hours": T("ปิด", "Closed"), "closed": True},
        ],
        "facts": [
            {"icon": "access", "text": T("ทางลาดและห้องน้ำรถเข็น", "Ramp and accessible toilet")},
            {"icon": "wifi", "text": T("ไวไฟไม่มีค่าใช้จ่าย", "Free wifi")},
        ],
        "page": {"next_url": "#main"},
        "day": date(2026, 11, 21),
        "moment": datetime(2026, 11, 21, 11, 30, tzinfo=UTC),
        "satang": 59_000,
    }
