"""Screens: titled in both languages, and nothing in them that the content security policy forbids."""

import re
from pathlib import Path

from tests.house.checks.tree import files
from tests.house.checks.words import LATIN, THAI

EXTENDS = re.compile(r"""{%\s*extends\s+["']([^"']+)["']""")
TITLE = re.compile(r"{%\s*block title\s*%}(.*?){%\s*endblock", re.S)
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.S)
FORBIDDEN = {
    "style attribute": re.compile(r"""<[^<>]*\sstyle\s*=""", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "handler attribute": re.compile(r"""<[^<>]*\son[a-z]+\s*=|\shx-on[:-]""", re.I),
    "inline script": re.compile(
        r"""<script\b(?![^>]*\ssrc\s*=)(?![^>]*\stype\s*=\s*["']application/(?:ld\+)?json)""", re.I
    ),
    "javascript: address": re.compile(r"""["']\s*javascript:""", re.I),
    "address on another host": re.compile(
        r"""<(?:script|link|img|source|iframe)\b[^>]*\s(?:src|href)\s*=\s*["']?(?:https?:)?//""", re.I
    ),
}


def find_untitled_screens(root: Path) -> list[str]:
    """Templates that extend another, are extended by none, and have no title or one that speaks one language."""
    found = []
    for folder in sorted(root.glob("rianru/*/templates")):
        texts = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in files(folder, "*.html")}
        frames = {match[1] for text in texts.values() if (match := EXTENDS.search(text))}
        for name, text in texts.items():
            if EXTENDS.search(text) and name not in frames and (fault := _title_fault(name, texts)):
                found.append(f"{(folder / name).relative_to(root)}: {fault}")
    return found


def _title_fault(name: str, texts: dict[str, str]) -> str:
    """Looks up the chain of `extends`; what another package gives cannot be looked at and is taken as untitled."""
    while name in texts:
        title = next((title.strip() for title in TITLE.findall(texts[name]) if title.strip()), "")
        if title:
            return "" if _speaks_both(title) else f"its title speaks one language: {title}"
        parent = EXTENDS.search(texts[name])
        name = parent[1] if parent else ""
    return "it has no title"


def _speaks_both(title: str) -> bool:
    bare = TAGS.sub("", title)
    if THAI.search(bare):
        return bool(LATIN.search(bare))
    return "{% t " in title or "{{" in title


def find_forbidden_markup(root: Path) -> list[str]:
    """Styles, scripts and handlers inside templates, and files from another host."""
    found = []
    for path in files(root, "*.html"):
        if "templates" in path.parts:
            text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"))
            for what, pattern in FORBIDDEN.items():
                for hit in pattern.finditer(text):
                    line = text[: hit.end()].count("\n") + 1
                    found.append(f"{path.relative_to(root)}:{line}: {what}")
    return found
