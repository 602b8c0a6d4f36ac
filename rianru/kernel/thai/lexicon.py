"""The words we know: PyThaiNLP's list (CC0) and our own, read once, on first use."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import nlpo3

from rianru.kernel.thai.normal import fold, normalise

_NAME: Final = "rianru"  # nlpo3 keeps its lists by name, for the life of the process
_OWN: Final = Path(__file__).with_name("extra_words.txt")
_lock = threading.Lock()
_loaded: list[Lexicon] = []


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A loaded word list: `words` for looking up, `name` for nlpo3, `longest` in characters."""

    name: str
    words: frozenset[str]
    longest: int


def lexicon() -> Lexicon:
    """The word list. The first caller waits about half a second while it loads; threads share one."""
    if not _loaded:
        with _lock:
            if not _loaded:
                _loaded.append(_load())
    return _loaded[0]


def _load() -> Lexicon:
    words = frozenset(spelling for word in _listed() for spelling in (normalise(word), fold(word)))
    _teach(words)
    return Lexicon(_NAME, words, max(map(len, words)))


def _listed() -> Iterator[str]:
    """Listed words without blanks: a blank always parts words in our texts ("ลวก ๆ")."""
    for path in (_general_list(), _OWN):
        for line in path.read_text(encoding="utf-8").splitlines():
            word = line.strip()
            if word and not word.startswith("#") and not any(letter.isspace() for letter in word):
                yield word


def _general_list() -> Path:
    """PyThaiNLP's file, found without importing PyThaiNLP, which takes a second and much memory."""
    spec = find_spec("pythainlp")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        path = Path(folder, "corpus", "words_th.txt")
        if path.is_file():
            return path
    raise FileNotFoundError("the word list of PyThaiNLP (corpus/words_th.txt) is not installed")


def _teach(words: frozenset[str]) -> None:
    """Give the words to nlpo3, which reads only files and panics without one."""
    descriptor, path = tempfile.mkstemp(prefix="rianru-words-", suffix=".txt")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(sorted(words)))
        answer, loaded = nlpo3.load_dict(path, _NAME)
    finally:
        os.unlink(path)
    if not loaded:
        raise RuntimeError(f"nlpo3 did not take the word list: {answer}")
