"""The demo's library: what a Thai public library and a sub-district learning centre hold, and who holds it.

`samples/works.tsv` has one work a line. The classics are real, with their titles and makers as Thai libraries write
them; publishers, years and extents of their editions, and all other works and people, are invented and say so.
"""

import csv
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.core.files.base import ContentFile

from rianru.catalogue import actions, queries
from rianru.catalogue.actions import headings
from rianru.catalogue.models import Import, Work
from rianru.core.actors import system
from rianru.kernel.dates import from_typed_year
from rianru.kernel.formats.marc import Field, Record
from rianru.kernel.formats.marc.write import write
from rianru.people import queries as people
from rianru.people.sample import demo_sign_ins

SEED = 2569
SOURCE = "demo-library"
ACTOR = system("demo")
FOLDER = Path(__file__).parent / "samples"
HOLDINGS = {"tag": "852", "branch": "b", "barcode": "p", "call_number": "hi", "copy": "t", "shelf": "c"}
TRY_ME_SPACES = ("lib-56", "park-56")  # of the demo's places: the library and the learning park of Phayao

REACH = {0: (0, 0), 1: (1, 1), 2: (2, 5), 3: (5, 10), 4: (12, 20), 5: (30, 50)}  # spaces that hold a work
LARGE = ("lib-", "park-")  # kinds of spaces, by the beginning of their codes
OF_AREA = ("lib-", "park-", "mobile-", "centre-", "house-", "corner-")  # followed by the code of their area

Subfields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made a work, or (`group`) an organisation; Thai names are never inverted."""

    name: str
    role: str
    group: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """One line of a list. `year` is CE; `series` may end in ` ; ` and a number; `reach` goes from 0 (no copies) to 5;
    `home` is the code of a province.
    """

    number: str
    title: str
    subtitle: str
    other_title: str
    people: tuple[Person, ...]
    subjects: tuple[str, ...]
    genre: str
    audience: str
    year: int
    edition: str
    place: str
    publisher: str
    series: str
    language: str
    format: str
    extent: str
    isbn: str
    dewey: str
    summary: str
    note: str
    reach: int
    home: str

    @property
    def full_title(self) -> str:
        """Title and subtitle, as readers see them."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title


@cache
def works() -> tuple[Sample, ...]:
    """The works of the demo, the classics of the list's beginning last: so they stand first among the newest."""
    return tuple(_samples("works.tsv"))[::-1]


@cache
def try_me_works() -> tuple[Sample, ...]:
    """Works that the demo lacks, for trying an upload."""
    return tuple(_samples("try-me.tsv"))


def _samples(name: str) -> Iterator[Sample]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            people, subjects = (tuple(_parts(row.pop(name))) for name in ("creators", "subjects"))
            year, reach = from_typed_year(row.pop("year")), int(row.pop("reach"))
            yield Sample(people=tuple(map(_person, people)), subjects=subjects, year=year, reach=reach, **row)


def _parts(text: str) -> list[str]:
    return text.split("; ") if text else []


def _person(text: str) -> Person:
    role, _, name = text.partition("=")
    return Person(name, role.removeprefix("@"), group=role.startswith("@"))


def records(space_codes: Sequence[str], *, seed: int = SEED) -> Iterator[bytes]:
    """The demo's records with about 6,000 copies over `space_codes`: the same bytes for the same codes in any order.

    A known work is held by many spaces, a rare one by one; works about a place mostly by spaces there.
    """
    spaces = sorted(set(space_codes))
    for work in works():
        yield write(_record(work, "RND", _copies(work, spaces, "9", seed)))


def try_me() -> bytes:
    """The file to try an upload with, as it lies at samples/try-me.mrc."""
    return b"".join(write(_record(work, "RNT", _copies(work, TRY_ME_SPACES, "8", SEED))) for work in try_me_works())


def build(*, at: datetime, space_codes: Sequence[str], network_id: UUID | None = None) -> None:
    """Builds what is not there yet: the source, and an import of its records that is taken to its end.

    The import bears the digest of the works, so that running again changes nothing and a newer list is taken in.
    """
    if SOURCE not in {source.code for source in queries.sources(actor=ACTOR, at=at)}:
        actions.add_source(
            actor=ACTOR, at=at, code=SOURCE, name_th="ห้องสมุดตัวอย่าง", name_en="Demo library", holdings=HOLDINGS,
            network_id=network_id,
        )
    name = f"{SOURCE}-{sha256(b''.join(records(()))).hexdigest()[:12]}.mrc"
    begun = next((run for run in _imports(at) if run.file_name == name and run.state != Import.State.REFUSED), None)
    if begun and begun.state == Import.State.DONE:
        headings.catch_up()
        _set_out(at, network_id)
        return
    import_id = begun.id if begun else actions.start_import(
        actor=ACTOR, at=at, source_code=SOURCE, file=ContentFile(b"".join(records(space_codes)), name=name),
        file_name=name, queue=False,
    )
    actions.run_import(actor=ACTOR, clock=lambda: at, import_id=import_id)
    headings.catch_up()
    _set_out(at, network_id)


SHELVES = (
    ("สีจากหม้อและสวน", "Colour from the pot and the garden",
     "เริ่มจากของใกล้มือ ใบไม้หลังบ้าน คราม ครั่ง แล้วค่อยไปถึงกี่ทอผ้า",
     "Begin with what is at hand: leaves, indigo, lac. The loom can wait.",
     (("ย้อมครามทีละหม้อ", "ทำตามได้จริงตั้งแต่หม้อแรก"), ("สีจากสวนหลังบ้าน", "เดินออกไปหลังบ้านก่อนเปิดอ่าน"),
      ("มัดย้อมง่ายๆ ในวันหยุด", "ชวนเด็กทำได้ในบ่ายวันเดียว"), ("ครั่ง ฝาง และแก่นขนุน", ""), ("พิมพ์ใบไม้ลงผ้า", ""))),
    ("เรื่องที่ย่ายายเล่า", "Tales our grandmothers told",
     "อ่านออกเสียงแล้วสนุกกว่าอ่านในใจ", "Better read aloud than in silence.",
     (("พระอภัยมณี", "เล่มที่ใครก็เคยได้ยินชื่อ เริ่มตอนผีเสื้อสมุทร"), ("ไกรทอง", ""), ("สิงหไตรภพ", ""), ("นิทานเวตาล", ""))),
)
LOVED = ("พระอภัยมณี", "ย้อมครามทีละหม้อ", "นิทานเวตาล", "ไกรทอง", "สีจากสวนหลังบ้าน", "นิราศภูเขาทอง")


def _set_out(at: datetime, network_id: UUID | None) -> None:
    """Two shelves of the network, and what the demo's people keep; nothing where a shelf is there already."""
    if network_id is None or queries.kept_shelves(actor=ACTOR, at=at, limit=1):
        return
    wanted = {title for *_, entries in SHELVES for title, _ in entries} | set(LOVED)
    whole = {each.full_title: each.title for each in works() if each.title in wanted}
    found = Work.objects.filter(title__in=whole).order_by("-id").values_list("title", "id")
    held = {whole[title]: id for title, id in found}
    for title_th, title_en, words_th, words_en, entries in SHELVES:
        shelf = actions.make_shelf(
            actor=ACTOR, at=at, title_th=title_th, title_en=title_en, words_th=words_th, words_en=words_en,
            network_id=network_id,
        )
        for title, sentence in entries:
            if title in held:
                actions.put_on_shelf(actor=ACTOR, at=at, shelf_id=shelf, work_id=held[title], words_th=sentence)
        if any(title in held for title, _ in entries):
            actions.publish_shelf(actor=ACTOR, at=at, shelf_id=shelf)
    for someone in demo_sign_ins():
        account = people.account_named(someone.email)
        reader = people.actor_for(account, at=at, secure=False) if account else None
        for title in reversed(LOVED):
            if reader and title in held:
                actions.keep_work(actor=reader, at=at, work_id=held[title])
    actions.count_loved(actor=ACTOR, at=at)


def _imports(at: datetime) -> Iterator[Import]:
    page = queries.imports(actor=ACTOR, at=at)
    while page:
        yield from (view.run for view in page if view.run.source.code == SOURCE)
        page = queries.imports(actor=ACTOR, at=at, before=page[-1].run.id)


# Copies


def _copies(work: Sample, spaces: Sequence[str], prefix: str, seed: int) -> Iterator[Field]:
    """One 852 a copy. Every space has tickets in a draw; large libraries draw second copies of what is in demand."""
    chance = random.Random(f"{seed} {work.number}")
    least, most = REACH[work.reach]
    tickets = [code for code in spaces for _ in range(_tickets(code, work))]
    chance.shuffle(tickets)
    number = 0
    for code in list(dict.fromkeys(tickets))[: chance.randint(least, most)]:
        second = work.reach >= 4 and code.startswith(LARGE) and chance.random() < 0.4
        for copy in range(1, 3 if second else 2):
            number += 1
            yield Field("852", indicators="1 ", subfields=(
                ("b", code), ("c", _shelf(work)), ("h", work.dewey), ("i", _book_number(work)),
                ("t", str(copy)), ("p", _barcode(f"{prefix}{work.number}{number:04}")),
            ))


def _tickets(code: str, work: Sample) -> int:
    at_home = work.home and code.startswith(tuple(kind + work.home for kind in OF_AREA))
    return (4 if code.startswith(LARGE) else 1) * (20 if at_home else 1)


def _barcode(digits: str) -> str:
    """The digits and the check digit of ISO/IEC 7812-1 (Luhn), so that a mistyped one is noticed."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return f"{digits}{-sum(value // 10 + value % 10 for value in doubled) % 10}"


def _shelf(work: Sample) -> str:
    if work.format != "book":
        return "สื่อโสตทัศน์และชุดสื่อ"
    if work.language == "eng" or work.other_title:
        return "หนังสือภาษาต่างประเทศ"
    return {"preschool": "มุมเด็กเล็ก", "child": "มุมเด็ก", "teen": "มุมวัยรุ่น"}.get(work.audience, "หนังสือทั่วไป")


def _book_number(work: Sample) -> str:
    """The first consonants of maker and title, as small libraries write them on the spine."""
    maker = next((person.name for person in work.people), "")
    return _initial(maker) + _initial(work.title)


def _initial(text: str) -> str:
    thai = re.search("[ก-ฮ]", text)
    return thai[0] if thai else text[:1].upper()


# Records

_AUDIENCES = {
    "preschool": ("a", "เด็กก่อนวัยเรียน"), "child": ("j", "เด็ก"), "teen": ("d", "วัยรุ่น"), "adult": ("e", "ผู้ใหญ่"),
    "general": ("g", ""),
}
_LEADERS = {"book": "am", "ebook": "am", "audio": "im", "video": "gm", "kit": "om"}
# 007, and content, media and carrier for 336 to 338
_CARRIERS: dict[str, tuple[str, Subfields]] = {
    "book": ("ta", (("text", "txt"), ("unmediated", "n"), ("volume", "nc"))),
    "ebook": ("cr |||||||||||", (("text", "txt"), ("computer", "c"), ("online resource", "cr"))),
    "audio": ("sd fsngnnmmned", (("spoken word", "spw"), ("audio", "s"), ("audio disc", "sd"))),
    "video": ("vd cvaizq", (("two-dimensional moving image", "tdi"), ("video", "v"), ("videodisc", "vd"))),
    "kit": ("ou", (("three-dimensional form", "tdf"), ("unmediated", "n"), ("object", "nr"))),
}
_VOCABULARIES = (("336", "rdacontent"), ("337", "rdamedia"), ("338", "rdacarrier"))
_LITERARY = {"นวนิยาย": "f", "Fiction": "f", "รวมเรื่องสั้น": "j", "กวีนิพนธ์": "p", "บทละคร": "d", "หนังสือภาพ": "1"}
_MAKERS = {"ผู้แต่ง", "ผู้จัดทำ", "author", "auteur", "pengarang", "作者", "著者", "ຜູ້ແຕ່ງ"}
_NOT_MARC = {"mfa", "nod", "tts"}  # ISO 639-3 codes without a code of MARC's own: 008 has fill signs, 041 says which
_ARTICLES = {"eng": ("The ", "An ", "A "), "fre": ("Les ", "Le ", "La ")}
_HAN = re.compile("[\u3400-\u9fff]")
_PERIOD, _FORM = re.compile("สมัย|กรุง[ศร]"), re.compile("นวนิยาย|Fiction|คู่มือ|แบบเรียน|หนังสืออ่าน|คำศัพท์|บันทึก")
_PLACE = re.compile("ไทย|Thailand|Trang|พม่า|ลาว|พะเยา|ลำพูน|ตรัง|ยะลา|อุดรธานี|กรุงเทพฯ")
_PLACES = re.compile(
    "ไทย|กรุงเทพฯ|พะเยา|ลำพูน|ตรัง|ยะลา|อุดรธานี|ระยอง|เพชรบุรี|สุพรรณบุรี|นครปฐม|หนองคาย|พัทลุง|สุโขทัย|เชียงใหม่|กำแพงเพชร|ปัตตานี"
    "|พม่า|กัมพูชา|จีน|ยุโรป|ลอนดอน|กว๊านพะเยา|.* [(](?:กรุงเทพฯ|ยะลา|อุดรธานี|Thailand)[)]"
)


def _record(work: Sample, prefix: str, copies: Iterable[Field]) -> Record:
    leader = f"00000n{_LEADERS[work.format]} a2200000 i 4500"
    return Record(leader, (*_control(work, prefix), *_numbers(work), *_described(work), *_entries(work), *copies))


def _control(work: Sample, prefix: str) -> Iterator[Field]:
    yield Field("001", data=f"{prefix}-{work.number}")
    yield Field("005", data="20260101000000.0")
    yield Field("007", data=_CARRIERS[work.format][0])
    yield Field("008", data=_fixed(work))


def _fixed(work: Sample) -> str:
    """The forty signs of 008 (MARC 21): a part for the material stands between what all materials share."""
    audience = _AUDIENCES[work.audience][0]
    if work.format in ("book", "ebook"):
        pictures = "a   " if work.audience in ("preschool", "child") else "    "
        literary = _LITERARY.get(work.genre, "0")
        material = f"{pictures}{audience}{'o' if work.format == 'ebook' else ' '}{' ' * 4} 000 {literary} "
    elif work.format == "audio":
        material = f"nnn {audience} {' ' * 6}z  n "
    else:
        running = re.search(r"\d+(?= นาที)", work.extent)
        length = f"{int(running[0]):03}" if running else "nnn"
        material = f"{length} {audience}{' ' * 10}{'vl' if work.format == 'video' else 'bn'}"
    language = "|||" if work.language in _NOT_MARC else work.language
    return f"260101s{work.year}    th {material}{language} d"


def _numbers(work: Sample) -> Iterator[Field]:
    if work.isbn:
        yield _field("020", "  ", ("a", work.isbn))
    yield _field("040", "  ", ("a", "ตัวอย่าง"), ("b", "tha"), ("e", "rda"))
    if work.language in _NOT_MARC:
        yield _field("041", " 7", ("a", work.language), ("2", "iso639-3"))
    yield _field("082", "04", ("a", work.dewey), ("2", "23"))


def _described(work: Sample) -> Iterator[Field]:
    main = next(_makers(work), None)
    if main:
        yield _name("1", main)
    skipped = next((len(word) for word in _ARTICLES.get(work.language, ()) if work.title.startswith(word)), 0)
    yield _field("245", f"{int(bool(main))}{skipped}", *_title(work))
    if work.other_title:
        yield _field("246", "3 ", ("a", work.other_title))
    if work.edition:
        yield _field("250", "  ", ("a", work.edition))
    yield _field("264", " 1", ("a", f"{work.place} :"), ("b", f"{work.publisher},"), ("c", _year(work)))
    yield _field("300", "  ", ("a", work.extent))
    for (tag, vocabulary), (term, code) in zip(_VOCABULARIES, _CARRIERS[work.format][1], strict=True):
        yield _field(tag, "  ", ("a", term), ("b", code), ("2", vocabulary))
    if work.series:
        name, _, number = work.series.partition(" ; ")
        yield _field("490", "0 ", ("a", f"{name} ;" if number else name), *([("v", number)] if number else ()))
    yield _field("500", "  ", ("a", "ระเบียนตัวอย่าง ปีพิมพ์ สำนักพิมพ์ และจำนวนหน้าเป็นข้อมูลสมมุติ"))
    if work.note:
        yield _field("500", "  ", ("a", work.note))
    if work.summary:
        yield _field("520", "  ", ("a", work.summary))
    if _AUDIENCES[work.audience][1]:
        yield _field("521", "  ", ("a", _AUDIENCES[work.audience][1]))


def _title(work: Sample) -> Iterator[tuple[str, str]]:
    statement = " ; ".join(
        person.name if person.role in _MAKERS else f"{person.role}, {person.name}" for person in work.people
    )
    end = " /" if statement else ""
    yield "a", f"{work.title} :" if work.subtitle else work.title + end
    if work.subtitle:
        yield "b", work.subtitle + end
    if statement:
        yield "c", statement


def _year(work: Sample) -> str:
    """As Thai libraries write it, each in its own way; books in English have the common era."""
    if work.language == "eng":
        return str(work.year)
    buddhist = str(work.year + 543)
    in_thai_digits = buddhist.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    return (buddhist, f"พ.ศ. {buddhist}", f"[{buddhist}]", buddhist, in_thai_digits)[int(work.number) % 5]


def _entries(work: Sample) -> Iterator[Field]:
    yield from (_subject(text) for text in work.subjects)
    yield _field("655", " 4", ("a", work.genre))
    main = next(_makers(work), None)
    yield from (_name("7", person) for person in work.people if person is not main)


def _makers(work: Sample) -> Iterator[Person]:
    return (person for person in work.people if person.role in _MAKERS)


def _name(kind: str, person: Person) -> Field:
    """X00 or X10. First indicator 0: the given name comes first, as in Thai; 1: the family name does."""
    if person.group:
        return _field(f"{kind}10", "2 ", ("a", f"{person.name},"), ("e", person.role))
    family_first = "," in person.name or _HAN.search(person.name)
    return _field(f"{kind}00", "1 " if family_first else "0 ", ("a", f"{person.name},"), ("e", person.role))


def _subject(text: str) -> Field:
    """650, or 651 for a place."""
    first, *rest = text.split(" -- ")
    tag = "651" if _PLACES.fullmatch(first) else "650"
    return _field(tag, " 4", ("a", first), *((_division(part), part) for part in rest))


def _division(part: str) -> str:
    if _PERIOD.match(part):
        return "y"
    if _PLACE.match(part):
        return "z"
    return "v" if _FORM.match(part) else "x"


def _field(tag: str, indicators: str, *subfields: tuple[str, str]) -> Field:
    return Field(tag, indicators=indicators, subfields=subfields)
