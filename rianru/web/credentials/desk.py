"""For whom a member of staff may issue, from the desk at which they sit; what was issued: found, seen, taken back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.actors import NATIONAL, Scope
from rianru.core.permissions import permitted
from rianru.credentials import actions, queries
from rianru.credentials.queries import DefinitionRow, IssuedRow
from rianru.credentials.words import STANDINGS
from rianru.kernel.dates import start_of_day
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.credentials import paper, present
from rianru.web.desks.where import Sitting, seated
from rianru.web.requests import uuid_of

PAGE = 50
MOST_PAGES = 500  # certificates in one file
CRUMB = T("ใบรับรอง", "Credentials")
DONE = {
    "suspend": T("ระงับแล้ว ใครตรวจก็เห็นทันที", "Suspended. Whoever verifies it sees that now."),
    "resume": T("คืนสถานะแล้ว", "It is in force again."),
    "revoke": T("เพิกถอนแล้ว ใครตรวจก็เห็นทันที", "Revoked. Whoever verifies it sees that now."),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that issues, and for which this desk may act."""

    kind: str
    id: UUID
    name: T

    @property
    def pair(self) -> tuple[str, UUID]:
        """As queries take it."""
        return (self.kind, self.id)


def places_of(seat: Sitting, rule: str = "credentials.issue") -> list[Place]:
    """The space of this desk, its network, and the organisation that keeps it, as far as the rule allows."""
    space = seat.space
    wanted: list[tuple[Place, Scope]] = [
        (Place("space", space.id, seat.name), places.scope_of_space(space.id)),
    ]
    network = places.network_by_id(space.network_id)
    if network is not None:
        wanted.append((Place("network", network.id, T.verbatim(network.name_th, network.name_en)),
                       places.scope_of_network(network.id)))
    if space.organisation is not None:
        name = T.verbatim(space.organisation.name_th, space.organisation.name_en)
        wanted.append((Place("organisation", space.organisation.id, name), NATIONAL))
    found = [place for place, scope in wanted if permitted(rule, actor=seat.actor, at=seat.at, scope=scope)]
    if not found:
        raise NotAllowed()
    return found


def crumbs(*more: tuple[T | str, str]) -> list[dict[str, Any]]:
    """From the list of what was issued to here."""
    return [{"text": CRUMB, "url": reverse("desk_credentials")}, *({"text": text, "url": url} for text, url in more)]


@require_safe
@seated
def desk_credentials(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """What this desk's issuers gave: `?q=` a number, a name or an address; `?standing=`; `?definition=`."""
    mine = places_of(seat, "credentials.see_issued")
    text = request.GET.get("q", "").replace("\0", "")[:100]
    standing = request.GET.get("standing", "")
    definition = uuid_of(request.GET.get("definition", ""))
    after = uuid_of(request.GET.get("after", ""))
    rows = queries.issued(places=[one.pair for one in mine], text=text, standing=standing, at=seat.at,
                          definition_id=definition, after=after, limit=PAGE + 1)
    chosen = {"q": text, "standing": standing, "definition": str(definition or "")}
    here = urlencode({name: value for name, value in chosen.items() if value})
    return render(request, "web/credentials/desk_credentials.html", {
        "desk": seat, "rows": [present.line(row, seat.at) for row in rows[:PAGE]], "query": text,
        "standing": standing, "standings": STANDINGS,
        "definition": queries.definition(definition) if definition else None,
        "page": {"next_url": f"?{here}&after={rows[PAGE - 1].id}" if len(rows) > PAGE else "",
                 "first_url": f"?{here}" if after else ""},
    })


class ReasonForm(Keyed):
    """Why something is set aside or taken back: the learner reads it."""

    reason = forms.CharField(max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = str(T("เหตุผล ผู้เรียนจะได้เห็น", "Why: the learner will read it"))


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def desk_credential(request: HttpRequest, seat: Sitting, short: str) -> HttpResponse:
    """One that was issued here. `do`: suspend, resume or revoke."""
    row = found_here(seat, short)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if request.method == "POST" and do not in DONE:
        raise NotFound()
    forms_ = {name: (Keyed if name == "resume" else ReasonForm)(request.POST if name == do else None,
                                                              auto_id=f"{name}_%s") for name in DONE}
    if do and sent(request, forms_[do], lambda: _done(seat, row, do, forms_[do])) is not None:
        messages.success(request, str(DONE[do]))
        return redirect("desk_credential", short=short)
    return render(request, "web/credentials/desk_credential.html", {
        "desk": seat, "row": row, "line": present.line(row, seat.at), "facts": present.facts(row, seat.at),
        "state": present.state(row, seat.at), "proofs": present.evidence(row), "forms": forms_, "did": do,
        "may_revoke": queries.may("credentials.revoke", actor=seat.actor, at=seat.at, issuer=row.issuer),
        "may_suspend": queries.may("credentials.suspend", actor=seat.actor, at=seat.at, issuer=row.issuer),
        "signed": queries.exported(row.id) is not None, "crumbs": crumbs((row.number, "")),
    }, status=422 if do else 200)


def found_here(seat: Sitting, short: str) -> IssuedRow:
    """A credential of an issuer whose credentials this member of staff may see; NotFound elsewhere."""
    id = queries.id_of(short)
    row = queries.credential(id) if id else None
    if row is None:
        raise NotFound()
    if not queries.may("credentials.see_issued", actor=seat.actor, at=seat.at, issuer=row.issuer):
        raise NotAllowed()
    return row


def _done(seat: Sitting, row: IssuedRow, do: str, form: Keyed) -> None:
    asked: dict[str, Any] = {"actor": seat.actor, "at": seat.at, "credential_id": row.id}
    if do == "resume":
        actions.resume_credential(**asked)
    elif do == "suspend":
        actions.suspend_credential(**asked, reason=form.cleaned_data["reason"])
    else:
        actions.revoke_credential(**asked, reason=form.cleaned_data["reason"])


@require_safe
@seated
def desk_certificates(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """The certificates of one definition, of `?day=` or all, to be printed: a page each, at most `MOST_PAGES`."""
    definition = queries.definition(id)
    if definition is None:
        raise NotFound()
    if not queries.may("credentials.see_issued", actor=seat.actor, at=seat.at, issuer=definition.issuer):
        raise NotAllowed()
    rows = [row for row in queries.issued(
        places=[(definition.issuer.kind, definition.issuer.place_id)], at=seat.at, definition_id=definition.id,
        standing="standing", limit=MOST_PAGES,
    ) if _of_day(request, row)]
    if not rows:
        raise NotFound()
    answer = HttpResponse(paper.certificates([(row, definition) for row in reversed(rows)]),
                          content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="certificates.pdf"'
    return answer


def _of_day(request: HttpRequest, row: IssuedRow) -> bool:
    from datetime import timedelta

    from django.utils.dateparse import parse_date

    try:
        day = parse_date(request.GET.get("day", ""))
    except ValueError:
        raise NotFound() from None
    return day is None or start_of_day(day) <= row.issued_at < start_of_day(day) + timedelta(days=1)


def named(rows: list[DefinitionRow]) -> list[tuple[str, str]]:
    """Definitions as choices of a form."""
    return [(str(row.id), f"{row.name} · {row.issuer.name}") for row in rows]


