"""What can be proven, on screen: definitions with levels, units and the rules that give them; endorsements."""

import hashlib
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core import kinds
from rianru.credentials import actions, queries
from rianru.credentials.queries import DefinitionRow
from rianru.kernel.formats import pictures
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.kernel.words import T
from rianru.web.bodies import takes_a_picture
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.credentials.definition_form import DefinitionForm, EndorseForm, PictureForm, RuleForm
from rianru.web.credentials.desk import crumbs, places_of
from rianru.web.credentials.present import definition as shown
from rianru.web.desks.where import Sitting, seated
from rianru.web.requests import uuid_of

CRUMB = T("สิ่งที่รับรอง", "What can be proven")
SAID = {
    "end": T("เลิกออกแล้ว ใบที่ออกไปยังใช้ได้", "It is issued no longer; what was issued stays good."),
    "rule": T("ตั้งกติกาแล้ว", "The rule holds from now on."),
    "unrule": T("เลิกกติกาแล้ว", "The rule has ended."),
    "endorse": T("รับรองร่วมแล้ว", "Endorsed."),
    "picture": T("ใส่รูปแล้ว เหรียญที่ออกไปแล้วเปลี่ยนตาม", "The picture is on, on the badges of before too."),
    "unpicture": T("กลับไปใช้เหรียญที่มีชื่อ", "The medallion bears the name again."),
    "unendorse": T("ถอนการรับรองแล้ว", "The endorsement was taken back."),
}


@require_safe
@seated
def definitions(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """Those of this desk's issuers; `?ended` the ones that are no longer issued too."""
    mine, after = places_of(seat, "credentials.define"), uuid_of(request.GET.get("after", ""))
    rows = queries.definitions(places=[one.pair for one in mine], ended="ended" in request.GET, after=after, limit=51)
    more = "&ended" if "ended" in request.GET else ""
    return render(request, "web/credentials/definitions.html", {
        "desk": seat, "rows": [shown(row) for row in rows[:50]], "crumbs": crumbs((CRUMB, "")),
        "ended": "ended" in request.GET,
        "page": {"next_url": f"?after={rows[49].id}{more}" if len(rows) > 50 else "", "first_url": "?" * bool(after)},
    })


@takes_a_picture
@require_http_methods(["GET", "HEAD", "POST"])
@seated
def definition(request: HttpRequest, seat: Sitting, id: UUID | None = None) -> HttpResponse:
    """One, or a new one. `do`: save, or what stands in SAID."""
    mine = places_of(seat, "credentials.define")
    row = queries.definition(id) if id else None
    if id and row is None:
        raise NotFound()
    if row and not queries.may("credentials.define", actor=seat.actor, at=seat.at, issuer=row.issuer):
        raise NotAllowed()
    do = request.POST.get("do", "save") if request.method == "POST" else ""
    form = DefinitionForm(request.POST if do == "save" else None, row=row, places=mine)
    other = _other_forms(request, do, row, seat)
    if do == "save" and (kept := sent(request, form, lambda: _save(seat, form, row))) is not None:
        messages.success(request, str(T("บันทึกแล้ว", "Saved.")))
        return redirect("definition", id=kept)
    at_field = "file" if do == "picture" else None
    if row and do in SAID and sent(request, other[do], partial(_do, request, seat, do, row, other[do]),
                                   at_field=at_field, files=_digest(request)) is not None:
        messages.success(request, str(SAID[do]))
        return redirect("definition", id=row.id)
    return render(request, "web/credentials/definition.html", {
        "desk": seat, "form": form, "row": row, "shown": shown(row) if row else None, "other": other, "did": do,
        "rules": queries.rules_of(row.id) if row else [],
        "vouched": queries.endorsements_of(definition_id=row.id) if row else [],
        "crumbs": crumbs((CRUMB, reverse("definitions")), (row.name if row else T("สร้างใหม่", "New"), "")),
    }, status=422 if do else 200)


def _save(seat: Sitting, form: DefinitionForm, row: DefinitionRow | None) -> UUID:
    asked: dict[str, Any] = {"actor": seat.actor, "at": seat.at, "said": form.said(), "levels": form.levels(),
                             "units": form.units()}
    if row is not None:
        actions.change_definition(**asked, definition_id=row.id)
        return row.id
    kind, _, place = form.cleaned_data["issuer"].partition(":")
    return actions.define(**asked, issuer_kind=kind, issuer_id=UUID(place))


def _other_forms(request: HttpRequest, do: str, row: DefinitionRow | None, seat: Sitting) -> dict[str, Keyed]:
    if row is None:
        return {}

    def posted(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "end": Keyed(posted("end"), auto_id="end_%s"), "unrule": Keyed(posted("unrule"), auto_id="unrule_%s"),
        "unendorse": Keyed(posted("unendorse"), auto_id="unendorse_%s"),
        "picture": PictureForm(posted("picture"), request.FILES if do == "picture" else None, auto_id="picture_%s"),
        "unpicture": Keyed(posted("unpicture"), auto_id="unpicture_%s"),
        "rule": RuleForm(posted("rule"), auto_id="rule_%s", row=row, kinds_known=kinds.all_kinds()),
        "endorse": EndorseForm(posted("endorse"), auto_id="endorse_%s", places=_endorsers(seat, row)),
    }


def _digest(request: HttpRequest) -> str | None:
    """Of the picture that was sent, for sending twice to be once."""
    found = request.FILES.get("file")
    return hashlib.file_digest(found, "sha256").hexdigest() if found else None


def _endorsers(seat: Sitting, row: DefinitionRow) -> list[Any]:
    """Places of this desk that may vouch, other than the issuer itself."""
    try:
        found = places_of(seat, "credentials.endorse")
    except NotAllowed:
        return []
    return [one for one in found if one.pair != (row.issuer.kind, row.issuer.place_id)]


def _do(request: HttpRequest, seat: Sitting, do: str, row: DefinitionRow, form: Keyed) -> None:
    asked: dict[str, Any] = {"actor": seat.actor, "at": seat.at}
    thing = uuid_of(request.POST.get("id", "")) or UUID(int=0)
    if do == "end":
        actions.end_definition(**asked, definition_id=row.id)
    elif do == "unrule":
        actions.end_award_rule(**asked, rule_id=thing)
    elif do == "unendorse":
        actions.end_endorsement(**asked, endorsement_id=thing)
    elif do == "unpicture":
        actions.drop_picture(**asked, definition_id=row.id)
    elif isinstance(form, PictureForm):
        sent_file = form.cleaned_data["file"]
        sent_file.seek(0)
        actions.set_picture(**asked, definition_id=row.id, data=sent_file.read(pictures.MOST_BYTES + 1))
    elif isinstance(form, RuleForm):
        actions.set_award_rule(**asked, definition_id=row.id, **form.rule())
    elif isinstance(form, EndorseForm):
        kind, _, place = form.cleaned_data["place"].partition(":")
        actions.endorse(**asked, endorser_kind=kind, endorser_id=UUID(place), definition_id=row.id,
                        comment=form.cleaned_data["comment"])
