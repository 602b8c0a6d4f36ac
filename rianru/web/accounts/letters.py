"""The letters of signing in: rendered in the language of the account, sent through the outbox."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import timezone, translation

from rianru.core import notices
from rianru.kernel.words import T, speaking
from rianru.people import queries as people


def language_of(request: HttpRequest | None) -> str:
    """The language of the page: what someone without an account is written to in."""
    return "en" if getattr(request, "LANGUAGE_CODE", "th") == "en" else "th"


def send(template: str, email: str, context: dict[str, Any]) -> None:
    """Writes `template`_subject and _message to `email` in the account's language, else in that of the page."""
    language = people.language_of(email) or language_of(context.get("request"))
    facts = {"email": email, **context, **_addresses(context, language)}
    with translation.override(language), speaking(language):
        subject = " ".join(render_to_string(f"{template}_subject.txt", facts).split())
        body = render_to_string(f"{template}_message.txt", facts).strip() + "\n"
    with transaction.atomic():
        notices.send(
            template.replace("/email/", ".").replace("/", "."), to_email=email, subject=T.verbatim(subject, subject),
            body=T.verbatim(body, body), lang=language, at=timezone.now(),
        )


def _addresses(context: dict[str, Any], language: str) -> dict[str, str]:
    """The links of a letter lead to pages in its language. Read while the language of the page is still in force."""
    return {
        name: translate_url(value, language) for name, value in context.items()
        if name.endswith("_url") and isinstance(value, str)
    }
