"""What programs fetch to check a badge: issuers and keys, achievements, lists, endorsements. Nobody is asked who they
are, nothing is noted of who fetched what, and whatever is fetched may be kept for a while.
"""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from rianru.credentials import queries
from rianru.kernel.formats import badges
from rianru.kernel.refusals import NotFound
from rianru.web.credentials.picture import picture_of
from rianru.web.health import now
from rianru.web.opening import opened
from rianru.web.requests import actor_of

LD = "application/ld+json"
VC_LD = "application/vc+ld+json"
JWT = "application/vc+jwt"
MINUTES = 5
WANTS_PAGE = "text/html"


@require_safe
def issuer_document(request: HttpRequest, id: UUID) -> HttpResponse:
    """The keys of an issuer, as a Controlled Identifier Document; its page, where a browser asks."""
    found = _issuer(id)
    if _wants_page(request):
        return redirect("issuer", id=id)
    return _published(request, queries.key_document(found), LD)


@require_safe
def issuer_profile(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who it is, in the words of Open Badges, with who vouches for it."""
    found = _issuer(id)
    vouched = [orjson.loads(one.document) for one in queries.endorsements_of(issuer_id=id)]
    return _published(request, queries.profile_document(found, vouched), LD)


@require_safe
def issuer_key_set(request: HttpRequest, id: UUID) -> HttpResponse:
    """The keys as a JWK set (RFC 7517), for readers of tokens; those that were withdrawn are not among them."""
    _issuer(id)
    held = queries.keys([id]).get(id, [])
    return _published(request, {"keys": [key.as_jwk() for key in held if key.revoked_at is None]},
                      "application/jwk-set+json")


@require_safe
def achievement_document(request: HttpRequest, id: UUID) -> HttpResponse:
    """What can be achieved, with who vouches for it; its page, where a browser asks."""
    if _wants_page(request):
        return redirect("achievement", id=id)
    found = queries.achievement_document(id)
    if found is None:
        raise NotFound()
    return _published(request, found, LD)


@require_safe
def achievement_picture(request: HttpRequest, id: UUID) -> HttpResponse:
    """The medallion as PNG; any page may show it. `?small`: for lists."""
    found = queries.definition(id)
    if found is None:
        raise NotFound()
    small = "small" in request.GET
    return kept(request, f"{id}-{found.version}-{small}", partial(picture_of, found, small=small), "image/png")


@require_safe
def status_list(request: HttpRequest, id: UUID, purpose: str) -> HttpResponse:
    """A status list as it was signed. Who looks at one badge is not told from who looks at any of 131,072."""
    signed = queries.list_version(id)
    if signed is None:
        raise NotFound()
    return kept(request, f"{id}-{purpose}-{signed.isoformat()}", lambda: _signed_list(id, purpose), VC_LD)


@require_safe
def endorsement_document(request: HttpRequest, id: UUID) -> HttpResponse:
    """An endorsement as it was signed; whether it still stands, its list says."""
    found = queries.endorsement(id)
    if found is None:
        raise NotFound()
    return kept(request, f"{id}-{found.document[-40:]}", found.document.encode, VC_LD)


@require_safe
def context(request: HttpRequest, name: str) -> HttpResponse:
    """A vocabulary of the badges, as it is shipped with us: the verifier works without anybody else."""
    if name not in badges.FILES.values():
        raise NotFound()
    return kept(request, name, (badges.FOLDER / name).read_bytes, LD)


@require_safe
def credential_document(request: HttpRequest, short: str) -> HttpResponse:
    """A badge as JSON at its own address, for whom its learner lets; its page, where a browser asks."""
    if _wants_page(request):
        return redirect("credential", short=short)
    id = queries.id_of(short)
    if id is None or queries.seen_by(actor=actor_of(request), at=now(), id=id) is None:
        raise NotFound()
    held = queries.exported(id)
    if held is None:
        raise NotFound()
    return HttpResponse(held.document, content_type=VC_LD)


def kept(request: HttpRequest, version: str, body: Callable[[], bytes], content_type: str) -> HttpResponse:
    """An answer for everyone that may be kept for minutes, and is not sent again to who has it."""
    etag = f'"{hashlib.sha256(version.encode()).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(body(), content_type=content_type)
    answer["ETag"], answer["Cache-Control"] = etag, f"public, max-age={MINUTES * 60}"
    opened(answer)
    return answer


def _signed_list(id: UUID, purpose: str) -> bytes:
    found = queries.status_document(id, purpose)
    if found is None:
        raise NotFound()
    return found.encode()


def _published(request: HttpRequest, said: dict[str, Any], content_type: str) -> HttpResponse:
    text = orjson.dumps(said)
    return kept(request, text.decode(), lambda: text, content_type)


def _wants_page(request: HttpRequest) -> bool:
    return WANTS_PAGE in request.headers.get("Accept", "")


def _issuer(id: UUID) -> queries.IssuerRow:
    found = queries.issuer(id)
    if found is None:
        raise NotFound()
    return found
