"""The code of a session: on the host's screen, where it changes every five minutes, and on a sheet for the wall."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from rianru.kernel.changing_codes import PAPER, code_of, ends_in, window_of
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T, get_language
from rianru.learning import actions, queries
from rianru.learning.queries import Occasion
from rianru.learning.queries.attendance import CodeRow
from rianru.learning.words import when_text
from rianru.places import queries as places
from rianru.web.learning import hosting
from rianru.web.papers.codes import qr
from rianru.web.papers.typeset import pdf, words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, id: UUID) -> HttpResponse:
    """Large, with a QR; the page turns itself when the code does. `do`: open (once), paper or no-paper."""
    actor, at, m = hosting.occasion_for(request, id)
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do not in ("open", "paper", "no-paper"):
            raise NotFound()
        actions.open_code(actor=actor, at=at, session_id=id, paper=do != "no-paper")
        return redirect("session_code", id=id)
    known = queries.code_of_session(id)
    now_code = code_of(known.secret, window_of(at)) if known else ""
    rows = queries.roster(id) if known else []
    return render(request, "web/session_code.html", {
        "m": m, "when": when_text(m.starts_at, m.ends_at), "code": _apart(now_code), "paper": known and known.paper,
        "address": request.build_absolute_uri(f"{reverse('attend')}?code={now_code}"), "turns": ends_in(at) + 1,
        "plain": request.build_absolute_uri(reverse("attend")).split("://")[-1], "opened": known is not None,
        "came": sum(one.came_id is not None for one in rows) + len(queries.others(id)), "all": len(rows),
        "tabs": hosting.tabs(m, id, "code"), "crumbs": hosting.crumbs(m.title, m.activity_id, T("รหัส", "Code")),
    })


def _apart(digits: str) -> str:
    """As it is read aloud: three and three."""
    return f"{digits[:3]} {digits[3:]}".strip()


@never_cache
@require_safe
def code_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sheet: a code that does not change, good on its day alone, where the host lets it count."""
    actor, at, m = hosting.occasion_for(request, id)
    known = queries.code_of_session(id)
    if known is None:
        actions.open_code(actor=actor, at=at, session_id=id)
        known = queries.code_of_session(id)
    assert known is not None
    digits = code_of(known.secret, PAPER)
    answer = HttpResponse(pdf("code.typ", sheet(m, known, digits, request)), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="code.pdf"'
    return answer


def sheet(m: Occasion, known: CodeRow, digits: str, request: HttpRequest) -> dict[str, Any]:
    """What the template needs, in the language that is spoken."""
    space = places.space_by_id(m.space_id)
    address = request.build_absolute_uri(f"{reverse('attend')}?code={digits}")
    return {
        "lang": get_language(), "title": str(m.title), "name": words(str(m.title)),
        "when": words(str(when_text(m.starts_at, m.ends_at))), "code": _apart(digits), "qr": qr(address),
        "space": words(str(T.verbatim(space.name_th, space.name_en)) if space else ""),
        "say": words(str(T("มาถึงแล้ว เช็กชื่อตรงนี้", "You are here: say so"))),
        "how": words(str(T("สแกน หรือเปิด {address} แล้วพิมพ์เลขหกหลัก ใครไม่มีมือถือ บอกผู้จัดให้เช็กให้",
                           "Scan it, or open {address} and type the six digits. No phone? The host ticks you off.",
                           address=request.build_absolute_uri(reverse("attend")).split("://")[-1]))),
    }
