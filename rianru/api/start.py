"""Where to begin: what there is, and its description."""

from typing import Annotated, Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from pydantic import Field

from rianru.api import openapi
from rianru.api.house import Shape, api

PLACES = (
    "search", "suggestions", "works", "works_new", "works_loved", "authors", "subjects", "series_list", "shelves",
    "spaces", "areas", "cities", "achievements", "openapi",
)


class Start(Shape):
    """Addresses of everything."""

    version: Annotated[str, Field(examples=["1"])]
    links: dict[str, str]


@api.get("/", response=Start, url_name="start", operation_id="start", summary="What there is", tags=["start"])
def start(request: HttpRequest) -> Start:
    """The address of each list, of this description and of the page for developers."""
    links = {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in PLACES}
    return Start(version=api.version, links=links | {"developers": request.build_absolute_uri(reverse("developers"))})


@api.get("/openapi.json", response=dict[str, Any], url_name="openapi", operation_id="openapi", tags=["start"],
         summary="This description")
def described(request: HttpRequest) -> JsonResponse:
    """OpenAPI 3.1."""
    return JsonResponse(openapi.document(), json_dumps_params={"ensure_ascii": False})
