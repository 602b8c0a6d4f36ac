"""The rules of lending: the table, what it decides in a case and why, and its rows, compared before they are saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rianru.core.permissions import permitted, require
from rianru.kernel.dates import day_of, start_of_day
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.sparse import OTHER, differences
from rianru.kernel.words import T
from rianru.lending import actions, queries
from rianru.lending.actions.lending import simulated
from rianru.lending.actions.refusals import CardEnded, CardUnknown
from rianru.lending.actions.ruling import tried
from rianru.lending.queries.rules import scope_line, scope_words, value_text
from rianru.lending.words import VALUES
from rianru.people import queries as people
from rianru.places import queries as places
from rianru.web.catalogue.staff import sent
from rianru.web.desks.where import Sitting, seated
from rianru.web.lending.rule_form import CaseForm, RuleForm

SHOWN = 60  # differences on a page
NOON = timedelta(hours=12)


@require_safe
@seated
def lending_rules(request: HttpRequest, seat: Sitting) -> HttpResponse:
    """The rows that hold in the network of this desk; with `?category=` … what they decide in that case, and why."""
    network = seat.space.network_id
    scope = places.scope_of_network(network)
    require("lending.see_rules", actor=seat.actor, at=seat.at, scope=scope | places.scope_of_space(seat.space.id))
    form = CaseForm(request.GET if "category" in request.GET else None, actor=seat.actor, at=seat.at,
                    initial={"space": seat.space.code, "day": day_of(seat.at)})
    answer = _decided(seat, form) if form.is_bound and form.is_valid() else None
    may = permitted("lending.set_rules", actor=seat.actor, at=seat.at, scope=scope)
    rows = queries.rule_rows(network_id=network)
    return render(request, "web/lending_rules.html", {
        "desk": seat, "form": form, "answer": answer, "may": may,
        "matrix": _matrix(rows, answer["won"] if answer else {}),
        "rows": [{"row": row, "says": _says(row.says), "may": (may and row.network is not None) or _national(seat)}
                 for row in rows],
    })


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def lending_rule(request: HttpRequest, seat: Sitting, id: UUID | None = None) -> HttpResponse:
    """One row, or a new one: `do` is look (what would change), save or remove."""
    network = seat.space.network_id
    found = next((row for row in queries.rule_rows(network_id=network) if row.id == id), None)
    if id is not None and found is None:
        raise NotFound()
    if not permitted("lending.set_rules", actor=seat.actor, at=seat.at, scope=places.scope_of_network(network)):
        raise NotAllowed()
    posted = request.POST if request.method == "POST" else None
    form = RuleForm(posted, row=found, actor=seat.actor, at=seat.at, network=network)
    do, changes = request.POST.get("do", ""), None
    if posted and do == "look" and form.is_valid():
        changes = _compared(form, network, found)
    elif posted and do in ("save", "remove") and sent(
        request, form, lambda: _write(seat, form, found, remove=do == "remove")
    ) is not None:
        messages.success(request, str(T("บันทึกกติกาแล้ว ใช้ทันทีทุกเคาน์เตอร์", "Saved. It holds at every desk from now on.")))
        return redirect("lending_rules")
    return render(request, "web/lending_rule.html", {
        "desk": seat, "form": form, "row": found, "changes": changes,
    }, status=422 if form.errors else 200)


def _write(seat: Sitting, form: RuleForm, found: queries.RuleView | None, *, remove: bool) -> UUID | None:
    who: dict[str, Any] = {"actor": seat.actor, "at": seat.at}
    if remove and found is not None:
        actions.remove_rule(**who, rule_id=found.id)
        return None
    scope = form.scope()
    made = actions.set_rule(**who, scope=scope, says=form.says(), note=form.cleaned_data["note"])
    if found is not None and made != found.id:  # it speaks of something else now
        actions.remove_rule(**who, rule_id=found.id)
    return made


def _compared(form: RuleForm, network: UUID, found: queries.RuleView | None) -> dict[str, Any]:
    """What would be decided otherwise, case by case, and where nothing would be said."""
    try:
        before, after = tried(network_id=network, scope=form.scope(), says=form.says(),
                              without=found.id if found else None)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return {"rows": [], "more": 0}
    changed = differences(before, after)
    cases = [{name: value for name, value in one.case.items() if value != OTHER} for one in changed[:SHOWN]]
    lines = [scope_line(words) for words in scope_words(cases)]
    return {
        "rows": [{"where": where, "label": VALUES[one.name].label,
                  "before": value_text(one.name, one.before.value) if one.before else None,
                  "after": value_text(one.name, one.after.value) if one.after else None}
                 for one, where in zip(changed, lines, strict=False)],
        "more": max(len(changed) - SHOWN, 0),
    }


def _decided(seat: Sitting, form: CaseForm) -> dict[str, Any]:
    """Every value of a case with the row that said so; with a card and a barcode also whether it would be lent."""
    said = form.cleaned_data
    space = places.space_ids([said["space"]]).get(said["space"], seat.space.id)
    case = queries.Case(seat.space.network_id, space, said["item_type"], said["category"], said["language"])
    found = queries.decided(case)
    answers = [found[name] for name in VALUES if name in found]
    whys = queries.why(answers)
    return {
        "won": {one.name: one.row for one in answers},
        "rows": [{"label": one.label, "value": one.text, "why": why, "passed": len(one.passed_over)}
                 for one, why in zip(answers, whys, strict=True)],
        "tried": _tried(seat, space, said) if said["card"] and said["barcode"] else None,
    }


def _tried(seat: Sitting, space: UUID, said: Mapping[str, Any]) -> dict[str, Any]:
    """This member, this copy, this space, this day: as the desk would answer."""
    found = people.scanned(said["card"])
    if found is None or found.ended:
        return {"refused": (CardEnded if found else CardUnknown)(card=said["card"]).message}
    try:
        lent = simulated(actor=seat.actor, at=_noon(said["day"], seat.at), space_id=space,
                         membership_id=found.membership_id, barcode=said["barcode"])
    except NotAllowed:
        raise
    except Refused as refusal:
        return {"refused": refusal.message}
    return {"lent": lent}


def _noon(day: date | None, at: datetime) -> datetime:
    return start_of_day(day) + NOON if day and day != day_of(at) else at


def _national(seat: Sitting) -> bool:
    return permitted("lending.set_rules", actor=seat.actor, at=seat.at)


def _matrix(rows: Sequence[queries.RuleView], won: Mapping[str, UUID]) -> list[dict[str, Any]]:
    """A line a value that some row speaks of, a cell a row: what it says, and whether that is what decided the case."""
    return [
        {"label": VALUES[name].label, "cells": [
            {"value": value_text(name, row.says[name]) if name in row.says else None, "won": won.get(name) == row.id}
            for row in rows
        ]}
        for name in VALUES if any(name in row.says for row in rows)
    ]


def _says(says: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"label": VALUES[name].label, "value": value_text(name, says[name])} for name in VALUES if name in says]


