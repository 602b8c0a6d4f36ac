"""People who never were: names put together from plain words, with titles of rank and a Latin or Thai spelling."""

import random
from dataclasses import dataclass

THAI_GIVEN = (
    (
        "ขวัญ", "ปลาย", "ต้น", "แก้ว", "เมฆ", "ดาว", "ทิวา", "ราตรี", "ธาร", "เพลง", "น้ำ", "ลม", "ทราย",
        "หมอก", "ฟ้า", "พิณ", "ผกา", "กวี", "ตะวัน", "จันทร์", "รุ้ง", "ไพร", "ภู", "วารี", "มณี", "สายไหม",
        "ปุยฝ้าย", "ใบบัว",
    ),
    (
        "ใจ", "ฟ้า", "กล้า", "ฝน", "งาม", "ทอง", "ชัย", "พร", "ดี", "รัก", "ขวัญ", "ศรี", "แสง", "มา", "นภา",
        "เดือน", "วงศ์", "ลดา", "กร", "ณี", "พล", "เพชร", "วดี", "ยศ",
    ),
)
THAI_FAMILY = (
    (
        "ดอกไม้", "ภูเขา", "ทะเล", "สายน้ำ", "ใบไผ่", "เรือนไม้", "ดวงดาว", "นกน้อย", "ทุ่งนา", "มะพร้าว",
        "ท้องฟ้า", "ก้อนเมฆ", "หินผา", "รวงข้าว", "เกลียวคลื่น", "หอยขาว", "ลูกจันทน์", "กระดิ่ง", "ผีเสื้อ",
        "ต้นตาล", "ดาบเงิน", "กลองยาว", "พวงชมพู", "ปีกไม้", "เข็มทิศ", "ประทีป", "แก่นจันทน์", "ระฆัง",
        "ลำธาร", "ไร่อ้อย",
    ),
    (
        "กระจ่าง", "ลอยลม", "เจ็ดสี", "สุขใจ", "งามพร้อม", "ยืนยง", "ริมทาง", "เขียวขจี", "พันปี", "สว่างไสว",
        "ร้อยดวง", "บานเช้า", "ไกลโพ้น", "สามสาย", "มั่นคง", "เริงร่า", "หวานเย็น", "กลางป่า", "หน้าวัด",
        "ใต้ถุน", "ทองคำ", "พลิ้วไหว", "ดงดิบ", "คู่บ้าน", "ขาวผ่อง", "โพธิ์งาม", "ก้องกังวาน", "ปลายนา",
        "สีรุ้ง", "ตะวันออก",
    ),
)
LATIN_GIVEN = (
    ("Mark", "มาร์ก"), ("Elsa", "เอลซา"), ("Hugo", "ฮิวโก"), ("Nora", "นอรา"), ("Peter", "ปีเตอร์"),
    ("Ingrid", "อิงกริด"), ("Thomas", "โทมัส"), ("Clara", "คลารา"), ("Simon", "ไซมอน"),
    ("Beatrix", "เบียทริกซ์"), ("Oscar", "ออสการ์"), ("Martha", "มาร์ทา"), ("Felix", "เฟลิกซ์"),
    ("Judith", "จูดิท"), ("Leonard", "เลนเนิร์ด"), ("Agnes", "แอกเนส"), ("Victor", "วิกเตอร์"),
    ("Harriet", "แฮร์เรียต"), ("Ralph", "ราล์ฟ"), ("Edith", "อีดิท"), ("Conrad", "คอนราด"),
    ("Winifred", "วินิเฟรด"), ("Jasper", "แจสเปอร์"), ("Philippa", "ฟิลิปปา"),
)
LATIN_FAMILY = (
    (
        ("Ash", "แอช"), ("Brindle", "บรินเดิล"), ("Copper", "คอปเปอร์"), ("Dun", "ดัน"), ("Elder", "เอลเดอร์"),
        ("Fen", "เฟน"), ("Gorse", "กอร์ส"), ("Hollow", "ฮอลโลว์"), ("Juniper", "จูนิเปอร์"),
        ("Kettle", "เคตเทิล"), ("Larch", "ลาร์ช"), ("Marl", "มาร์ล"), ("Nettle", "เนตเทิล"),
        ("Otter", "ออตเตอร์"), ("Pebble", "เพบเบิล"), ("Quill", "ควิลล์"), ("Rook", "รุก"), ("Sedge", "เซดจ์"),
        ("Thistle", "ทิสเซิล"), ("Wren", "เรน"),
    ),
    (
        ("wick", "วิก"), ("by", "บี"), ("field", "ฟิลด์"), ("stone", "สโตน"), ("moor", "มัวร์"),
        ("ford", "ฟอร์ด"), ("hurst", "เฮิร์สต์"), ("worth", "เวิร์ท"), ("gate", "เกต"), ("shaw", "ชอว์"),
        ("combe", "คูม"), ("ridge", "ริดจ์"), ("dale", "เดล"), ("thorpe", "ทอร์ป"),
    ),
)
RANKS = (  # before the name, and the other ways of writing the same
    ("ดร.", ("ดร.", "ดร. ")), ("ผศ.", ("ผศ.", "ผู้ช่วยศาสตราจารย์", "ผศ.ดร.")),
    ("รศ.", ("รศ.", "รองศาสตราจารย์", "รศ. ")), ("ศ.", ("ศ.", "ศาสตราจารย์")),
    ("ม.ร.ว.", ("ม.ร.ว.", "ม.ร.ว. ", "หม่อมราชวงศ์")), ("ม.ล.", ("ม.ล.", "หม่อมหลวง")),
    ("คุณหญิง", ("คุณหญิง",)), ("พล.อ.", ("พล.อ.", "พลเอก", "พล.อ. ")), ("นาย", ("นาย",)), ("นาง", ("นาง",)),
    ("นางสาว", ("นางสาว", "น.ส.")), ("พระมหา", ("พระมหา",)), ("พระครู", ("พระครู",)), ("หลวง", ("หลวง",)),
    ("นพ.", ("นพ.", "นายแพทย์", "น.พ. ")),
)


@dataclass(frozen=True, slots=True)
class Person:
    """`given` and `family` in Thai, or in Latin letters with the Thai spelling beside. `rank` is an index or -1."""

    given: str
    family: str
    rank: int = -1
    given_th: str = ""
    family_th: str = ""
    born: int = 0

    @property
    def latin(self) -> bool:
        """The name is Western; its Thai spelling is in `given_th` and `family_th`."""
        return bool(self.given_th)

    @property
    def plain(self) -> str:
        """Given name first, without rank."""
        return f"{self.given} {self.family}"

    @property
    def plain_th(self) -> str:
        """The Thai spelling, given name first."""
        return f"{self.given_th or self.given} {self.family_th or self.family}"


def thai(chance: random.Random, *, ranked: float = 0.25) -> Person:
    """A Thai name; with a title of rank in a share `ranked`."""
    given = "".join(chance.choice(part) for part in THAI_GIVEN)
    family = "".join(chance.choice(part) for part in THAI_FAMILY)
    rank = chance.randrange(len(RANKS)) if chance.random() < ranked else -1
    return Person(given, family, rank)


def latin(chance: random.Random) -> Person:
    """A Western name with its Thai spelling; two in three have a middle initial, one in four a year of birth."""
    given, given_th = chance.choice(LATIN_GIVEN)
    if chance.random() < 0.67:
        letter = chance.choice("ABCDEFGHJKLMNPRSTW")
        given, given_th = f"{given} {letter}.", f"{given_th} {letter}."
    (first, first_th), (last, last_th) = (chance.choice(part) for part in LATIN_FAMILY)
    born = chance.randrange(1925, 1985) if chance.random() < 0.25 else 0
    return Person(given, first + last, -1, given_th, first_th + last_th, born)


def others(chance: random.Random, count: int, *, western: bool, ranked: float = 0.25) -> list[Person]:
    """`count` people whom nobody could take for one another: neither part of a name comes twice."""
    found: list[Person] = []
    while len(found) < count:
        person = latin(chance) if western else thai(chance, ranked=ranked)
        if not any(_alike(person, other) for other in found):
            found.append(person)
    return found


def _alike(one: Person, other: Person) -> bool:
    families = one.family[:5] == other.family[:5] or one.family[-5:] == other.family[-5:]
    return families or one.given[:4] == other.given[:4]
