"""Titles as books have them: many begin alike, many end alike, none is given twice unless a case asks for it."""

import random
import zlib

from bench.libraries import vocabulary as v
from bench.libraries.editions import Maker, Publisher

_ENGLISH_NOVELS = (
    "The {a} {n}", "The {a} {n} and the {o}", "A {n} for the {a} {o}", "The {n} of the {a} {o}",
    "The {a} {n} and the {s} {o}", "{N}s of the {s} {o}",
)


def fresh(maker: Maker, *, thai: bool) -> str:
    """A title that no other work of this library has, of at least eight letters."""
    while True:
        title = _thai(maker.chance) if thai else _english(maker.chance)
        mark = zlib.crc32(title.casefold().encode()) << 8 | len(title) & 255
        if len(title) >= 8 and mark not in maker.titles:
            maker.titles.add(mark)
            return title


def topic(chance: random.Random) -> str:
    """A field of knowledge: การเลี้ยง + a plain word."""
    return chance.choice(v.THAI_HEADS) + chance.choice(v.thai_objects())


def english_topic(chance: random.Random) -> str:
    """Beekeeping in river deltas."""
    return f"{chance.choice(v.ENGLISH_TOPICS)} in {chance.choice(v.ENGLISH_FIELDS)}"


def _thai(chance: random.Random) -> str:
    if chance.random() < 0.3:
        words = [chance.choice(v.thai_objects()) for _ in range(2)]
        title = chance.choice(v.THAI_NOVELS).format(*words)
    else:
        title = chance.choice(v.THAI_TEMPLATES).format(topic(chance))
    if chance.random() < 0.06:
        title = f"{chance.choice((100, 108, 12, 50, 7, 365))} {title}"
    return title


def _english(chance: random.Random) -> str:
    if chance.random() < 0.35:
        one, other = chance.sample(v.ENGLISH_NOUNS, 2)
        adjective, second = chance.sample(v.ENGLISH_ADJECTIVES, 2)
        pattern = chance.choice(_ENGLISH_NOVELS)
        return pattern.format(a=adjective, n=one, o=other, s=second, N=one.capitalize())
    filled = chance.choice(v.ENGLISH_TEMPLATES).format(chance.choice(v.ENGLISH_TOPICS), chance.choice(v.ENGLISH_FIELDS))
    return filled[0].upper() + filled[1:]


def subtitle(chance: random.Random, *, thai: bool, share: float = 0.45) -> str:
    """Other title information, for a share of titles."""
    if chance.random() >= share:
        return ""
    return chance.choice(v.THAI_SUBTITLES if thai else v.ENGLISH_SUBTITLES)


def publisher(chance: random.Random, *, thai: bool) -> Publisher:
    """A house that never was."""
    if thai:
        return Publisher(chance.choice(v.THAI_HOUSES), chance.choice(v.THAI_PLACES))
    return Publisher(chance.choice(v.ENGLISH_HOUSES), chance.choice(v.ENGLISH_PLACES))


def other_publisher(chance: random.Random, than: Publisher, *, thai: bool) -> Publisher:
    """Another house than that one."""
    while (found := publisher(chance, thai=thai)).name == than.name:
        pass
    return found


def office(chance: random.Random) -> Publisher:
    """A body that publishes its own papers: a municipality, a cooperative, an institute."""
    name = chance.choice(v.THAI_OFFICES) + chance.choice(v.thai_objects()) + chance.choice(v.thai_objects())
    return Publisher(name, chance.choice(v.THAI_PLACES), office=True)
