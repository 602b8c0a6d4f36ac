"""My credentials, and those of whom I act for: what I hold, who sees it, files for other wallets."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.credentials import actions, queries
from rianru.credentials.words import SIGHTS
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.people import queries as people
from rianru.people.queries import Known
from rianru.web.canonical import site
from rianru.web.catalogue.sharing import sharing
from rianru.web.credentials import present
from rianru.web.health import now
from rianru.web.requests import actor_of, told, uuid_of

PAGE = 50


def whose(request: HttpRequest) -> tuple[Known, list[Known]]:
    """`?of=` myself or one I act for (else NotFound), and the others; without it myself."""
    key = actor_of(request).key
    mine = people.behind(key)
    if key is None or mine is None:
        raise NotFound()
    known = people.known([mine, *people.acts_for(key=key)])
    wanted = uuid_of(request.GET["of"]) if request.GET.get("of") else mine
    if wanted not in known:
        raise NotFound()
    return known[wanted], [one for id, one in sorted(known.items()) if id != wanted]


@never_cache
@login_required
@require_safe
def my_credentials(request: HttpRequest) -> HttpResponse:
    """The newest first; `?after=` the last of the page before."""
    (person, others), at = whose(request), now()
    after = uuid_of(request.GET.get("after", ""))
    rows = queries.of_persons([person.person_id], after=after, limit=PAGE + 1)
    here = f"?of={person.person_id}"
    return render(request, "web/credentials/mine.html", {
        "person": person, "others": others, "here": here, "rows": [present.line(row, at) for row in rows[:PAGE]],
        "page": {"next_url": f"{here}&after={rows[PAGE - 1].id}" if len(rows) > PAGE else "",
                 "first_url": here if after else ""},
    })


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_credential(request: HttpRequest, short: str) -> HttpResponse:
    """One of them: who sees it, and its files. `do`: show, or code (papers of before lead nowhere)."""
    id, at, actor = queries.id_of(short), now(), actor_of(request)
    found = queries.seen_by(actor=actor, at=at, id=id) if id else None
    if found is None or not found.own:
        raise NotFound()
    if request.method == "POST":
        try:
            messages.success(request, str(_done(request, found.row)))
            return redirect("my_credential", short=short)
        except Refused as refusal:
            told(request, refusal)
    row = found.row
    address = site() + reverse("credential", kwargs={"short": short})
    return render(request, "web/credentials/my_credential.html", {
        "row": row, "line": present.line(row, at), "facts": present.facts(row, at), "sights": SIGHTS,
        "proofs": present.evidence(row), "grown": row.grown(at), "state": present.state(row, at),
        "share": sharing(str(row.title), address) if row.sight != "private" else None,
        "signed": queries.exported(row.id) is not None,
    }, status=422 if request.method == "POST" else 200)


def _done(request: HttpRequest, row: queries.IssuedRow) -> T:
    actor, at, do = actor_of(request), now(), request.POST.get("do", "")
    if do == "code":
        actions.change_code(actor=actor, at=at, credential_id=row.id)
        return T("เปลี่ยนรหัสแล้ว ใบประกาศที่พิมพ์ไว้ก่อนหน้าสแกนไม่ขึ้นอีก พิมพ์ใหม่ได้เลย",
                 "The code is new. Certificates printed before lead nowhere now; print it anew.")
    if do != "show":
        raise NotFound()
    actions.show_credential(
        actor=actor, at=at, credential_id=row.id, sight=request.POST.get("sight", ""),
        shows_name="shows_name" in request.POST, shows_evidence="shows_evidence" in request.POST,
    )
    return T("บันทึกแล้ว เปลี่ยนใจได้ทุกเมื่อ", "Saved. You can change it at any time.")
