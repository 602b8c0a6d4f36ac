"""What a query of each class is, made from one work: its text and who is right; None where the work gives none."""

import random
from collections.abc import Callable
from functools import cache

from bench.libraries import isbn as numbers
from bench.libraries import people
from bench.libraries import vocabulary as v
from bench.libraries.people import RANKS
from bench.libraries.slips import letters
from bench.queries import keyboard, romanised, variants
from bench.queries.wanted import Shelf, folded
from bench.queries.works import Work, more_words, words

Made = tuple[str, str] | None
FEW = 5
"""A piece of a title is asked for where at most so many works of those drawn from hold it."""
COMMON = 150
"""A part of a compound that more of them hold says too little beside another word."""
_TO_THAI, _TO_ARABIC = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"), str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def exact(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """The title with its volume or tail; a third of them with the subtitle."""
    text = work.first.title if chance.random() < 0.33 else work.title
    return text, f"title={text}"


def any_order(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """All words of the title, shuffled; two to six of them. Works of the same words are right too."""
    found = words(work.title)
    if not 2 <= len(found) <= 6 or letters(work.title) < 8:
        return None
    mixed = found[:]
    chance.shuffle(mixed)
    return (" ".join(mixed), f"title={work.title}") if mixed != found else None


def phrase(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """Two or more words that follow one another, in plain or curly quotation marks."""
    found = words(work.main)
    if len(found) < 3:
        return None
    start = chance.randrange(len(found) - 1)
    run = found[start : start + chance.choice((2, 3))]
    text = (" " if not work.thai else "").join(run)
    if text not in work.main or letters(text) < 7 or not _rare(text, shelf):
        return None
    left, right = chance.choice(('""', '""', "“”"))
    return f"{left}{text}{right}", f"holds={text}"


def _rare(text: str, shelf: Shelf) -> bool:
    return 0 < len(shelf.holding(folded(text))) <= FEW


def field(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """One field, or author and title; names and runs in quotation marks or without."""
    first = work.first
    quote = chance.choice(("", '"'))
    series, subject = first.series, first.subjects[0].split(" -- ")[0] if first.subjects else ""
    name = work.names[0] if work.names else ""
    choices: list[tuple[str, str]] = []
    for field, texts in (
        ("title", ("title:", "ชื่อเรื่อง:")), ("author", ("author:", "ผู้แต่ง:")), ("subject", ("subject:", "หัวเรื่อง:")),
        ("series", ("series:", "ชุด:")), ("isbn", ("isbn:", "isbn:")),
    ):
        value = {
            "title": work.main, "author": name, "subject": subject, "series": series,
            "isbn": first.isbns[0] if first.isbns else "",
        }[field]
        if value:
            choices.append((f"{chance.choice(texts)}{quote}{value}{quote}", f"{field}={value}"))
    if name and not work.first.isbns:
        text = f'{chance.choice(("author:", "ผู้แต่ง:"))}"{name}" {chance.choice(("title:", "ชื่อเรื่อง:"))}"{work.main}"'
        choices.append((text, f"title={work.main} + author={name}"))
    return chance.choice(choices)


def exclusion(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """The title, and without the word that its neighbour has more. No work with that word in its title may come."""
    extra = more_words(work)[1]
    said = folded(work.text())
    if folded(extra) in said or letters(work.main) < 6:
        return None
    dash = chance.choice(("-", "-", '-"'))
    return f"{work.main} {dash}{extra}{dash[1:]}", f"title={work.main} | !holds={extra}"


def slip(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """The title with one slip, of at least eight letters."""
    if letters(work.main) < 8:
        return None
    return variants.slip(work.main, chance), f"title={work.main}"


def other_keyboard(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """The title, or a maker's name, in the layout that was not meant."""
    text = work.names[0] if work.names and chance.random() < 0.25 else work.main
    wanted = f"title={text}" if text == work.main else f"author={text}"
    if any(sign.isdigit() for sign in text) or letters(text) < 4 or not (text.isascii() or _plain_thai(text)):
        return None
    if text.isascii():
        return keyboard.as_thai(text.lower() if chance.random() < 0.7 else text), wanted
    return keyboard.as_latin(text), wanted


def _plain_thai(text: str) -> bool:
    return all("ก" <= sign <= "๛" or sign == " " for sign in text)


def digits(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """A title with a number, its digits in the other script."""
    thai = work.title.translate(_TO_THAI)
    other = thai if thai != work.title else work.title.translate(_TO_ARABIC)
    if other == work.title or not work.thai:
        return None
    return other, f"title={work.title}"


@cache
def _dictionary() -> frozenset[str]:
    from pythainlp.corpus import thai_words

    return frozenset(thai_words())


def compound(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """The second part of a compound that the dictionary has as one word, and another word of the title.

    Neither is a part of an invented name: a work with one in its title and one in its maker's name would be as right.
    """
    found = words(work.main)
    parts = [(word, part) for word in found if (part := _second_part(word))]
    if not work.thai or not parts or len(found) < 2:
        return None
    word, part = chance.choice(parts)
    other = chance.choice([one for one in found if one != word and part not in one and one not in _stopwords()] or [""])
    both = shelf.holding(folded(part)) & shelf.holding(folded(other))
    if letters(other) < 3 or other == part or not 0 < len(both) <= FEW:
        return None
    if len(shelf.holding(folded(part))) > COMMON or part in _names() or other in _names():
        return None
    pair = [part, other]
    chance.shuffle(pair)
    return " ".join(pair), f"holds={part} + holds={other}"


@cache
def _stopwords() -> frozenset[str]:
    from pythainlp.corpus import thai_stopwords

    return frozenset(thai_stopwords())


@cache
def _names() -> str:
    return " ".join(part for parts in (*people.THAI_GIVEN, *people.THAI_FAMILY) for part in parts)


def _second_part(word: str) -> str:
    """แดง of สีแดง: both parts are words of three letters or more; the shortest second part."""
    if not all("ก" <= sign <= "๛" for sign in word) or word not in _dictionary():
        return ""
    for at in range(len(word) - 3, 2, -1):
        if word[:at] in _dictionary() and word[at:] in _dictionary() and len(word[at:]) >= 3:
            return word[at:]
    return ""


def name(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """A maker's name: with their title of rank or without, family name first, with a comma or without."""
    if work.makers and work.first.format != "video":
        person = chance.choice(work.makers)
        rank = chance.choice(RANKS[person.rank][1]) if person.rank >= 0 else ""
        plain, given, family = person.plain, person.given, person.family
        forms = [f"{family}, {given}", f"{family} {given}", plain, f"{rank}{plain}" if rank else plain.lower()]
        if person.latin and work.thai:
            forms.append(person.plain_th)
        return chance.choice(forms), f"author={plain}"
    if work.names and work.key.isdigit():
        plain = chance.choice(work.names)
        parts = plain.split(" ")
        turned = f"{parts[-1]}, {' '.join(parts[:-1])}" if len(parts) == 2 and "," not in plain else plain
        straight = " ".join(reversed(plain.split(", "))) if "," in plain else f"คุณ{plain}" if work.thai else plain
        return chance.choice((plain, turned, straight)), f"author={plain}"
    return None


def spelling(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """The title as it is often misspelt; three in four by rules of spelling, the others by a letter of like sound."""
    source = variants.respelt if chance.random() < 0.75 else variants.misheard
    made = [text for text in source(work.main) if text != work.main] if work.thai and letters(work.main) >= 6 else []
    return (chance.choice(made), f"title={work.main}") if made else None


def in_latin(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """A Thai name or title in Latin letters; two in five loosened as people do."""
    wanted = f"title={work.main}"
    text = romanised.title(work.main)
    if not text and work.names and work.names[0] in romanised.TITLES:
        text, wanted = romanised.TITLES[work.names[0]], f"author={work.names[0]}"
    if not text and work.makers and not work.makers[0].latin and chance.random() < 0.05:
        person = work.makers[0]
        text, wanted = romanised.name(person.given, person.family), f"author={person.plain}"
    if not text:
        return None
    return (variants.popular(text, chance) if chance.random() < 0.4 else text), wanted


def mixed(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """A Thai word of the title and a Western author, or the original's title; a Thai title and a foreign author."""
    other = work.first.other_title
    if work.key.isdigit() and other and work.names and work.names[0].isascii() and not other.isascii():
        family = work.names[0].split(",")[0]
        return f"{other} {family.lower()}", f"title={work.main}"
    thai = next((one for one in work.editions if one.language == "tha" and not one.main.isascii()), None)
    western = next((person for person in work.makers if person.latin), None)
    if thai is None or western is None or not words(thai.main):
        return None
    longest = max(words(thai.main), key=letters)
    foreign = next((one for one in work.editions if one.language == "eng"), None)
    if foreign and chance.random() < 0.5:
        return f"{longest} {foreign.main}", f"title={work.main} | {work.key}"
    return f"{longest} {western.family}", f"author={western.family} + holds={longest}"


def number(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """An ISBN in one of eight forms (three in four), a barcode, or a call number."""
    draw = chance.random()
    if draw < 0.75 and work.first.isbns:
        known = numbers.Isbn(work.first.isbns[0], _group(work.first.isbns[0]))
        ten, long = numbers.ten(known), known.digits
        forms = (
            long, numbers.hyphened(known, long), ten, numbers.hyphened(known, ten), f"ISBN {long}", f"isbn:{ten}",
            long.translate(_TO_THAI), numbers.hyphened(known, long).replace("-", " "),
            numbers.hyphened(known, long).replace("-", "–"), ten.lower(),
        )
        return chance.choice(forms), f"isbn={long}"
    if draw >= 0.75 and work.first.barcode and chance.random() < 0.6:
        return work.first.barcode, f"barcode={work.first.barcode}"
    if draw >= 0.9:
        return work.first.call_number, f"call={work.first.call_number}"
    return None


def _group(digits: str) -> int:
    return 3 if digits[3:6] in ("616", "974") else 1


_BEFORE = ("หนังสือเรื่อง {}", "อยากอ่าน {}", "หาหนังสือ {}", "มีหนังสือ {} ไหม", "ขอยืม {} หน่อย", "หนังสือชื่อ {} ยืมได้ที่ไหน")
_BEFORE_ENGLISH = ("looking for {}", "the book {} please", "{} where to borrow", "do you have {}", "{} free download")


def relaxed(work: Work, chance: random.Random, shelf: Shelf) -> Made:
    """The title among words that its record lacks: a request, a wrong year, a house or a person of another book."""
    if letters(work.main) < 8:
        return None
    text = chance.choice(_BEFORE if work.thai else _BEFORE_ENGLISH).format(work.main)
    if chance.random() < 0.5:
        wrong = (
            f"สำนักพิมพ์{chance.choice(v.THAI_HOUSES)}" if work.thai else chance.choice(v.ENGLISH_HOUSES),
            f"พิมพ์ปี {chance.randrange(2490, 2520)}" if work.thai else str(chance.randrange(1930, 1960)),
            chance.choice(("pdf", "epub", "ฉบับล่าสุด") if work.thai else ("pdf", "epub", "latest edition")),
        )
        text = f"{work.main} {' '.join(chance.sample(wrong, chance.choice((1, 2))))}"
    return text, f"title={work.main}"


MAKERS: dict[str, Callable[[Work, random.Random, Shelf], Made]] = {
    "exact": exact, "words": any_order, "phrase": phrase, "field": field, "exclusion": exclusion, "slip": slip,
    "keyboard": other_keyboard, "digits": digits, "compound": compound, "name": name, "spelling": spelling,
    "romanised": in_latin, "mixed": mixed, "number": number, "relaxed": relaxed,
}
