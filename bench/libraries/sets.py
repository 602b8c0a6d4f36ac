"""Works that must stay apart: volumes, parts, years, grades, near titles, namesakes, thin records."""

import random
from dataclasses import replace
from difflib import SequenceMatcher

from bench.libraries import people, titles
from bench.libraries import vocabulary as v
from bench.libraries.books import AUTHOR, LAST_YEAR, book, isbns, numbered_badly
from bench.libraries.editions import SERIAL, Edition, Maker, Publisher, someone


def plain(maker: Maker, thai: bool) -> list[Edition]:
    """One book."""
    return [book(maker, "plain", thai=thai)]


def shelf(maker: Maker, thai: bool) -> list[Edition]:
    """Three to six works of one author, whose titles begin or end alike."""
    chance = maker.chance
    author = (someone(chance, thai=thai),)
    start = chance.choice(("คู่มือการดูแล", "เที่ยวไปใน", "นิทานเรื่อง", "บทกวีถึง")) if thai else ""
    end = "" if start else chance.choice(("ในความทรงจำ", "ฉบับการ์ตูน")) if thai else " for curious readers"
    made: list[Edition] = []
    for word in _apart(chance, v.thai_objects() if thai else v.ENGLISH_TOPICS, chance.randrange(3, 7)):
        title = f"{start}{word}{end}" if thai else f"{word.capitalize()}{end}"
        made.append(book(maker, "shelf", thai=thai, title=title, authors=author))
        made[-1].keeps |= AUTHOR
    return made


def _apart(chance: random.Random, words: tuple[str, ...], count: int) -> list[str]:
    """Words so far apart that nobody takes one for a slip of another: at most half of their signs are common."""
    found: list[str] = []
    while len(found) < count:
        word = chance.choice(words)
        if len(word) >= 4 and all(SequenceMatcher(None, word, other).ratio() <= 0.5 for other in found):
            found.append(word)
    return found


def same_title(maker: Maker, thai: bool) -> list[Edition]:
    """Two or three works of one title by different people."""
    return _namesakes(maker, "same_title", titles.fresh(maker, thai=thai), thai)


def common_word(maker: Maker, thai: bool) -> list[Edition]:
    """Works whose title is one common word; many other families have the same."""
    return _namesakes(maker, "common_word", maker.chance.choice(v.THAI_COMMON if thai else v.ENGLISH_COMMON), thai)


def _namesakes(maker: Maker, case: str, title: str, thai: bool) -> list[Edition]:
    count, used = maker.chance.choice((2, 2, 3)), maker.namesakes.setdefault(title, set())
    writers = people.others(maker.chance, count, western=not thai)
    for _ in range(20):
        if not used & {writer.family for writer in writers}:
            break
        writers = people.others(maker.chance, count, western=not thai)
    used |= {writer.family for writer in writers}
    made = []
    for writer in writers:
        work = book(maker, case, thai=thai, title=title, authors=(writer,))
        work.keeps |= AUTHOR
        if maker.chance.random() < 0.6:
            work.subtitle = ""
        made.append(work)
    return made


def isbn_clash(maker: Maker, thai: bool) -> list[Edition]:
    """Two books of one house, in the same years, under one valid ISBN."""
    one, other = (book(maker, "isbn_clash", thai=thai) for _ in range(2))
    number = (maker.isbn(one.year, thai=thai),)
    for work in (one, other):
        work.isbns, work.keeps, work.publisher, work.cases = number, AUTHOR, one.publisher, ("isbn_clash",)
    return [one, other]


def volumes(maker: Maker, thai: bool) -> list[Edition]:
    """Two to five volumes; each has the set's ISBN, in half the sets its own too."""
    return _set(maker, "volumes", thai)


def whole_set(maker: Maker, thai: bool) -> list[Edition]:
    """The volumes, and one record that counts them all."""
    made = _set(maker, "whole_set", thai)
    first = made[0]
    whole = replace(first, work=maker.work(), volume=0, volumes=len(made), isbns=first.isbns[-1:], year=first.year)
    return [*made, whole]


def _set(maker: Maker, case: str, thai: bool) -> list[Edition]:
    chance = maker.chance
    first = book(maker, case, thai=thai)
    own, whole = chance.random() < 0.5, maker.isbn(first.year, thai=thai, note="ชุด" if thai else "set")
    spread = chance.choice((0, 0, 0, 1))
    made = []
    for number in range(1, chance.choice((2, 2, 3, 3, 4, 5)) + 1):
        mine = (maker.isbn(first.year, thai=thai, note=f"ล. {number}" if thai else f"v. {number}"),) if own else ()
        made.append(replace(
            first, work=first.work if number == 1 else maker.work(), volume=number, isbns=(*mine, whole),
            pages=max(40, first.pages + chance.randrange(-60, 60)), year=first.year + spread * (number - 1),
            cases=(case,), keeps=AUTHOR,
            series_number=first.series_number + number,
        ))
    return made


def parts(maker: Maker, thai: bool) -> list[Edition]:
    """Parts of one title with a number and a name of their own."""
    chance = maker.chance
    first = book(maker, "parts", thai=thai)
    first.subtitle = ""
    names = _apart(chance, v.thai_objects() if thai else v.ENGLISH_TOPICS, chance.choice((2, 3, 4)))
    made = []
    for number, name in enumerate(names, 1):
        year = first.year + number // 2
        made.append(numbered_badly(maker, replace(
            first, work=first.work if number == 1 else maker.work(), volume=number, year=year, cases=("parts",),
            part=titles.topic(chance) if thai and chance.random() < 0.4 else name.capitalize(), keeps=AUTHOR,
            isbns=isbns(maker, year, thai=thai), pages=max(40, first.pages + chance.randrange(-60, 60)),
            series_number=first.series_number + number,
        )))
    return made


def yearly_guides(maker: Maker, thai: bool) -> list[Edition]:
    """The same exam guide, year by year."""
    chance = maker.chance
    if thai:
        title, word, shift = f"{chance.choice(v.THAI_EXAMS)}{chance.choice(v.THAI_POSTS)}", " ปี ", 543
    else:
        title, word, shift = f"Guide to the {chance.choice(v.ENGLISH_TOPICS)} examination", " ", 0
    first = book(maker, "yearly_guides", thai=thai, title=title, tail="?")
    start = chance.randrange(2012, LAST_YEAR - 5)
    return [
        _another(maker, first, number, tail=f"{word}{start + number + shift}", year=start + number)
        for number in range(chance.choice((2, 3, 4)))
    ]


def _another(maker: Maker, first: Edition, number: int, *, tail: str, year: int) -> Edition:
    """The next of works that differ in the end of their titles."""
    made = replace(
        first, work=first.work if number == 0 else maker.work(), tail=tail, year=year, keeps=AUTHOR,
        cases=first.cases[:1], isbns=isbns(maker, year, thai=first.thai),
        pages=max(40, first.pages + maker.chance.randrange(-9, 30)), series_number=first.series_number + number,
    )
    return numbered_badly(maker, made)


def yearly_reports(maker: Maker, thai: bool) -> list[Edition]:
    """Annual reports of two bodies, catalogued year by year."""
    start = maker.chance.randrange(2008, LAST_YEAR - 4)
    made: list[Edition] = []
    for _ in range(2):
        house = titles.office(maker.chance)
        years = range(start, start + maker.chance.choice((1, 2, 3)))
        made += [_report(maker, house, year, "yearly_reports") for year in years]
    return made


def serial(maker: Maker, thai: bool) -> list[Edition]:
    """An annual report as one serial, in most families beside two of its years."""
    house, start = titles.office(maker.chance), maker.chance.randrange(2000, LAST_YEAR - 6)
    whole = _report(maker, house, start, "serial")
    whole.form, whole.tail, whole.issn = SERIAL, "", maker.issn()
    if maker.chance.random() < 0.3:
        return [whole]
    return [whole, *(_report(maker, house, start + years, "serial") for years in (0, 1))]


def _report(maker: Maker, house: Publisher, year: int, case: str) -> Edition:
    return Edition(
        work=maker.work(), title="รายงานประจำปี", tail=f" {year + 543}", publisher=house, body=house.name, year=year,
        pages=maker.chance.randrange(30, 180), cases=(case, "no_isbn"), keeps=AUTHOR | {"publisher"},
    )


def grades(maker: Maker, thai: bool) -> list[Edition]:
    """Textbooks of one author for several grades."""
    chance = maker.chance
    title = chance.choice(v.THAI_LESSON_FORMS).format(chance.choice(v.THAI_LESSONS))
    first = book(maker, "grades", thai=True, title=title, tail="?")
    level, start = chance.choice((" ป.", " ม.", " ชั้นประถมศึกษาปีที่ ")), chance.choice((1, 1, 2, 3))
    many = min(chance.choice((2, 3, 4)), 7 - start)
    return [_another(maker, first, n, tail=f"{level}{start + n}", year=first.year) for n in range(many)]


_NEAR_THAI = (
    (" เล่มต้น", " เล่มปลาย"), ("เบื้องต้น", "ขั้นสูง"), ("เบื้องต้น", "เบื้องต้น 2"), (" ภาคทฤษฎี", " ภาคปฏิบัติ"), (" 1", " 2", " 3"),
    (" (สำหรับครู)", " (สำหรับนักเรียน)"), ("", " 2"), (" ระดับต้น", " ระดับกลาง", " ระดับสูง"),
)
_NEAR_ENGLISH = (
    (" for beginners", " for beginners 2"), (": teacher's book", ": student's book"), (" I", " II"), ("", " 2"),
    (": elementary", ": intermediate"), (": the first years", ": the last years"),
)


def near_titles(maker: Maker, thai: bool) -> list[Edition]:
    """Titles of one author that only their ends tell apart."""
    chance = maker.chance
    title = titles.topic(chance) if thai else titles.english_topic(chance)
    first = book(maker, "near_titles", thai=thai, title=title if thai else title[0].upper() + title[1:], tail="?")
    years = chance.choice((0, 0, 1))
    return [
        _another(maker, first, number, tail=tail, year=first.year + years * number)
        for number, tail in enumerate(chance.choice(_NEAR_THAI if thai else _NEAR_ENGLISH))
    ]


def bare_twins(maker: Maker, thai: bool) -> list[Edition]:
    """One book in two or three sources: one of them, or all, say title and year only."""
    made = book(maker, "bare_twins", thai=thai)
    made.title, made.subtitle, made.series, made.series_number = _long(maker, thai), "", "", 0
    made.holders = maker.chance.choice((2, 2, 3))
    made.bare = frozenset(range(made.holders)) if maker.chance.random() < 0.5 else frozenset({0})
    made.keeps = AUTHOR | {"exact"}
    return [made]


def _long(maker: Maker, thai: bool) -> str:
    while len(title := titles.fresh(maker, thai=thai)) < 16:
        pass
    return title


def bare_alike(maker: Maker, thai: bool) -> list[Edition]:
    """Papers of three bodies under one title and year; or two thin books whose authors differ."""
    chance = maker.chance
    if thai and chance.random() < 0.5:
        title, year = chance.choice(v.THAI_PLANS), chance.randrange(2000, LAST_YEAR)
        return [_paper(maker, title, year) for _ in range(3)]
    made = _namesakes(maker, "bare_alike", _long(maker, thai), thai)
    for work in made:
        work.subtitle, work.isbns, work.year, work.cases = "", (), made[0].year, ("bare_alike", "no_isbn")
        work.keeps |= {"publisher", "thin"}
    return made


def _paper(maker: Maker, title: str, year: int) -> Edition:
    return Edition(
        work=maker.work(), title=title, publisher=titles.office(maker.chance), year=year,
        pages=maker.chance.randrange(20, 90), cases=("bare_alike", "no_isbn"),
        keeps=frozenset({"publisher", "year", "thin"}),
    )
