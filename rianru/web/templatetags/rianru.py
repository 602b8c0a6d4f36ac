"""The template tags of Rianru: two languages side by side, dates, money, icons, covers, fields, highlighting."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from rianru.catalogue.queries import Picture
from rianru.kernel.dates import DateStyle, format_date, format_time
from rianru.kernel.money import format_baht
from rianru.kernel.numbers import format_number
from rianru.kernel.thai import break_points, truncate
from rianru.web.catalogue.heading_addresses import heading_address
from rianru.web.covers import cover_of, names, photo, unbroken
from rianru.web.templatetags.fields import field_parts
from rianru.web.templatetags.highlighting import found_spans, joined, marked
from rianru.web.templatetags.saying import language, t

register = template.Library()


register.tag(t)


def read(thing: Any, field: str) -> Any:
    """A field of an object or a mapping, or None."""
    return thing.get(field) if isinstance(thing, Mapping) else getattr(thing, field, None)


@register.filter
def name(thing: Any) -> str:
    """The name in the page's language, else in the other one; never blank for a thing that has either."""
    first, second = ("name_en", "name_th") if language() == "en" else ("name_th", "name_en")
    return str(read(thing, first) or read(thing, second) or read(thing, "name") or thing or "")


@register.filter
def in_lang(thing: Any, field: str) -> str:
    """`{{ work|in_lang:"summary" }}`: field_th or field_en by the page's language, with the other as fallback."""
    first, second = ("en", "th") if language() == "en" else ("th", "en")
    return str(read(thing, f"{field}_{first}") or read(thing, f"{field}_{second}") or "")


@register.filter
def wbr(text: object) -> SafeString:
    """A title that may only break between words."""
    return joined(break_points(str(text or "")))


@register.filter
def bynames(text: object) -> SafeString:
    """Names of people in class `whole`: they break at their blanks, and nowhere else."""
    return unbroken(names(str(text or "")))


@register.filter
def whole(text: object) -> SafeString:
    """A name or a title in class `whole`: it breaks between words of ours, where a browser would break inside one."""
    return unbroken(break_points(str(text or "")))


@register.filter
def spoken(text: object) -> SafeString:
    """` lang="th"` or ` lang="en"` for data in a script other than the page's, so that it is read aloud right."""
    letters = str(text or "")
    thai = any("\u0e01" <= letter <= "\u0e5b" for letter in letters)
    if thai:
        return mark_safe(' lang="th"' if language() == "en" else "")
    latin = any(letter.isascii() and letter.isalpha() for letter in letters)
    return mark_safe(' lang="en"' if latin and language() == "th" else "")


@register.filter
def heading(name: object, kind: str) -> str:
    """`{{ person.text|heading:"author" }}`: the page of an author, a subject or a series; computed, not looked up."""
    return heading_address(kind, str(name or ""))


@register.filter
def shortened(text: object, letters: int) -> str:
    """At most so many letters of a text, cut between words and never inside one letter's marks."""
    return truncate(str(text or ""), letters)


@register.filter
def thaidate(day: date | datetime | str | None, style: DateStyle = "short") -> str:
    """A day in the page's language and era, `short`, `long` or `day`; a moment is shown as its day in Bangkok."""
    return format_date(day, language(), style) if isinstance(day, date) else ""


@register.filter
def clock(moment: datetime | time | str | None) -> str:
    """`18:30 น.` in Thai, `18:30` in English; a moment is shown as its time in Bangkok."""
    return format_time(moment, language()) if isinstance(moment, datetime | time) else ""


@register.filter
def number(value: int | str | None) -> str:
    """12345 as "12,345"; nothing as nought."""
    return format_number(value if isinstance(value, int) else 0)


@register.filter
def baht(satang: int | str | None) -> str:
    """Satang as baht with two decimals and its unit."""
    return format_baht(satang, language()) if isinstance(satang, int) else ""


def sprite() -> str:
    """The address of the drawing that holds every icon."""
    return static("icons.svg") if settings.DEBUG else _sprite()


@functools.cache
def _sprite() -> str:
    return static("icons.svg")


@register.simple_tag
def icon(symbol: str, label: str = "") -> SafeString:
    """An icon beside a word; with a label it stands alone and is read out."""
    return _icon(conditional_escape(symbol), conditional_escape(label), sprite())


@functools.lru_cache(maxsize=1_000)
def _icon(symbol: str, label: str, sprite: str) -> SafeString:
    """Of texts that are escaped already."""
    said = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    return mark_safe(f'<svg class="i" {said}><use href="{conditional_escape(sprite)}#i-{symbol}"/></svg>')


@register.inclusion_tag("parts/mark.html")
def mark() -> dict[str, Any]:
    """The mark of Rianru."""
    return {}


@register.simple_tag
def cover(work: Any, size: str = "") -> SafeString:
    """The cover of a work: its picture, else drawn from its title.

    A work is anything with `title`, and if it has them `id`, `creator` and `cover` (a Picture).
    """
    picture = read(work, "cover")
    if isinstance(picture, Picture):
        return photo(picture, size)
    title, creator = str(read(work, "title") or name(work)), read(work, "creator")
    drawn = cover_of(str(read(work, "id") or title), title, str(creator or ""))
    return format_html(
        '<span class="cover{}" data-dye="{}" data-weave="{}" data-set="{}" data-len="{}" aria-hidden="true">'
        "<b>{}</b>{}</span>",
        f" {size}" if size else "",
        drawn.dye,
        drawn.weave,
        drawn.setting,
        drawn.length,
        joined(drawn.words) if size == "xs" else unbroken(drawn.words),  # too small to be read, so whole words are not
        "" if size == "xs" else format_html("<i>{}</i>", unbroken(names(drawn.creator))),  # too small for a name
    )


@register.simple_tag
def highlight(text: object, terms: Iterable[str] | str | None) -> SafeString:
    """The text with <mark> round the terms that were found, and <wbr> between its words."""
    whole = str(text or "")
    return marked(whole, found_spans(whole, terms.split() if isinstance(terms, str) else terms or ()))


AVAILABILITY: dict[str, tuple[str, str, str]] = {
    "available": ("", "ว่าง", "In"),
    "online": ("", "อ่านได้ทันที", "Read now"),
    "reference": ("", "อ่านในห้องสมุด", "Read in the library"),
    "held": ("wait", "มีคนจองไว้", "On hold"),
    "in_transit": ("wait", "กำลังส่งต่อ", "On its way"),
    "processing": ("wait", "กำลังเตรียม", "Being prepared"),
    "out": ("out", "ถูกยืม", "Out"),
    "lost": ("out", "หาไม่พบ", "Missing"),
    "withdrawn": ("out", "เลิกให้บริการ", "Withdrawn"),
    "unknown": ("out", "ถามที่ห้องสมุด", "Ask the library"),
}


@register.simple_tag
def avail(state: object, count: int | None = None) -> SafeString:
    """Availability as word and shape: `{% avail "available" 2 %}`; an unknown state says to ask."""
    shape, th, en = AVAILABILITY.get(str(state), AVAILABILITY["unknown"])
    word = en if language() == "en" else th
    if state == "available" and count:
        word = f"{count:,} {'copy' if count == 1 else 'copies'} in" if word == en else f"ว่าง {count:,} เล่ม"
    return format_html('<span class="avail{}">{}</span>', f" {shape}" if shape else "", word)


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, help: object = "", label: object = "") -> dict[str, Any]:
    """A form field with label, help and error tied to its control; the widget's own attributes are kept."""
    return field_parts(bound, str(help), str(label))


@register.simple_tag
def jsonld(data: object) -> SafeString:
    """A JSON-LD block that no text inside can close; data blocks are never executed, so it needs no nonce."""
    body = json.dumps(data, ensure_ascii=False, default=str)
    for sign in "<>&\u2028\u2029":
        body = body.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(f'<script type="application/ld+json">{body}</script>')


@register.simple_tag(takes_context=True)
def absolute(context: Context, address: str) -> str:
    """The address with scheme and host, for those who read the page from elsewhere."""
    request = context.get("request")
    return str(request.build_absolute_uri(address)) if request is not None else address


class CaptureNode(template.Node):
    """Renders its inside once, without white space round it, and keeps it under a name for the rest of the template."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> SafeString:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())
        return SafeString("")


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """`{% capture title %}{% block title %}{% endblock %}{% endcapture %}`: a block's text, used more than once."""
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, token.split_contents()[1])


@register.simple_tag
def meta_list(*parts: object) -> SafeString:
    """The parts that are not blank, with a dot between them."""
    return format_html_join(" · ", "{}", ((part,) for part in parts if part not in (None, "")))
