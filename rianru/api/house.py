"""The API itself: version 1. Areas hang their operations on it; the door in front of it makes answers of refusals."""

from typing import Any, NoReturn

import orjson
from django.http import Http404, HttpRequest
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.renderers import BaseRenderer
from pydantic import ConfigDict

from rianru.api.keys import PUBLIC, Asker
from rianru.kernel.words import T


class Json(BaseRenderer):
    """JSON in UTF-8, Thai as Thai."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Bytes."""
        return orjson.dumps(data)


api = NinjaAPI(
    title="Rianru", version="1", urls_namespace="api", docs_url=None, openapi_url=None, renderer=Json(),
    description="Every public read of a Rianru installation: works and who holds them, learning spaces and their "
                "hours, areas and cities. See /developers/ on the same host.",
)


def raised_on(request: HttpRequest, error: Exception | type[Exception]) -> NoReturn:
    """Refusals are the door's to answer, defects are nobody's."""
    raise error


for kind in (Exception, ValidationError, HttpError, Http404):
    api.add_exception_handler(kind, raised_on)


class Shape(Schema):
    """What is answered: what is described is all there is."""

    model_config = ConfigDict(extra="forbid")


class Asked(Schema):
    """Parameters. The door refuses those that nobody named here."""


class Text(Shape):
    """A text in Thai and English; where one is missing, both say the same."""

    th: str
    en: str


def text(said: T | str) -> Text:
    """A text as both languages."""
    return Text(th=said.in_("th"), en=said.in_("en")) if isinstance(said, T) else Text(th=said, en=said)


def names(row: Any) -> Text:
    """The two names of an area, a city, a network or a space."""
    return text(T.verbatim(row.name_th, row.name_en))


def asker_of(request: HttpRequest) -> Asker | None:
    """Who asks, as the door found out."""
    return getattr(request, "asker", None)


def may(request: HttpRequest, scope: str) -> bool:
    """Whether the asker's key has a scope."""
    asker = asker_of(request)
    return scope in (asker.scopes if asker else PUBLIC)
