"""People, bodies and meetings: 1XX, 7XX."""

import re
from typing import Final

from rianru.kernel.formats.marc.describe.gathering import Gathered
from rianru.kernel.formats.marc.describe.texts import clean, is_thai, once
from rianru.kernel.formats.marc.description import Person
from rianru.kernel.formats.marc.record import Field
from rianru.kernel.formats.marc.relators import term_of

_KIND: Final = {"10": "body", "11": "meeting"}
# Subfields of the shown name, and those of the role, by the last two digits of the tag.
_NAME: Final = {"00": "abcq", "10": "abnd", "11": "acdenq", "20": "a"}
_ROLE: Final = {"11": "j"}
_DATES: Final = re.compile(r"[,\s]*\(?\b(?:พ\.ศ\.|ค\.ศ\.)?\s*[0-9๐-๙]{4}\s*[-–](?:\s*[0-9๐-๙]{4})?\)?\s*[,.]?$")
LONGEST_ROLES: Final = 200  # characters: nobody has more parts in a book than that
LONGEST_NAME: Final = 300  # characters: a longer text is no name, and is left as it is
# What follows a comma in a Thai heading and is no given name: rank, title of learning or courtesy, part in the book.
_TITLES: Final = re.compile(
    r"[^,]*[\u0e00-\u0e7f]\.|(?:สมเด็จ|พระบาท|พระเจ้า|พระองค์เจ้า|เจ้าฟ้า|เจ้าพระยา|กรม|หม่อม|ท่านผู้หญิง|คุณหญิง|ดอกเตอร์|"
    r"ศาสตราจารย์|รองศาสตราจารย์|ผู้|นายแพทย์|แพทย์หญิง|ทันตแพทย์|เภสัชกร|พลเอก|พลโท|พลตรี|พลตำรวจ|พลเรือ|พลอากาศ|พันเอก|พันโท|พันตรี|ร้อยเอก|"
    r"ร้อยโท|ร้อยตรี|ว่าที่|นาวา|เรือ(?:เอก|โท|ตรี)|นางสาว|บรรณาธิการ|นามปากกา|นามแฝง|คณะ|เรียบเรียง|แปล|ภาพ|วาด|เรื่อง|อาจารย์).*|"
    r"(?:พระ|พระมหา|พระครู|พระยา|หลวง|ขุน|หมื่น|เจ้า|นาย|นาง|ครู|แม่ชี|ดร|จอมพล|สามเณร|ท่าน|รวบรวม|ผู้แต่ง)"
)


def people(fields: Gathered) -> tuple[Person, ...]:
    """Everyone with a name, each once, in the record's order; a Thai form before the one that it is paired with."""
    found: dict[str, Person] = {}
    for field in fields.get("people", ()):
        sort = field.tag[1:]
        name, role = _read(field, sort)
        if not name:
            continue
        known = found.get(name)
        if known is None:
            found[name] = Person(name, role, _kind(field), field.tag[0] == "1")
        elif role and len(known.role) < LONGEST_ROLES and role not in known.role:
            known.role = f"{known.role}, {role}" if known.role else role
    return tuple(found.values())


def _kind(field: Field) -> str:
    if field.tag == "720":
        return "body" if field.indicators[:1] == "2" else "person"
    return _KIND.get(field.tag[1:], "person")


def _read(field: Field, sort: str) -> tuple[str, str]:
    """The name as the record writes it, without dates, titles behind a comma; and the role.

    The given name of a Thai comes first: `ปราโมช, คึกฤทธิ์` with `ม.ร.ว.` is `คึกฤทธิ์ ปราโมช, ม.ร.ว.`, as other libraries
    write it; what follows a comma and is a title stays there, because titles are variants and no part of the name.
    The role is $e as written ($j of meetings); else the terms of the codes in $4; of a related work, what it is ($i).
    """
    codes, role = _NAME[sort], _ROLE.get(sort, "e")
    name = related = ""
    words: list[str] = []
    terms: list[str] = []
    for code, value in field.subfields:
        if code in codes:
            if not name and code == "a":
                name = _heading(value, field) if sort == "00" and not value.isascii() else value
            elif value := value.strip():
                name += _further(name, code, value, sort)
        elif code == role:
            words.append(clean(value))
        elif code == "4":
            terms.append(term_of(clean(value)))
        elif code == "i":
            related = value
    words = words or terms
    if words:
        return clean(name), words[0] if len(words) == 1 else ", ".join(once(words))
    return clean(name), clean(related) if related else ""


def _heading(value: str, field: Field) -> str:
    return given_first(value.strip(), field.indicators[:1]) if is_thai(value) else value


def _further(name: str, code: str, value: str, sort: str) -> str:
    """What a further subfield adds to the name."""
    if code == "c" and sort == "00" and name.rstrip()[-1:] not in (",", "(", ""):
        return f", {value}"
    if code == "d" and sort == "10" and "(" not in name:
        return ""  # the day of a treaty; inside brackets it is the year of a congress
    return f" {value}" if name else value


def given_first(name: str, indicator: str) -> str:
    """A Thai name with its given name first, without years at its end.

    Turned round only where a cataloguer inverted it: one comma, one word behind it that is no title, a family name
    before it (one word, or with ณ), and not marked as given name first (indicator 0).
    """
    if ("," not in name and "-" not in name) or len(name) > LONGEST_NAME:
        return name
    name = _DATES.sub("", name).rstrip(" ,")
    family, comma, given = name.partition(",")
    given = given.strip()
    if not comma or indicator == "0" or not is_thai(given):
        return name
    if "," in given:
        given, _, behind = given.partition(",")
        return f"{given_first(f'{family}, {given}', indicator)}, {behind.strip()}"
    *ranks, last = given.split()
    if len(ranks) > 1 or _TITLES.fullmatch(last) or not all(map(_TITLES.fullmatch, ranks)):
        return name
    family = family.strip()
    return name if " " in family and "ณ " not in family else f"{given} {family}"
