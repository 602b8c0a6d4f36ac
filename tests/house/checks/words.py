"""Every text is there in Thai and in English."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from tests.house.checks.tree import called, files, sources, text_of

THAI = re.compile(r"[\u0e00-\u0e7f]")
LATIN = re.compile(r"[A-Za-z]{2}")
LETTER = re.compile(r"[^\W\d_]")
TAG_T = re.compile(r"""{%\s*t\s+(?P<q>["'])(?P<th>.*?)(?P=q)\s+(?P<r>["'])(?P<en>.*?)(?P=r)""", re.S)
SWITCH = {("en", "th"), ("th_TH", "en_GB"), ("English", "ภาษาไทย")}  # each side names the other language, or a locale
PLACE = re.compile(r"{(\w*)[^{}]*}")
ONE_OR_MANY = re.compile(r"{\w+:[^{}|]*\|([a-z]+)}")
BEHIND = re.compile(r"{(\w+)(?::[^{}|]*)?} (?:more |different |further )?([a-z]+)\b")
LIMITS = {"most", "limit", "least", "max_length", "min_length", "width", "height", "length", "needs", "all"}
NO_NUMBERS = {"methods", "path", "bucket", "port", "period", "name", "end", "hours"}
MARKUP = re.compile(r"<[^<>]*>|&\w+;")


class Text(Protocol):
    """Both sides of a text."""

    th: str
    en: str


class Refusal(Protocol):
    """What is looked at of a refusal."""

    @property
    def code(self) -> str: ...
    @property
    def says(self) -> Text: ...


def _halves(th: str, en: str) -> Iterator[str]:
    """What is wrong with a pair. A side without letters (a number, a sign) belongs to no language."""
    if (th, en) in SWITCH:
        return
    plain_th, plain_en = (PLACE.sub("", MARKUP.sub("", side)) for side in (th, en))
    if THAI.search(en):
        yield f"the English has Thai letters: {en}"
    if bool(th.strip()) != bool(en.strip()):
        yield f"one side is blank: {th or en}"
    elif LETTER.search(plain_en) and not THAI.search(plain_th) and plain_th != plain_en:
        yield f"the Thai has no Thai letters: {th}"
    if set(PLACE.findall(th)) != set(PLACE.findall(en)):
        yield f"the places differ: {th} / {en}"


def find_wordless_refusals(registry: Mapping[str, Refusal]) -> list[str]:
    """Refusals without Thai letters in their Thai, with some in their English, or under a code that is not theirs."""
    found = [f"{code}: {fault}" for code, one in registry.items() for fault in _halves(one.says.th, one.says.en)]
    found += [f"{code}: no Thai" for code, one in registry.items() if not THAI.search(one.says.th)]
    return found + [f"{code}: registered as {one.code}" for code, one in registry.items() if one.code != code]


def find_shared_codes(root: Path) -> list[str]:
    """Two refusal classes with one code, even where no run has ever loaded both."""
    places: dict[str, list[str]] = {}
    for source in sources(root, "rianru"):
        for node in ast.walk(source.code):
            if isinstance(node, ast.ClassDef):
                for code in _codes(node):
                    places.setdefault(code, []).append(source.at(node))
    return [f"{code}: {', '.join(where)}" for code, where in places.items() if len(where) > 1]


def _codes(kind: ast.ClassDef) -> Iterator[str]:
    """The code of a class that states both a code and words."""
    stated = {
        to.id: node.value for node in kind.body if isinstance(node, ast.Assign)
        for to in node.targets if isinstance(to, ast.Name)
    }
    code = text_of(stated.get("code"))
    if code and "says" in stated:
        yield code


def find_half_texts(root: Path) -> list[str]:
    """`T(…)` in Python and `{% t … %}` in templates that speak one language, or not the same places in both."""
    return [f"{where}: {fault}" for where, th, en in _texts(root) for fault in _halves(th, en)]


def find_lone_plurals(root: Path) -> list[str]:
    """English that says for many what some text says for one too, `{n} {n:book|books}`, directly behind a number.

    Limits and wholes are many by their nature, and some places hold words.
    """
    texts = list(_texts(root))
    many = {word for _, _, en in texts for word in ONE_OR_MANY.findall(en)}
    return [
        f"{where}: {{{name}}} {word}" for where, _, en in texts for name, word in BEHIND.findall(en)
        if word in many and name not in LIMITS | NO_NUMBERS
    ]


def _texts(root: Path) -> Iterator[tuple[str, str, str]]:
    """Where each text stands, its Thai and its English."""
    for source in sources(root, "rianru"):
        for call in source.calls():
            if called(call) == "T" and len(call.args) == 2:
                th, en = map(text_of, call.args)
                if th is not None and en is not None:
                    yield source.at(call), th, en
    for path, text in _templates(root):
        for pair in TAG_T.finditer(text):
            yield f"{path}:{text[: pair.start()].count(chr(10)) + 1}", pair["th"], pair["en"]


def find_untold_texts(root: Path, *, names: Iterable[str] = ("เรียนรู้", "ไทย")) -> list[str]:
    """Thai that stands in a template outside `{% t %}`, but for proper names and pages that stand in both languages."""
    found = []
    for path, text in _templates(root):
        bare = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%.*?%}|{{.*?}}|<!--.*?-->", _blank, text, flags=re.S)
        if 'lang="en"' in text or "{% block en_" in text:  # both languages side by side
            continue
        bare = re.sub(r"""<(\w+)\b[^<>]*\slang="th"[^<>]*>.*?</\1>""", _blank, bare, flags=re.S)
        for number, line in enumerate(bare.splitlines(), 1):
            said = re.search(r"[\u0e00-\u0e7f][^<>\"]*", re.sub("|".join(names), "", line))
            if said:
                found.append(f"{path}:{number}: {said[0].strip()[:60]}")
    return found


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _templates(root: Path) -> Iterator[tuple[str, str]]:
    return (
        (str(path.relative_to(root)), path.read_text(encoding="utf-8"))
        for path in files(root, "*.html", "*.txt") if "templates" in path.parts
    )
