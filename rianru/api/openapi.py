"""The description of the API: OpenAPI 3.1, made from the operations, with every refusal that each may answer."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from rianru.api import problems
from rianru.api.house import api
from rianru.core.search.ask import IndexNotReady
from rianru.kernel.refusals import BodyTooLarge, NotFound, Refused

EVERYWHERE: tuple[type[Refused], ...] = (
    problems.HostUnknown, problems.KeyUnknown, problems.ScopeMissing, NotFound, problems.MethodNotAllowed,
    BodyTooLarge, problems.NotUnderstood, problems.TooManyRequests,
)
PAGED: tuple[type[Refused], ...] = (problems.CursorOld, problems.CursorUnknown, problems.CursorOfAnother)
COUNTED: tuple[type[Refused], ...] = (problems.FacetUnknown, problems.SortUnknown)
EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))
LEADS_ON = ("work", "work_related", "work_holdings", "work_citations", "work_citation", "area")
VALUES = {  # for the examples of refusals
    "names": "limit", "methods": "GET, HEAD, OPTIONS", "limit": 120, "wait": 42, "scope": "read",
    "known": "format, language",
}
_RATE = {
    "RateLimit-Limit": "Requests that a minute holds.", "RateLimit-Remaining": "How many are left of it.",
    "RateLimit-Reset": "Seconds until the next minute.", "RateLimit-Policy": "`120;w=60`: so many in so many seconds.",
}


@cache
def document() -> dict[str, Any]:
    """Made once in a process."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    made["openapi"] = "3.1.0"
    made["info"] |= {"summary": "ห้องสมุดและเมืองแห่งการเรียนรู้ · Libraries and learning cities",
                     "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    made["servers"] = [{"url": settings.PUBLIC_URL}]
    made["security"] = [{}, {"key": []}]
    parts = made["components"]
    parts["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "A partner's key. It only raises the limit, or "
                "shows what its scopes say; every operation works without one."},
    }
    parts["schemas"] |= {"Problem": _PROBLEM, "ProblemError": _ERROR}
    parts["headers"] = {
        name: {"description": text, "schema": {"type": "string"}}
        for name, text in {
            **_RATE, "ETag": "Of this content; send it back in If-None-Match.", "Retry-After": "Seconds to wait.",
            "Link": '`<…>; rel="next"`: the next page, where there is one.',
        }.items()
    }
    for path in made["paths"].values():
        for operation in path.values():
            _complete(operation)
    return made


@cache
def parameters(operation: str) -> frozenset[str]:
    """The names that an operation takes in the address behind the question mark."""
    found = (one for path in document()["paths"].values() for one in path.values() if one["operationId"] == operation)
    return frozenset(one["name"] for each in found for one in each.get("parameters", ()) if one["in"] == "query")


def _complete(operation: dict[str, Any]) -> None:
    """Adds what every operation answers: headers, 304, and each refusal with an example."""
    given = {one["name"] for one in operation.get("parameters", ())}
    refusals = [*EVERYWHERE, *(PAGED if "cursor" in given else ()), *(COUNTED if "facets" in given else ()),
                *((IndexNotReady,) if "search" in operation["tags"] else ())]
    responses = {str(code): answer for code, answer in operation["responses"].items()}
    responses["200"]["headers"] = _headers("ETag", *_RATE, *(("Link",) if "cursor" in given else ()))
    responses["200"]["description"] = "What was asked for."
    _show(responses["200"]["content"], EXAMPLES[operation["operationId"]])
    responses["304"] = {"description": "What you have is still so.", "headers": _headers("ETag", *_RATE)}
    if operation["operationId"] in LEADS_ON:
        responses["301"] = {"description": "It became part of another; Location says which.",
                            "headers": {"Location": {"schema": {"type": "string"}}}}
    for status in sorted({refusal.status for refusal in refusals}):
        responses[str(status)] = _refused(status, [one for one in refusals if one.status == status])
    operation["responses"] = dict(sorted(responses.items()))


def _show(content: dict[str, Any], example: Any) -> None:
    """An example for each media type: of files they stand by media type."""
    for media, answer in content.items():
        answer["example"] = example if media == "application/json" else example[media]


def _refused(status: int, refusals: list[type[Refused]]) -> dict[str, Any]:
    examples = {one.code: {"value": _example(one)} for one in refusals}
    headers = [*(_RATE if status not in (400, 413) else ()), *(("Retry-After",) if status in (429, 503) else ())]
    return {
        "description": " · ".join((one.__doc__ or "").strip().partition("\n")[0] for one in refusals),
        "content": {problems.TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": examples}},
        **({"headers": _headers(*headers)} if headers else {}),
    }


def _example(kind: type[Refused]) -> dict[str, Any]:
    values = VALUES | ({"limit": "64 kB"} if kind is BodyTooLarge else {})
    refusal = kind(**{name: values[name] for name in kind.says.places})
    body: dict[str, Any] = {
        "type": f"/developers/#{kind.code}", "status": kind.status, "title": refusal.text("th"), **refusal.as_dict(),
    }
    if kind is problems.NotUnderstood:
        reason = {"th": "ไม่เกิน 100", "en": "at most 100"}
        body["errors"] = [{"in": "query", "name": "limit", "code": "less_than_equal", **reason}]
    return body


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


_ERROR = {
    "title": "ProblemError", "type": "object", "description": "A parameter that could not be read, and why.",
    "properties": {
        name: {"type": "string", "description": text} for name, text in (
            ("in", "query or path"), ("name", "The parameter."), ("code", "For programs."), ("th", "Why, in Thai."),
            ("en", "Why, in English."),
        )
    },
    "required": ["in", "name", "code", "th", "en"], "additionalProperties": False,
}
_PROBLEM = {
    "title": "Problem", "type": "object", "description": "RFC 9457. `title` speaks the language of Accept-Language.",
    "properties": {
        "type": {"type": "string", "description": "Where the page for developers explains it."},
        "status": {"type": "integer"}, "title": {"type": "string"},
        "code": {"type": "string", "description": "For programs; never changes.", "examples": ["api.cursor_old"]},
        "th": {"type": "string"}, "en": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/ProblemError"}},
    },
    "required": ["type", "status", "title", "code", "th", "en"], "additionalProperties": False,
}

