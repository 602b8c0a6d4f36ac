"""How years, numbers, names and signs are written in the field: every function draws one of several ways."""

import random

from bench.libraries import slips
from bench.libraries.editions import Edition, Publisher
from bench.libraries.people import RANKS, Person

_LEADING = "เแโใไ"
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def thai_digits(text: str) -> str:
    """Arabic digits as Thai ones."""
    return text.translate(_THAI_DIGITS)


def year(value: int, way: int) -> str:
    """A CE year in one of seven ways: 2560, พ.ศ. ๒๕๖๐, ๒๕๖๐, [2560?], c2017, 2017, 2560 [2017]."""
    buddhist = str(value + 543)
    ways = (
        buddhist, f"พ.ศ. {thai_digits(buddhist)}", thai_digits(buddhist), f"[{buddhist}?]", f"c{value}", str(value),
        f"{buddhist} [{value}]",
    )
    return ways[way]


def name(person: Person, *, inverted: bool, place: int, chance: random.Random) -> tuple[str, str]:
    """A name for 1XX and its $c. `place` of a title of rank: 0 before the name, 1 in $c, 2 absent."""
    if person.latin:
        return (f"{person.family}, {person.given}" if not inverted else person.plain), ""
    plain = f"{person.family}, {person.given}" if inverted else person.plain
    if person.rank < 0 or place == 2:
        return plain, ""
    written = chance.choice(RANKS[person.rank][1])
    if place == 1:
        return plain, written.strip()
    return (f"{person.family}, {written}{person.given}" if inverted else written + plain), ""


def statement_name(person: Person, *, thai: bool, place: int, chance: random.Random) -> str:
    """The name as 245 $c has it, given name first."""
    if person.latin:
        return person.plain_th if thai and chance.random() < 0.6 else person.plain
    return name(person, inverted=False, place=0 if place == 0 else 2, chance=chance)[0]


def house(publisher: Publisher, *, thai: bool, chance: random.Random) -> str:
    """A publisher's name with or without what it calls itself."""
    if publisher.office:
        return publisher.name
    if not thai:
        return chance.choice((publisher.name, publisher.name, publisher.name.upper(), f"{publisher.name} Ltd."))
    return chance.choice((
        publisher.name, publisher.name, f"สำนักพิมพ์{publisher.name}", f"สนพ.{publisher.name}",
        f"บริษัท {publisher.name} จำกัด",
    ))


def place(publisher: Publisher, chance: random.Random) -> str:
    """The place; Bangkok has three spellings."""
    if publisher.place.startswith("กรุงเทพ"):
        return chance.choice(("กรุงเทพฯ", "กรุงเทพมหานคร", "กรุงเทพฯ "))
    return publisher.place


def statement(edition: Edition, chance: random.Random) -> str:
    """The edition statement. A first printing mostly has none; a later one is left out by one library in eight."""
    words = _printing(edition, chance)
    if edition.abridged:
        return words
    if edition.form == "large print":
        return "ฉบับตัวพิมพ์ใหญ่" if edition.thai else "Large print edition"
    return words


def _printing(edition: Edition, chance: random.Random) -> str:
    number = edition.printing
    if number == 1:
        return chance.choices(("", "พิมพ์ครั้งที่ 1" if edition.thai else "1st ed."), (80, 20))[0]
    if chance.random() < 0.12:
        return ""
    if edition.thai:
        words = chance.choice((f"พิมพ์ครั้งที่ {number}", f"พิมพ์ครั้งที่ {number}.", f"ครั้งที่ {number}", f"[พิมพ์ครั้งที่ {number}]"))
        return words + (chance.choice((" (ฉบับปรับปรุง)", " แก้ไขเพิ่มเติม", " ปรับปรุงใหม่")) if edition.revised else "")
    ordinal = {2: "2nd", 3: "3rd"}.get(number, f"{number}th")
    revised = chance.choice(("rev. ", "revised ")) if edition.revised else ""
    return f"{ordinal} {revised}{chance.choice(('ed.', 'edition', 'ed'))}"


def extent(edition: Edition, chance: random.Random) -> str:
    """Pages, discs or volumes. Counts of one edition are at most six pages apart, as libraries count differently."""
    if edition.volumes:
        return f"{edition.volumes} {'เล่ม' if edition.thai else 'v.'}"
    if edition.form == "film":
        return f"1 ดีวีดี ({edition.pages} นาที)" if edition.thai else f"1 videodisc ({edition.pages} min.)"
    if edition.form == "music":
        return f"1 ซีดี ({edition.pages} นาที)" if edition.thai else f"1 audio disc ({edition.pages} min.)"
    if edition.form == "serial":
        return "เล่ม" if edition.thai else "volumes"
    pages = edition.pages + chance.choices((0, 1, 2, -2, 4), (80, 6, 6, 4, 4))[0]
    if edition.thai:
        ways, weights = ("{} หน้า", "{} น.", "ก-ฎ, {} หน้า", "(8), {} หน้า", "[{}] หน้า"), (60, 10, 15, 8, 7)
    else:
        ways, weights = ("{} p.", "{} pages", "xii, {} p.", "xvi, {} pages", "[{}] p."), (40, 28, 18, 9, 5)
    text = chance.choices(ways, weights)[0].format(pages)
    if edition.form == "ebook":
        return chance.choice((f"1 online resource ({text})", f"1 แหล่งข้อมูลออนไลน์ ({text})", f"1 ไฟล์ PDF ({text})"))
    return text


def volume(edition: Edition, chance: random.Random) -> str:
    """The number of a volume or part."""
    if edition.part:
        return chance.choice((f"ภาค {edition.volume}", f"ภาคที่ {edition.volume}") if edition.thai else
                             (f"Part {edition.volume}", f"part {edition.volume}"))
    if edition.thai:
        return f"{chance.choice(('เล่ม', 'เล่ม', 'เล่มที่', 'ล.'))} {edition.volume}"
    return f"{chance.choice(('Vol.', 'v.', 'Volume'))} {edition.volume}"


def signs(text: str, chance: random.Random, *, thai: bool) -> str:
    """The same words with other punctuation, blanks, brackets or capitals."""
    ways = ["quoted", "bracketed", "stopped"] + ["spread"] * thai
    if " " in text:
        ways += ["blanks"]
    if not thai:
        ways += ["capitals", "ampersand", "small"]
    way = chance.choice(ways)
    if way == "quoted":
        return f'"{text}"' if chance.random() < 0.5 else f"“{text}”"
    if way == "bracketed":
        return f"[{text}]"
    if way == "spread":
        places = [n for n in range(3, len(text) - 2) if text[n] in _LEADING and text[n - 1] not in _LEADING]
        at = chance.choice(places) if places else 0
        return f"{text[:at]} {text[at:]}" if at else text
    if way == "stopped":
        return text + chance.choice((".", " .", "..."))
    if way == "blanks":
        return text.replace(" ", "  ") if not thai or chance.random() < 0.5 else text.replace(" ", "")
    if way == "capitals":
        return text.upper() if chance.random() < 0.3 else text.title()
    return text.replace(" and ", " & ") if way == "ampersand" else text.lower()


def misspelt(text: str, chance: random.Random) -> str:
    """A name of ten letters or more with one slip."""
    return slips.slip(text, chance, swaps=slips.letters(text) >= 14)
