"""The page of a credential for whom its learner lets, and its files: JSON, token, picture, certificate."""


from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rianru.credentials import queries
from rianru.credentials.queries import DefinitionRow, Sight
from rianru.kernel.formats import badges
from rianru.kernel.refusals import NotFound
from rianru.web.credentials import paper, present
from rianru.web.credentials.picture import picture_of
from rianru.web.credentials.publishing import JWT, VC_LD
from rianru.web.credentials.verdicts import judge
from rianru.web.health import now
from rianru.web.requests import actor_of


def seen(request: HttpRequest, short: str) -> Sight:
    """The credential as whoever asks may see it, `?k=` the code of its paper; NotFound where there is none for them."""
    id = queries.id_of(short)
    found = id and queries.seen_by(actor=actor_of(request), at=now(), id=id, code=request.GET.get("k", "")[:40])
    if not found:
        raise NotFound()
    return found


@never_cache
@require_safe
def credential(request: HttpRequest, short: str) -> HttpResponse:
    """What was achieved, by whom as far as they show it, from whom, and how it stands. `?check` verifies it here."""
    found, at = seen(request, short), now()
    row, held = found.row, queries.exported(found.row.id)
    definition = _definition(found)
    carried = f"?k={request.GET['k'][:40]}" if found.by_paper else ""
    judged = judge(held.document, at=at).shown if held and "check" in request.GET else None
    return render(request, "web/credentials/credential.html", {
        "row": row, "sight": found, "state": present.state(row, at), "facts": present.facts(row, at),
        "definition": present.definition(definition), "judged": judged, "here": carried, "signed": held is not None,
        "proofs": present.evidence(row) if found.evidence else [],
        "unlisted": row.sight != "public", "canonical_url": "" if carried else None,
        "document_url": reverse("credential_file", kwargs={"short": row.short, "name": "badge.json"}) + carried,
    })


@never_cache
@require_safe
def credential_file(request: HttpRequest, short: str, name: str) -> HttpResponse:
    """For other wallets: `badge.json` (JSON-LD), `badge.jwt` (VC-JWT), `badge.png` (baked); `certificate.pdf` for the
    learner, who acts for them, and staff.
    """
    found = seen(request, short)
    held = queries.exported(found.row.id)
    if held is None:
        raise NotFound()
    if name == "certificate.pdf":
        if not (found.own or found.staff):
            raise NotFound()
        return _file(paper.certificate(found.row, _definition(found)), "application/pdf", f"certificate-{short}.pdf")
    if name == "badge.json":
        return _file(held.document.encode(), VC_LD, f"badge-{short}.json")
    if name == "badge.jwt":
        return _file(held.token.encode(), JWT, f"badge-{short}.jwt")
    if name == "badge.png":
        picture = badges.baked(picture_of(_definition(found)), held.document)
        return _file(picture, "image/png", f"badge-{short}.png")
    raise NotFound()


def _file(body: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'{"inline" if name.endswith(".pdf") else "attachment"}; filename="{name}"'
    return answer


def _definition(found: Sight) -> DefinitionRow:
    definition = queries.definition(found.row.definition.id)
    if definition is None:
        raise NotFound()
    return definition


