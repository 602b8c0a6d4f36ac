"""Talks to a provider: a form posted, a document read. Never follows a redirect, never reads much, never waits long."""

import base64
import ipaddress
import json
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

LONGEST = 65_536  # bytes of an answer
WAIT = 5.0  # seconds


class Unreachable(Exception):
    """No answer, or not one that can be read. Says nothing of what was sent."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """An endpoint that redirects is not the one in the settings."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Never."""


def get(url: str) -> dict[str, Any]:
    """A JSON document."""
    return _answer(urllib.request.Request(_checked(url), headers={"Accept": "application/json"}))  # noqa: S310


def post(url: str, data: dict[str, str], *, basic: tuple[str, str] | None = None) -> dict[str, Any]:
    """The JSON answer to a form; `basic` is who we are, quoted as RFC 6749, 2.3.1 wants it."""
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    if basic:
        pair = ":".join(quote(part, safe="") for part in basic)
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    return _answer(urllib.request.Request(_checked(url), urlencode(data).encode(), headers))  # noqa: S310


def _checked(url: str) -> str:
    """Secrets and codes travel over TLS, or stay on this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _loops_back(parts.hostname or "")):
        return url
    raise Unreachable("not https")


def _loops_back(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _answer(request: urllib.request.Request) -> dict[str, Any]:
    proxies = urllib.request.ProxyHandler({} if _loops_back(request.host.partition(":")[0]) else None)
    try:
        with urllib.request.build_opener(_Stay, proxies).open(request, timeout=WAIT) as answer:
            found = json.loads(answer.read(LONGEST + 1)[:LONGEST])
    except (OSError, HTTPException, ValueError, urllib.error.URLError) as error:
        raise Unreachable(type(error).__name__) from None
    if not isinstance(found, dict):
        raise Unreachable("not an object")
    return found
