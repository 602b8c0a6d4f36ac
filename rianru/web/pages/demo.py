"""The demo's letter box: mail that a development installation would have sent."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of the file backend."""

    name: str
    sent_at: datetime
    subject: str
    to: str
    sender: str
    body: str


def _shown(letter: Letter) -> dict[str, Any]:
    return {
        "url": reverse("demo_message", kwargs={"name": letter.name}), "to": letter.to, "sender": letter.sender,
        "subject": letter.subject, "sent_at": letter.sent_at, "text": letter.body,
    }


def _letters() -> list[Letter]:
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), reverse=True)[:100] if folder.is_dir() else []
    return [letter for path in files for letter in _in(path)]


def _in(path: Path) -> list[Letter]:
    parts = path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
    found = []
    for place, raw in enumerate(part for part in parts if part.strip()):
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain",))
        found.append(Letter(
            f"{path.stem}-{place}", datetime.fromtimestamp(path.stat().st_mtime, UTC), str(message["subject"] or ""),
            str(message["to"] or ""), str(message["from"] or ""),
            str(body.get_content()) if body else "",
        ))
    return found


def _only_in_a_demo() -> None:
    if not settings.DEMO:
        raise Http404


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """All letters, newest first; 404 outside of a demo."""
    _only_in_a_demo()
    return render(request, "web/demo_mail.html", {"mails": [_shown(letter) for letter in _letters()], "page": {}})


@require_safe
def message(request: HttpRequest, name: str) -> HttpResponse:
    """One letter; 404 outside of a demo."""
    _only_in_a_demo()
    letter = next((letter for letter in _letters() if letter.name == name), None)
    if letter is None:
        raise Http404
    return render(request, "web/demo_mail_detail.html", {"mail": _shown(letter), "back_url": reverse("demo_mail")})
