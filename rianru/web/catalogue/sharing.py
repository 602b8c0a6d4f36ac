"""Passing a work on: its lasting address to copy, to send by LINE or mail, and as a code to scan from paper."""

from typing import Any
from urllib.parse import quote, urlencode

LINE = "https://social-plugins.line.me/lineit/share"


def sharing(title: str, url: str) -> dict[str, Any]:
    """web/work_share.html: links that work without scripts."""
    mail = urlencode({"subject": title, "body": url}, quote_via=quote)
    return {"url": url, "title": title, "line_url": f"{LINE}?{urlencode({'url': url})}", "mail_url": f"mailto:?{mail}"}
