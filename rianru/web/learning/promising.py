"""What completing an activity or a programme gives, from its own desk page: promised, and ended."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from rianru.credentials import actions as credentials
from rianru.credentials import queries as proven
from rianru.credentials.queries import DefinitionRow, Promise
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import actions, queries
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.credentials.desk import places_of
from rianru.web.credentials.present import hours_text, picture_url
from rianru.web.desks.where import Sitting, seated
from rianru.web.learning.planning import own
from rianru.web.requests import uuid_of

CRUMB = T("ใบรับรองเมื่อเรียนจบ", "Credential on completing")


class PromiseForm(Keyed):
    """What is given, from how many hours, and whether to those who completed it before too."""

    what = forms.ChoiceField()
    hours = forms.DecimalField(required=False, min_value=0, max_value=10_000, max_digits=7, decimal_places=2,
                               widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    before = forms.BooleanField(required=False)

    def __init__(self, *args: Any, definitions: list[DefinitionRow], done: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        known = [choice for row in definitions for choice in _choices(row)]
        what.choices = [("", str(T("เลือกใบรับรอง", "Choose one"))), *known] if known else []
        labels = {"what": T("ให้ใบรับรองอะไร", "Which credential"),
                  "hours": T("มาอย่างน้อยกี่ชั่วโมง", "After at least how many hours"),
                  "before": T("ให้คนที่เรียนจบไปแล้ว {n:,} คนด้วย", "Give it to the {n:,} who completed it already too",
                              n=done)}
        for name, label in labels.items():
            self.fields[name].label = str(label)
        self.fields["hours"].help_text = str(T("เว้นว่างคือนับแค่ว่าเรียนจบ", "Blank: completing it is enough"))
        if not done:
            del self.fields["before"]

    def promise(self) -> dict[str, Any]:
        """As the action takes it."""
        definition, _, level = self.cleaned_data["what"].partition(":")
        return {"definition_id": UUID(definition), "level": int(level) if level else None,
                "hours": self.cleaned_data["hours"] or Decimal(0), "before": bool(self.cleaned_data.get("before"))}


def _choices(row: DefinitionRow) -> list[tuple[str, str]]:
    """A definition, or each of its levels."""
    if not row.levels:
        return [(str(row.id), str(row.name))]
    return [(f"{row.id}:{one.number}", f"{row.name} · {T.verbatim(one.name_th, one.name_en)}") for one in row.levels]


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def of_activity(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """Of an activity."""
    crumb = {"text": own(seat, id).title, "url": reverse("plan_activity", kwargs={"id": id})}
    return _page(request, seat, "activity", id, crumb)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def of_programme(request: HttpRequest, seat: Sitting, id: UUID) -> HttpResponse:
    """Of a programme."""
    view = queries.programme(actor=seat.actor, at=seat.at, id=id)
    if view is None or not view.may_plan:
        raise NotFound()
    return _page(request, seat, "programme", id,
                 {"text": view.title, "url": reverse("plan_programme", kwargs={"id": id})})


def _page(request: HttpRequest, seat: Sitting, kind: str, id: UUID, crumb: dict[str, Any]) -> HttpResponse:
    """`do`: promise, or end with the rule's id."""
    mine, do = places_of(seat, "credentials.define"), request.POST.get("do", "")
    found = proven.promises(kind, id)
    done = len(queries.completers(kind, id))
    form = PromiseForm(request.POST if do == "promise" else None, done=done,
                       definitions=proven.definitions(places=[one.pair for one in mine], limit=200))
    end = Keyed(request.POST if do == "end" else None, auto_id="end_%s")
    if do == "promise" and sent(request, form, lambda: _promise(request, seat, kind, id, form)) is not None:
        return redirect(request.path)
    if do == "end" and sent(request, end, lambda: _end(request, seat, found)) is not None:
        messages.success(request, str(T("เลิกให้แล้ว ใบที่ออกไปยังใช้ได้", "Given no longer; what was issued stays good.")))
        return redirect(request.path)
    return render(request, "web/plan_promises.html", {
        "desk": seat, "promises": rows(found), "form": form, "end": end, "done": done, "of": crumb["text"],
        "crumbs": [{"text": T("กิจกรรม", "Activities"), "url": reverse("plan_activities")}, crumb,
                   {"text": CRUMB, "url": ""}],
    }, status=422 if do else 200)


def _promise(request: HttpRequest, seat: Sitting, kind: str, id: UUID, form: PromiseForm) -> None:
    looked = actions.promise_credential(actor=seat.actor, at=seat.at, object_kind=kind, object_id=id, **form.promise())
    said = T("ตั้งแล้ว กำลังออกให้ {n:,} คนที่เรียนจบแล้ว", "It holds. The {n:,} who completed it are being given it.",
             n=looked) if looked else T("ตั้งแล้ว ใครเรียนจบได้ใบรับรองเอง", "It holds: whoever completes it is given it.")
    messages.success(request, str(said))


def _end(request: HttpRequest, seat: Sitting, found: list[Promise]) -> None:
    rule = uuid_of(request.POST.get("id", ""))
    if rule not in [one.rule_id for one in found] or rule is None:
        raise NotFound()
    credentials.end_award_rule(actor=seat.actor, at=seat.at, rule_id=rule)


def rows(found: list[Promise]) -> list[dict[str, Any]]:
    """web/promised.html, and the desk's: what completing it gives."""
    return [
        {"rule": one.rule_id, "id": one.definition.id, "name": one.definition.name, "hours": hours_text(one.hours),
         "issuer": one.definition.issuer.name, "given": one.given,
         "small": picture_url(one.definition.id, one.definition.version, small=True),
         "level": T.verbatim(one.level.name_th, one.level.name_en) if one.level else ""}
        for one in found
    ]


def promised(kind: str, id: UUID) -> list[dict[str, Any]]:
    """The same for everyone's page of an activity or a programme."""
    return rows(proven.promises(kind, id))
