"""`{% t "ไทย" "English" %}`: two languages side by side. A page says some fifty of them, so what can be done once, when
its template is read, is done then.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from rianru.kernel.words import one_or_many

Parts = tuple[tuple[str, str | None, str], ...]
"""What stands before a place, its name (none at the end), and how its value is written."""
SPOKEN = "rianru_language"


def language() -> str:
    """The language of the page being rendered: `th` or `en`."""
    return "en" if (get_language() or "th").startswith("en") else "th"


def language_of(context: Context) -> str:
    """The same, asked once for a template that is being rendered: it speaks one language from beginning to end."""
    known: str | None = context.render_context.get(SPOKEN)
    if known is None:
        known = context.render_context[SPOKEN] = language()
    return known


def parts_of(text: str) -> Parts:
    """A text in pieces. Places are names alone, without attributes and indexes: TemplateSyntaxError."""
    found = []
    for before, name, spec, conversion in string.Formatter().parse(text):
        if name is not None and (conversion or not name.isidentifier()):
            raise template.TemplateSyntaxError(f"t: {{{name}}} is not a name")
        found.append((before, name, spec or ""))
    return tuple(found)


def filled(parts: Parts, values: Mapping[str, Any]) -> str:
    """A text with its values, each escaped."""
    return "".join(before if name is None else before + _said(values[name], spec) for before, name, spec in parts)


def _said(value: Any, spec: str) -> str:
    if "|" in spec:
        return one_or_many(value, spec)
    return conditional_escape(format(value, spec) if spec else value)


class Fixed(template.Node):
    """Both texts are written in the template and have no places."""

    def __init__(self, th: str, en: str) -> None:
        self.said = {"th": SafeString(th), "en": SafeString(en)}

    def render(self, context: Context) -> SafeString:
        """The page's language."""
        return self.said[language_of(context)]


class Saying(template.Node):
    """Texts with values, from variables, or kept `as` a name."""

    def __init__(
        self, th: FilterExpression, en: FilterExpression, values: Mapping[str, FilterExpression], kept: str
    ) -> None:
        self.texts = {"th": th, "en": en}
        self.values, self.kept = values, kept
        self.parts = {code: parts_of(str(_written(text))) for code, text in self.texts.items() if _written(text)}

    def render(self, context: Context) -> SafeString:
        """The page's language, with values escaped."""
        code = language_of(context)
        said = mark_safe(self._text(code, context))
        if not self.kept:
            return said
        context[self.kept] = said
        return SafeString("")

    def _text(self, code: str, context: Context) -> str:
        if not self.values:
            return str(conditional_escape(self.texts[code].resolve(context)))
        parts = self.parts.get(code) or parts_of(str(conditional_escape(self.texts[code].resolve(context))))
        return filled(parts, {name: value.resolve(context) for name, value in self.values.items()})


def t(parser: Parser, token: Token) -> template.Node:
    """`{% t "พบ {n:,} เรื่อง" "{n:,} {n:result|results}" n=total %}`: the page's language; `as name` keeps it."""
    _, *bits = token.split_contents()
    kept = bits[-1] if len(bits) > 2 and bits[-2] == "as" else ""
    bits = bits[:-2] if kept else bits
    if len(bits) < 2:
        raise template.TemplateSyntaxError("t: a text in Thai and one in English")
    th, en, rest = parser.compile_filter(bits[0]), parser.compile_filter(bits[1]), bits[2:]
    values = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(f"t: {rest[0]} is not a value by its name")
    fixed = (_written(th), _written(en))
    if not values and not kept and fixed[0] is not None and fixed[1] is not None:
        return Fixed(fixed[0], fixed[1])
    return Saying(th, en, values, kept)


def _written(text: FilterExpression) -> str | None:
    """A text that is written in the template, as it is; none where it comes from a variable or through a filter."""
    return None if text.is_var or text.filters else str(conditional_escape(text.var))
