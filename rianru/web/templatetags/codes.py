"""Addresses as codes for cameras."""

import io
from functools import lru_cache

import segno
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from rianru.kernel import code128

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=1_000)
def qr(address: str) -> SafeString:
    """A QR code as SVG of about 3 kB, dark on white in both themes, because cameras want that. It holds no text."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, border=4, light="#fff", dark="#000", omitsize=True, nl=False, svgclass="qr",
        lineclass=None,
    )
    return mark_safe(drawn.getvalue().decode().replace("<svg ", '<svg aria-hidden="true" ', 1))


@register.simple_tag
@lru_cache(maxsize=1_000)
def bars(text: str) -> SafeString:
    """Code 128 as SVG, dark on white in both themes; as wide as its box. It holds no text."""
    drawn = format_html_join("", '<rect x="{}" width="{}" height="40"/>', code128.bars(text))
    return format_html(
        '<svg aria-hidden="true" class="bars" viewBox="0 0 {} 40" preserveAspectRatio="none">'
        '<rect fill="#fff" width="100%" height="40"/><g fill="#000" shape-rendering="crispEdges">{}</g></svg>',
        code128.width(text), drawn,
    )
