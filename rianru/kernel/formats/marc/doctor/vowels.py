"""Whether Thai marks (vowels above and below, tones) were taken out of a text: then nobody can put them back.

There are sound titles without any mark (ดอกบัว has one, ประชากร has none). They are told apart by words that exist only
with their marks (ประวตศาสตร), and by letters that stand side by side only because something between them is gone.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

MARK: Final = re.compile("[ัิ-ฺ็-๎]")
_RUN: Final = re.compile("[ก-ะาำๅเ-ๆ]+")
_WORD_LINE: Final = re.compile("^[ก-๎]+$", re.MULTILINE)
_UNMARKED_LINE: Final = re.compile("^[^\nัิ-ฺ็-๎]+$", re.MULTILINE)
_CONSONANT: Final = re.compile("[ก-ฮ]")
_SURE: Final = 3.5  # of 9,886 sound titles without marks that it had never seen, 30 are above
_NAMES: Final = (
    "family_names_th.txt",
    "person_names_female_th.txt",
    "person_names_male_th.txt",
    "countries_th.txt",
    "wikipedia_titles_th.txt",
)
_STRETCH: Final = 200  # letters of one run that are looked at
_ENOUGH: Final = 2_000  # letters of a text, and texts, that are looked at
_LONGEST: Final = 22  # letters of a word that is looked up
_TOLD: Final = (0.0, 0.0, 0.3, 1.0, 2.0, 3.5, 5.0, 6.0)  # what a word of so many letters tells that needs its marks


Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Knowledge:
    whole: frozenset[str]  # texts known to have no mark
    natural: frozenset[str]  # words that have no mark
    bare: frozenset[str]  # words that have marks, without them
    triples: dict[Triple, float]  # log of how much likelier three letters are where marks were taken out


def vowels_lost(texts: Iterable[str], others: Iterable[str] = ()) -> bool:
    """Whether Thai texts, none of which has a mark, look like texts from which the marks were taken.

    `others` are texts of the same record that have marks: one of them that says the same settles it.
    """
    mine = [text[:_ENOUGH] for text in texts][:_ENOUGH]
    with_marks = {_key(MARK.sub("", text)) for text in list(others)[:_ENOUGH] if len(text) < _ENOUGH}
    if any(len(_CONSONANT.findall(text)) >= 3 and _key(text) in with_marks for text in mine):
        return True
    letters = sum(len(_CONSONANT.findall(text)) for text in mine)
    return (
        sum(_told(run[:_STRETCH]) for text in mine for run in _RUN.findall(text))
        + min(3.0, 0.15 * max(0, letters - 30))
        > _SURE
    )


def _key(text: str) -> str:
    return text.strip(" ./:;,=")


@lru_cache(maxsize=4096)
def _told(run: str) -> float:
    """What a run of letters tells for marks having been there, above 0, or against it."""
    known = _knowledge()
    if run in known.whole or run in known.natural or (len(run) > 8 and len(set(run)) < 4):
        return 0.0
    shape = sum(known.triples.get(triple, 0.0) for triple in _triples(f"{run}$"))
    return _by_words(run, known) + 0.5 * shape


def _by_words(run: str, known: _Knowledge) -> float:
    """The reading of a run as words that covers most of it, and what its words tell."""
    best: list[tuple[float, float]] = [(-99.0, 0.0)] * (len(run) + 1)
    best[0] = (0.0, 0.0)
    for at in range(len(run)):
        covered, told = best[at]
        best[at + 1] = max(best[at + 1], (covered - 1.0, told))
        for size in range(2, min(_LONGEST, len(run) - at) + 1):
            word = run[at : at + size]
            if word in known.natural:
                step = (covered + size - 1.0, told - 0.3 * max(0, size - 3))
            elif word in known.bare:
                step = (covered + size - 1.3, told + _TOLD[min(size, 7)])
            else:
                continue
            best[at + size] = max(best[at + size], step)
    return best[-1][1]


@cache
def _knowledge() -> _Knowledge:
    """From PyThaiNLP's word list, and the names and titles that it brings along. Takes half a second, once."""
    words = _WORD_LINE.findall(_read("words_th.txt"))
    unmarked = _UNMARKED_LINE.findall("\n".join(map(_read, _NAMES)))
    whole = frozenset(run for text in unmarked for run in _RUN.findall(text))
    natural = frozenset(word for word in words if not MARK.search(word))
    bare = frozenset(MARK.sub("", "\n".join(words)).split("\n")) - natural
    framed = "^^" + "$^^".join(words) + "$"
    sound = _counted(framed)
    taken = _counted(MARK.sub("", framed))
    more = _counted("^^" + "$^^".join(whole) + "$")
    all_sound = sum(count for triple, count in sound.items() if not MARK.search("".join(triple)))
    all_taken = sum(taken.values())
    triples = {
        triple: math.log((count + 0.7) / all_taken) - math.log((sound[triple] + more[triple] + 0.7) / all_sound)
        for triple, count in taken.items()
    }
    return _Knowledge(whole, natural, frozenset(word for word in bare if len(word) > 1), triples)


def _counted(framed: str) -> Counter[Triple]:
    return Counter(zip(framed, framed[1:], framed[2:], strict=False))


def _triples(word: str) -> list[Triple]:
    return list(zip(word, word[1:], word[2:], strict=False))


def _read(name: str) -> str:
    """A list that PyThaiNLP ships, found without importing it, which takes a second; empty where it is not there."""
    spec = find_spec("pythainlp")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        path = Path(folder, "corpus", name)
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return ""
