"""One library's record of one edition. What it leaves out or gets wrong is drawn from its habits and from `cases`.

A record never says less than a careful cataloguer needs to know it by: the right ISBN, or the author or the publisher
beside title and year. Where a family's likeness is the point, `Edition.keeps` says what else must stand.
"""

import random
from dataclasses import dataclass, field
from itertools import pairwise

from bench.libraries import isbn, slips, writing
from bench.libraries.cases import share
from bench.libraries.editions import EBOOK, FILM, MUSIC, SERIAL, Edition
from bench.libraries.fixed import fixed, leader
from bench.libraries.people import Person
from bench.libraries.sources import Habits
from rianru.kernel.formats.marc import Field, Record

_MARKS = {FILM: "[videorecording]", MUSIC: "[sound recording]", EBOOK: "[electronic resource]"}
_CARRIERS = {FILM: "videodisc", MUSIC: "audio disc", EBOOK: "online resource"}


@dataclass(slots=True)
class Draft:
    """A record on its way: what was decided so far, and the cases that it became an example of."""

    of: Edition
    by: Habits
    chance: random.Random
    bare: bool
    first: bool
    """The first record of its edition: a translation's keeps 240 here."""
    cases: set[str] = field(default_factory=set)
    right: bool = False
    """It gives the edition's own ISBN as it should be."""
    named: bool = True
    digits: bool = False

    def case(self, name: str, factor: float = 1.0) -> bool:
        """Draws whether the record is an example of a case, and notes it."""
        drawn = self.chance.random() < share(name) * factor
        if drawn:
            self.cases.add(name)
        return drawn


def catalogued(
    edition: Edition, by: Habits, number: str, chance: random.Random, *, bare: bool = False, first: bool = True,
    right: bool = False,
) -> tuple[Record, Draft]:
    """The record, and the draft with its cases. `bare`: title and year only. `right`: the ISBN stands as it should."""
    draft = Draft(edition, by, chance, bare, first, digits=edition.thai and chance.random() < by.thai_digits)
    numbers = [] if bare or "thin" in edition.keeps else _numbers(draft, right=right)
    names, statement = ([], "") if bare else _people(draft)
    title = _title(draft, statement)
    imprint, way = _imprint(draft)
    fields = [
        Field("001", number), Field("003", by.code), fixed(draft.of, way), *_carrier(draft), *numbers,
        *_language(draft), *(entry for entry in names if entry.tag < "200"), *_uniform(draft), title,
        *_statement(draft), imprint, *_extent(draft), *_series(draft), *_about(draft),
        *(entry for entry in names if entry.tag >= "200"),
    ]
    draft.cases |= set(edition.cases) - (set() if numbers else {"placeholder_isbn", "two_isbns"})
    if draft.digits:
        draft.cases.add("thai_digits")
    return Record(leader(edition), tuple(fields)), draft


def _f(tag: str, indicators: str, *subfields: tuple[str, str]) -> Field:
    return Field(tag, indicators=indicators, subfields=tuple((code, text) for code, text in subfields if text))


def _numbers(draft: Draft, *, right: bool) -> list[Field]:
    edition = draft.of
    given = list(edition.isbns)
    if "two_isbns" in edition.cases and draft.chance.random() < 0.5:
        given = given[:1]
    kept = right or "placeholder" in edition.keeps
    if given and not kept and draft.case("isbn_missing", draft.by.thrift):
        given = []
    wrong = bool(given) and not kept and len(given) == 1 and draft.case("isbn_slip")
    draft.right = bool(given) and not wrong and "placeholder" not in edition.keeps
    found = [_number(draft, number, wrong=wrong) for number in given]
    if draft.case("isbn_invalid_z"):
        found.append(_f("020", "  ", ("z", isbn.numbered(draft.chance.randrange(1, 20_000), group="616").digits)))
    if edition.issn and draft.chance.random() < 0.7:
        found.append(_f("022", "  ", ("a", edition.issn)))
    return found


def _number(draft: Draft, number: isbn.Isbn, *, wrong: bool) -> Field:
    digits = number.digits
    if draft.chance.random() < draft.by.ten:
        digits = isbn.ten(number)
        draft.cases.add("isbn_ten")
    if wrong:
        at = draft.chance.randrange(4, 9)
        digits = digits[:at] + str((int(digits[at]) + draft.chance.randrange(1, 9)) % 10) + digits[at + 1 :]
    note = number.note
    if draft.chance.random() >= draft.by.dressed:
        return _f("020", "  ", ("a", f"{digits} ({note})" if note and not draft.by.rda else digits),
                  ("q", note if draft.by.rda else ""))
    draft.cases.add("isbn_dressed")
    written = isbn.hyphened(number, digits)
    price = f"{draft.chance.randrange(90, 600)} บาท" if draft.of.thai and draft.chance.random() < 0.4 else ""
    return _f("020", "  ", ("a", f"{written} ({note})" if note else written + (" :" if price else "")), ("c", price))


def _people(draft: Draft) -> tuple[list[Field], str]:
    """Fields 1XX and 7XX, and the statement of responsibility."""
    edition, chance = draft.of, draft.chance
    if edition.director:
        return _staged(draft, edition.director)
    free = "author" not in edition.keeps and edition.authors
    if free and draft.case("author_missing", draft.by.thrift):
        draft.named = False
        return [], ""
    place = chance.choices((0, 1, 2), draft.by.ranks)[0]
    if any(person.rank >= 0 for person in edition.authors):
        draft.cases.add("rank")
    if (edition.authors or edition.body) and chance.random() < draft.by.in_statement_only:
        draft.cases.add("author_in_245c")
        return [], edition.body or _responsible(draft, place, latin=not draft.right)
    statement = edition.body or _responsible(draft, place)
    if edition.body:
        return [_f(chance.choice(("110", "110", "710")), "2 ", ("a", edition.body))], chance.choice((statement, ""))
    names = [_entry(draft, person, n, place) for n, person in enumerate(edition.authors)]
    if len(names) > 1 and chance.random() < 0.15:
        names = names[:1]
    if edition.translator:
        names.append(_f("700", "0 ", ("a", edition.translator.plain), ("e", "ผู้แปล")))
    return names, statement if chance.random() < 0.85 else ""


def _entry(draft: Draft, person: Person, n: int, place: int) -> Field:
    chance = draft.chance
    if person.latin and draft.of.thai and draft.right and not draft.first and draft.case("author_script"):
        return _f("700" if n else "100", "0 ", ("a", person.plain_th))
    inverted = chance.random() < draft.by.inverted and not person.latin
    if inverted:
        draft.cases.add("inverted")
    text, after = writing.name(person, inverted=inverted, place=place, chance=chance)
    if n == 0 and "thin" not in draft.of.keeps and slips.letters(text) >= 10 and draft.case("author_slip"):
        text = writing.misspelt(text, chance)
    first = "1" if person.latin or inverted else "0"
    born = f"{person.born}-" if person.born and chance.random() < 0.5 else ""
    comma = "," if after or born else ""
    role = "ผู้แต่ง" if draft.of.thai and draft.by.rda and n == 0 else ""
    return _f("700" if n else "100", f"{first} ", ("a", text + comma), ("c", after), ("d", born), ("e", role))


def _responsible(draft: Draft, place: int, *, latin: bool = False) -> str:
    edition, chance = draft.of, draft.chance
    if not edition.authors:
        return ""
    thai = edition.thai and not latin
    names = [writing.statement_name(person, thai=thai, place=place, chance=chance) for person in edition.authors]
    if edition.thai:
        lead = chance.choices(("", "โดย ", "ผู้แต่ง ", "เขียนโดย ", "เรื่อง "), (60, 15, 12, 8, 5))[0]
        text = lead + (f"{names[0]} และคนอื่นๆ" if len(names) > 2 and chance.random() < 0.3 else ", ".join(names))
    else:
        text = chance.choice(("", "by ")) + (f"{names[0]} ... [et al.]" if len(names) > 2 else " and ".join(names))
    if edition.translator:
        text += f" ; {chance.choice(('แปลโดย', 'ผู้แปล', 'แปลและเรียบเรียงโดย'))} {edition.translator.plain}"
    return text


def _staged(draft: Draft, leader_of: Person) -> tuple[list[Field], str]:
    """A film's director or a record's singer; half the records also name the novel that it comes from."""
    edition, chance = draft.of, draft.chance
    if edition.form == FILM:
        role, words = ("ผู้กำกับ", "กำกับโดย ") if edition.thai else ("director", "directed by ")
    else:
        role, words = ("ผู้ขับร้อง", "ขับร้องโดย ") if edition.thai else ("singer", "sung by ")
    name, _ = writing.name(leader_of, inverted=False, place=2, chance=chance)
    tag = "100" if edition.form == MUSIC else "700"
    found = [_f(tag, "1 " if leader_of.latin else "0 ", ("a", name + ","), ("e", role))]
    if edition.authors and chance.random() < 0.5:
        source, _ = writing.name(edition.authors[0], inverted=False, place=2, chance=chance)
        told = "ดัดแปลงจาก:" if edition.thai else "Based on:"
        found.append(_f("700", "0 ", ("i", told), ("a", source), ("t", edition.title)))
    return found, words + (leader_of.plain_th if edition.thai else leader_of.plain)


def _title(draft: Draft, statement: str) -> Field:
    edition, chance, by = draft.of, draft.chance, draft.by
    title, ending, subtitle = _worded(draft)
    isbd = chance.random() < by.isbd
    number, part = "", ""
    if edition.volume:
        number, part = writing.volume(edition, chance), edition.part
        if draft.right and part and chance.random() < 0.2:
            number, part = (number, "") if chance.random() < 0.5 else ("", part)
        if number and draft.case("volume_in_title"):
            ending += chance.choice((" ", " ", ". ", ", ")) + f"{number} {part}".strip()
            number, part = "", ""
    if draft.digits:
        title, ending, number, subtitle = (writing.thai_digits(text) for text in (title, ending, number, subtitle))
    if subtitle and not edition.abridged and draft.case("subtitle_in_title"):
        title, subtitle = f"{title}{ending}{chance.choice((' : ', ' ', ': ', ' - '))}{subtitle}", ""
    else:
        title += ending
    mark = _MARKS.get(edition.form, "") if not by.rda else ""
    rows = [("a", title), ("n", number), ("p", part), ("h", mark), ("b", subtitle), ("c", statement)]
    entered = int(bool(edition.authors) and edition.director is None)
    skip = 4 if edition.title.startswith("The ") and by.rda else 0
    return _f("245", f"{entered}{skip}", *_punctuated(rows, isbd=isbd))


def _worded(draft: Draft) -> tuple[str, str, str]:
    """The title with its slips and signs, its ending that stays as it is, and the subtitle that is given."""
    edition, chance = draft.of, draft.chance
    title, subtitle = edition.title, edition.subtitle
    sure = draft.right or (draft.named and not draft.bare and not edition.keeps & {"exact", "thin"})
    if sure and slips.letters(title) >= slips.ONE_AT and draft.case("title_slip"):
        title = slips.in_title(title, chance)
    if draft.case("signs", 0.6 if draft.by.rda else 1.3):
        title = writing.signs(title, chance, thai=edition.thai)
    if subtitle and (draft.bare or draft.case("subtitle_left_out", draft.by.thrift)):
        subtitle = ""
    ending = edition.tail
    if ending.startswith(": "):
        return title, "", ending[2:]
    if edition.abridged:
        words = "ฉบับย่อ" if edition.thai else "abridged"
        if chance.random() < 0.5:
            return title, f" {words}" if edition.thai else f" ({words})", ""
        return title, "", words if edition.thai else "abridged edition"
    return title, ending, subtitle


def _punctuated(rows: list[tuple[str, str]], *, isbd: bool) -> list[tuple[str, str]]:
    """ISBD signs at the end of each subfield, before the next one; or none at all."""
    rows = [row for row in rows if row[1]]
    if not isbd:
        return rows
    before = {"b": " :", "c": " /", "n": ".", "p": ",", "h": ""}
    code, last = rows[-1]
    found = [(code, text + before[after]) for (code, text), (after, _) in pairwise(rows)]
    return [*found, (code, last if last.endswith(".") else last + ".")]


def _imprint(draft: Draft) -> tuple[Field, int]:
    """260 or 264 with place, publisher and year; and the way in which the year is written."""
    edition, chance, by = draft.of, draft.chance, draft.by
    way = chance.choices(range(len(by.years)), by.years)[0] if edition.thai else chance.choice((5, 5, 4))
    if way not in (0, 5):
        draft.cases.add("year_form")
    date = writing.year(edition.year, way)
    if draft.digits and way == 0:
        date = writing.thai_digits(date)
    if draft.right and "year" not in edition.keeps and chance.random() < 0.02:
        date = "[ม.ป.ป.]"
    if edition.form == SERIAL:
        date += "-"
    tag, indicators = ("264", " 1") if by.rda else ("260", "  ")
    silent = draft.bare or (draft.right and "publisher" not in edition.keeps and chance.random() < 0.04)
    if silent:
        return _f(tag, indicators, ("c", date)), way
    house = writing.house(edition.publisher, thai=edition.thai, chance=chance)
    place = writing.place(edition.publisher, chance)
    if chance.random() < by.isbd:
        return _f(tag, indicators, ("a", f"{place.strip()} :"), ("b", f"{house},"), ("c", date)), way
    return _f(tag, indicators, ("a", place), ("b", house), ("c", date)), way


def _statement(draft: Draft) -> list[Field]:
    text = "" if draft.bare or "thin" in draft.of.keeps else writing.statement(draft.of, draft.chance)
    if draft.digits:
        text = writing.thai_digits(text)
    return [_f("250", "  ", ("a", text))] if text else []


def _extent(draft: Draft) -> list[Field]:
    edition, chance = draft.of, draft.chance
    needed = edition.form != "book" or edition.volumes
    if draft.bare or "thin" in edition.keeps or (not needed and draft.right and chance.random() < 0.05):
        return []
    text = writing.extent(edition, chance)
    if draft.digits:
        text = writing.thai_digits(text)
    size = f"{chance.choice((19, 21, 24, 26, 29))} ซม." if edition.thai else "24 cm"
    isbd = chance.random() < draft.by.isbd
    return [_f("300", "  ", ("a", text + (" ;" if isbd else "")), ("c", size if edition.form == "book" else ""))]


def _carrier(draft: Draft) -> list[Field]:
    codes = {FILM: "vd cvaiz|", MUSIC: "sd fsngnn|||ed", EBOOK: "cr |||||||||||"}
    return [Field("007", codes[draft.of.form])] if draft.of.form in codes else []


def _language(draft: Draft) -> list[Field]:
    return [_f("041", "1 ", ("a", "tha"), ("h", "eng"))] if draft.of.translator and draft.chance.random() < 0.7 else []


def _uniform(draft: Draft) -> list[Field]:
    edition = draft.of
    if not edition.uniform or (draft.right and not draft.first and draft.case("uniform_missing")):
        return []
    skip = 4 if edition.uniform.startswith("The ") else 0
    tongue = draft.chance.choice(("ไทย", "Thai", "ภาษาไทย"))
    return [_f("240", f"1{skip}", ("a", f"{edition.uniform}."), ("l", tongue))]


def _series(draft: Draft) -> list[Field]:
    edition = draft.of
    if not edition.series or draft.bare or draft.chance.random() < 0.15:
        return []
    number = str(edition.series_number)
    words = draft.chance.choice((f"ลำดับที่ {number}", number, f"เล่มที่ {number}")) if edition.thai else f"no. {number}"
    return [_f("490", "0 ", ("a", f"{edition.series} ;"), ("v", words))]


def _about(draft: Draft) -> list[Field]:
    """338, subjects and a call number: what a full record has and no matching should need."""
    edition, chance = draft.of, draft.chance
    found: list[Field] = []
    if draft.bare:
        return found
    carrier = _CARRIERS.get(edition.form, "volume")
    if draft.by.rda:
        found.append(_f("338", "  ", ("a", carrier), ("2", "rdacarrier")))
    if edition.form == EBOOK and (not draft.by.rda or chance.random() < 0.8):
        found.append(_f("856", "40", ("u", f"https://books.example/{edition.work}")))
    if edition.form == "large print":
        found.append(_f("340", "  ", ("n", "large print")))
    if edition.subject and edition.form != SERIAL and chance.random() < 0.8 / draft.by.thrift:
        found.append(_f("650", " 4", ("a", edition.subject), ("x", chance.choice(("คู่มือ", "ประวัติ", "วิจัย", "")))))
    return found
