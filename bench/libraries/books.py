"""One book, and what may be made of it later: editions, printings, translations, films."""

import random
from dataclasses import replace

from bench.libraries import people, titles
from bench.libraries.cases import share
from bench.libraries.editions import EBOOK, FILM, LARGE, MUSIC, Edition, Maker, someone
from bench.libraries.isbn import Isbn, numbered
from bench.libraries.people import Person

LAST_YEAR = 2024
AUTHOR = frozenset({"author", "year"})
_PLACEHOLDERS = 5


def book(
    maker: Maker, case: str, *, thai: bool, title: str = "", authors: tuple[Person, ...] = (), tail: str = ""
) -> Edition:
    """A new work in one edition. Without `authors` it gets one to three; without `title` a fresh one."""
    chance = maker.chance
    year = chance.randrange(1985, LAST_YEAR - 6) if chance.random() < 0.5 else chance.randrange(2010, LAST_YEAR - 2)
    made = Edition(
        work=maker.work(), title=title or titles.fresh(maker, thai=thai), tail=tail, thai=thai, cases=(case,),
        publisher=titles.publisher(chance, thai=thai), year=year, pages=chance.randrange(48, 620),
        subtitle="" if tail else titles.subtitle(chance, thai=thai),
        authors=authors or _authors(chance, thai=thai), subject=titles.topic(chance) if thai else "",
    )
    made.isbns = isbns(maker, year, thai=thai)
    if chance.random() < 0.15:
        made.series, made.series_number = _series(chance, thai=thai), chance.randrange(1, 60)
    return numbered_badly(maker, made)


def _authors(chance: random.Random, *, thai: bool) -> tuple[Person, ...]:
    count = chance.choices((1, 2, 3), (80, 14, 6))[0]
    if count == 1:
        return (someone(chance, thai=thai),)
    return tuple(people.others(chance, count, western=not thai))


def _series(chance: random.Random, *, thai: bool) -> str:
    if thai:
        return "ชุด" + titles.topic(chance)
    return "Studies in " + titles.english_topic(chance)


def isbns(maker: Maker, year: int, *, thai: bool) -> tuple[Isbn, ...]:
    """The ISBNs of a new edition: none before 1988, mostly one, sometimes hard and soft cover."""
    draw = maker.chance.random()
    if year < 1988 or draw < share("no_isbn"):
        return ()
    if draw < share("no_isbn") + share("two_isbns"):
        notes = ("ปกอ่อน", "ปกแข็ง") if thai else ("pbk.", "hardback")
        return tuple(maker.isbn(year, thai=thai, note=note) for note in notes)
    return (maker.isbn(year, thai=thai),)


def numbered_badly(maker: Maker, edition: Edition) -> Edition:
    """Marks what the numbers of an edition are, and gives a share of editions a placeholder instead of its own."""
    if edition.isbns and maker.chance.random() < share("placeholder_isbn"):
        number = numbered(999_000 + maker.chance.randrange(_PLACEHOLDERS), group="616")
        edition.isbns, edition.keeps = (number,), edition.keeps | AUTHOR | {"placeholder"}
        edition.cases += ("placeholder_isbn",)
    elif not edition.isbns:
        edition.cases += ("no_isbn",)
    elif len(edition.isbns) == 2:
        edition.cases += ("two_isbns",)
    return edition


def later(maker: Maker, of: Edition, *, years: int, **changes: object) -> Edition:
    """A later edition of the same work, with its own ISBN and extent unless `changes` says otherwise."""
    year = of.year + years
    pages = of.pages + maker.chance.choice((-1, 1)) * maker.chance.randrange(14, 40)
    made: Edition = replace(
        of, year=year, pages=max(24, pages), isbns=isbns(maker, year, thai=of.thai), keeps=AUTHOR, cases=of.cases[:1],
        series="", series_number=0,
    )
    return numbered_badly(maker, replace(made, **changes))  # type: ignore[arg-type]


def editions(maker: Maker, thai: bool) -> list[Edition]:
    """Two to four editions of one work."""
    made = [_kept(book(maker, "editions", thai=thai))]
    for printing in range(2, maker.chance.choice((2, 2, 2, 3, 4)) + 1):
        revised = maker.chance.random() < 0.5
        made.append(later(maker, made[-1], years=maker.chance.randrange(1, 6), printing=printing, revised=revised))
    return made


def reprint(maker: Maker, thai: bool) -> list[Edition]:
    """A printing years later under the same ISBN."""
    first = _kept(book(maker, "reprint", thai=thai))
    again = replace(first, year=first.year + maker.chance.randrange(1, 7), printing=maker.chance.randrange(2, 6))
    return [first, again]


def other_publisher(maker: Maker, thai: bool) -> list[Edition]:
    """Another house brings out the same text, half the time in the same year."""
    first = _kept(book(maker, "other_publisher", thai=thai))
    first.keeps |= {"publisher"}
    house = titles.other_publisher(maker.chance, first.publisher, thai=thai)
    other = later(maker, first, years=maker.chance.choice((0, 0, 2, 5)), publisher=house)
    other.keeps |= {"publisher"}
    return [first, other]


def abridged(maker: Maker, thai: bool) -> list[Edition]:
    """A long book, and the short one made of it."""
    first = _kept(book(maker, "abridged", thai=thai))
    first.pages += 200
    short = later(maker, first, years=maker.chance.choice((0, 1, 3, 6)), abridged=True, subtitle="")
    short.pages = first.pages // 3
    return [first, short]


def ebook(maker: Maker, thai: bool) -> list[Edition]:
    """The same text as a file: its own ISBN, none, or the printed book's."""
    first = _kept(book(maker, "ebook", thai=thai))
    file = later(maker, first, years=maker.chance.choice((0, 0, 0, 1, 4)), form=EBOOK, pages=first.pages)
    if maker.chance.random() < 0.4:
        file.isbns, file.cases, file.keeps = first.isbns, first.cases, first.keeps
    return [first, file]


def large_print(maker: Maker, thai: bool) -> list[Edition]:
    """The same text in large letters, with more pages."""
    first = _kept(book(maker, "large_print", thai=thai))
    return [first, later(maker, first, years=maker.chance.choice((0, 1, 3)), form=LARGE, pages=first.pages * 2)]


def film(maker: Maker, thai: bool) -> list[Edition]:
    """A novel and the film after it."""
    novel = _kept(book(maker, "film", thai=thai))
    return [novel, _staged(maker, novel, FILM)]


def music(maker: Maker, thai: bool) -> list[Edition]:
    """A novel and the songs after it."""
    novel = _kept(book(maker, "music", thai=thai))
    return [novel, _staged(maker, novel, MUSIC)]


def _staged(maker: Maker, novel: Edition, form: str) -> Edition:
    leader = people.others(maker.chance, 1, western=not novel.thai, ranked=0)[0]
    return replace(
        novel, work=maker.work(), form=form, year=novel.year + maker.chance.randrange(0, 9), subtitle="", isbns=(),
        pages=maker.chance.randrange(40, 150), director=leader, series="", series_number=0, cases=novel.cases[:1],
        publisher=titles.other_publisher(maker.chance, novel.publisher, thai=novel.thai),
    )


def translation(maker: Maker, thai: bool) -> list[Edition]:
    """An English book and its Thai translation."""
    return _translated(maker, "translation", 1)


def two_translations(maker: Maker, thai: bool) -> list[Edition]:
    """An English book and two Thai ones, by two translators under two titles."""
    return _translated(maker, "two_translations", 2)


def _translated(maker: Maker, case: str, times: int) -> list[Edition]:
    writer = people.latin(maker.chance)
    original = _kept(book(maker, case, thai=False, authors=(writer,)))
    made = [original]
    for translator in people.others(maker.chance, times, western=False, ranked=0.1):
        other = later(
            maker, original, years=maker.chance.randrange(1, 9), thai=True, title=titles.fresh(maker, thai=True),
            publisher=titles.publisher(maker.chance, thai=True), translator=translator, uniform=original.title,
            subtitle=titles.subtitle(maker.chance, thai=True, share=0.3), isbns=(),
        )
        other.isbns, other.cases = isbns(maker, other.year, thai=True), (case,)
        made.append(numbered_badly(maker, other))
    return made if maker.chance.random() < 0.8 else made[1:]


def _kept(edition: Edition) -> Edition:
    edition.keeps |= AUTHOR
    return edition
