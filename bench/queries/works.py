"""The works that are searched: generated ones, the demo's, and near neighbours of everything that is asked for."""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from bench.libraries import SEED, people, titles
from bench.libraries import vocabulary as v
from bench.libraries.editions import EBOOK, FILM, MUSIC, SERIAL, Edition, Maker
from bench.libraries.people import RANKS, Person
from bench.libraries.shelves import families

_FORMATS = {EBOOK: "ebook", FILM: "video", MUSIC: "audio", SERIAL: "serial"}
_THAI = re.compile("[ก-๛]")


@dataclass(frozen=True, slots=True)
class Printed:
    """One edition, as its columns say it."""

    title: str
    main: str
    people: tuple[str, ...]
    subjects: tuple[str, ...]
    series: str
    isbns: tuple[str, ...]
    year: int
    publisher: str
    call_number: str
    barcode: str
    statement: str = ""
    more: str = ""
    """Other words of its record: summary, notes, genre."""
    part: str = ""
    other_title: str = ""
    format: str = "book"
    language: str = "tha"


@dataclass(slots=True)
class Work:
    """A work with what truth knows of it.

    `key`: four digits for one of the demo's, w12 for a generated one, w12.3 for the third neighbour of w12. `title` is
    without subtitle, with volume or tail; `names` are without titles of rank.
    """

    key: str
    title: str
    main: str
    names: tuple[str, ...]
    editions: list[Printed]
    makers: tuple[Person, ...] = ()
    tail: str = ""
    titles: set[str] = field(default_factory=set)
    """Every title that is the work's: with and without subtitle, of all its editions."""

    @property
    def first(self) -> Printed:
        """The edition that it was first seen in."""
        return self.editions[0]

    @property
    def thai(self) -> bool:
        """Its title has Thai letters."""
        return bool(_THAI.search(self.title))

    def text(self) -> str:
        """All that its editions say in words."""
        said = (
            " ".join((one.title, one.other_title, *one.people, *one.subjects, one.series, one.publisher, one.more))
            for one in self.editions
        )
        return " ".join(said)


def generated(count: int, *, seed: int = SEED) -> Iterator[Work]:
    """The first `count` works or a few more, to the end of a family; the same for one seed, however many are taken."""
    made = 0
    for family in families(seed=seed):
        for _, editions in groupby(sorted(family, key=lambda one: one.work), key=lambda one: one.work):
            yield _work(list(editions))
            made += 1
        if made >= count:
            return


def _work(editions: list[Edition]) -> Work:
    first = editions[0]
    title, _ = _titled(first)
    printed = [_printed(one, n) for n, one in enumerate(editions)]
    known = {title, first.title}
    for one in editions:
        known |= {_titled(one)[0], "".join(_titled(one)), one.title}
    names = tuple(dict.fromkeys(name for one in editions for name in _names(one)))
    tail = title[len(first.title) :]
    return Work(f"w{first.work}", title, first.title, names, printed, first.authors, tail, known)


def _titled(one: Edition) -> tuple[str, str]:
    """The title with its tail or volume, and what follows as its subtitle."""
    title = one.title + one.tail
    if one.volume:
        word = ("ภาค" if one.part else "เล่ม") if one.thai else ("part" if one.part else "vol.")
        title += f" {word} {one.volume} {one.part}".rstrip()
    subtitle = ("ฉบับย่อ" if one.thai else "abridged edition") if one.abridged else one.subtitle
    return title, f": {subtitle}" if subtitle else ""


def _names(one: Edition) -> Iterator[str]:
    for person in one.authors:
        yield person.plain
        if person.latin:
            yield person.plain_th
    for other in (one.director, one.translator):
        if other:
            yield other.plain
    if one.body:
        yield one.body


def _printed(one: Edition, n: int) -> Printed:
    title, subtitle = _titled(one)
    chance = random.Random(f"{one.work} {n}")
    makers = [_catalogued(person, chance) for person in one.authors]
    makers += [person.plain for person in (one.director, one.translator) if person]
    stated = ", ".join(person.plain_th if one.thai else person.plain for person in one.authors) or one.body
    latin = (f"{person.family}, {person.given}" for person in one.authors if person.latin)
    return Printed(
        title=title + subtitle, main=one.title,
        people=tuple(dict.fromkeys((*makers, *latin, *filter(None, [one.body])))),
        subjects=(one.subject,) if one.subject else (), series=one.series, year=one.year,
        isbns=tuple(isbn.digits for isbn in one.isbns), publisher=one.publisher.name,
        call_number=call_number(one.title, one.authors[0].plain if one.authors else "", chance),
        barcode=f"3{one.work:08}{n}", statement=stated, part=f"{one.volume} {one.part}".strip() if one.volume else "",
        other_title=one.uniform, format=_FORMATS.get(one.form, "book"), language="tha" if one.thai else "eng",
    )


def _catalogued(person: Person, chance: random.Random) -> str:
    """As a record has it: half of the titles of rank are written; a Western author of a Thai book in Thai letters."""
    if person.latin:
        return person.plain_th
    if person.rank >= 0 and chance.random() < 0.5:
        return f"{chance.choice(RANKS[person.rank][1])}{person.plain}"
    return person.plain


def call_number(title: str, maker: str, chance: random.Random) -> str:
    """A class of Dewey, then the book number after Cutter as Thai libraries write it: 641.5 ส214ก."""
    initials = [next(iter(re.findall("[ก-ฮA-Za-z]", text)), "").upper() for text in (maker, title)]
    number = f"{chance.randrange(10, 999):03}" + chance.choice(("", f".{chance.randrange(1, 99)}"))
    return f"{number} {initials[0]}{chance.randrange(100, 999)}{initials[1].lower()}"


# Near neighbours

_MORE_THAI = (("สำหรับ", "เด็กเล็ก"), ("ฉบับ", "การ์ตูน"), ("ชุดครู", "นางรำ"), ("ตอน", "หรรษา"))
_MORE_ENGLISH = ((" in ", "cartoons"), (" for young ", "explorers"), (", a ", "companion"), (", ", "revisited"))


def neighbours(work: Work) -> list[Work]:
    """Four works beside one: its next volume; another book of its maker; one word more; one word another.

    The last two are by other people. Which words: by the key of the work.
    """
    chance = random.Random(f"near {work.key}")
    maker = Maker(random.Random(f"maker {work.key}"))
    stem = work.main if work.thai else work.main.rstrip(".")
    volume = f"{stem} {'เล่ม' if work.thai else 'vol.'} {chance.choice((7, 8, 9))}"
    own = titles.fresh(maker, thai=work.thai)
    more = stem + "".join(more_words(work))
    other = _one_word_another(stem, chance, thai=work.thai)
    by = people.others(chance, 2, western=not work.thai, ranked=0)
    told: list[tuple[str, tuple[str, ...]]] = [
        (volume, work.names), (own, work.names), (more, (by[0].plain,)), (other, (by[1].plain,)),
    ]
    return [_near(work, number, title, names, chance) for number, (title, names) in enumerate(told, 1)]


def more_words(work: Work) -> tuple[str, str]:
    """What the neighbour with one word more has after the title: how it is joined, and the word."""
    chance = random.Random(f"more {work.main}")
    return chance.choice(_MORE_THAI if work.thai else _MORE_ENGLISH)


def _one_word_another(title: str, chance: random.Random, *, thai: bool) -> str:
    words = cut(title)
    long = [n for n, word in enumerate(words) if len(word) >= 3 and word.strip() and not word.isdigit()]
    if not long:
        return f"{title} {chance.choice(v.thai_objects())}"
    at = chance.choice(long)
    word, choices = words[at], v.thai_objects() if thai else v.ENGLISH_NOUNS
    while words[at].casefold() == word.casefold():
        words[at] = chance.choice(choices)
    return "".join(words)


def _near(work: Work, number: int, title: str, names: tuple[str, ...], chance: random.Random) -> Work:
    serial = sum(ord(sign) * 31**place for place, sign in enumerate(work.key)) % 10**7
    printed = replace(
        work.first, title=title, main=title, people=work.first.people if names == work.names else names, isbns=(),
        statement=work.first.statement if names == work.names else ", ".join(names), more="",
        call_number=call_number(title, names[0] if names else "", chance), barcode=f"4{serial:07}{number}",
        part="", other_title="", series="", format="book", language="tha" if work.thai else work.first.language,
    )
    return Work(f"{work.key}.{number}", title, title, names, [printed], titles={title})


def cut(text: str) -> list[str]:
    """Words and what stands between them; joined they give `text` again. Thai words by PyThaiNLP's newmm."""
    from pythainlp.tokenize import word_tokenize

    return list(word_tokenize(text, engine="newmm", keep_whitespace=True))


def words(text: str) -> list[str]:
    """The words alone, without blanks and punctuation."""
    bare = (part.strip(" .,:;()[]'\"-!?") for part in cut(text))
    return [word for word in bare if any(map(str.isalnum, word))]


def beside(works: Iterable[Work]) -> Iterator[Work]:
    """The neighbours of many works."""
    for work in works:
        yield from neighbours(work)
