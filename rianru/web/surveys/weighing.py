"""How answers are weighted: the shares of one question's choices among everybody, as a census knows them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.core.permissions import permitted
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.thai import to_arabic
from rianru.kernel.words import T
from rianru.surveys import actions, queries
from rianru.surveys.queries import reading
from rianru.surveys.queries.crosses import crossable
from rianru.surveys.queries.results import results_of
from rianru.web.surveys.results import crumbs, looking


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_weights(request: HttpRequest, code: str) -> HttpResponse:
    """`?column=` its choices with what answered and what is so; `do` set, none."""
    at = looking(request, code)
    may = permitted("surveys.weigh", actor=at.actor, at=at.at, scope=queries.scope_of(at.survey))
    version = queries.current_version(at.survey.id)
    if version is None:
        raise NotFound()
    columns = crossable(queries.questionnaire_of(version))
    known = reading.weighted_columns(at.survey.id)
    column = request.GET.get("column", "") or next(iter(known), "")
    chosen = next((one for one in columns if one.column == column), None)
    rows = _rows(at, column, known.get(column, {}), request) if chosen else []
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return _done(request, at, column, rows, may=may)
        except (NotAllowed, NotFound):
            raise
        except Refused as error:
            refusal = error
    return render(request, "web/survey_weights.html", {
        "looking": at, "title": queries.title_of(at.survey), "columns": columns, "chosen": chosen, "rows": rows,
        "known": known, "may": may, "refusal": refusal, "crumbs": crumbs(at, T("น้ำหนัก", "Weights")),
    }, status=refusal.status if refusal else 200)


def _done(request: HttpRequest, at: Any, column: str, rows: list[dict[str, Any]], *, may: bool) -> HttpResponse:
    asked: dict[str, Any] = {"actor": at.actor, "at": at.at, "survey_id": at.survey.id}
    if request.POST.get("do") == "none":
        actions.set_weights(**asked)
        messages.success(request, str(T("ทุกคำตอบนับเท่ากันแล้ว", "Every answer counts the same again")))
    else:
        shares = {row["code"]: _share(row["typed"]) for row in rows if row["typed"].strip()}
        actions.set_weights(**asked, column=column or "-", shares=shares)
        messages.success(request, str(T("ถ่วงน้ำหนักแล้ว ดูผลแบบถ่วงน้ำหนักได้เลย", "Weighted. See the results with weights.")))
    return redirect(at.address(weighted="" if request.POST.get("do") == "none" else "1"))


def _rows(at: Any, column: str, known: dict[str, float], request: HttpRequest) -> list[dict[str, Any]]:
    found = results_of(at.survey, whole=True)
    every = [one for asked in (found.questions if found else ()) for one in asked.columns]
    lines = next((one.lines for one in every if one.column == column), ())
    rows = []
    for line in lines:
        field, kept = f"w:{line.code}", f"{100 * known[line.code]:.1f}" if line.code in known else ""
        answered = "" if line.share is None else f"{100 * line.share:.1f}"
        rows.append({"code": line.code, "label": line.label, "answered": answered, "field": field,
                     "typed": request.POST.get(field, kept)[:12]})
    return rows


def _share(typed: str) -> Decimal:
    try:
        value = Decimal(to_arabic(typed.strip().removesuffix("%")) or "0")
    except InvalidOperation:
        return Decimal(0)
    return value if value.is_finite() and abs(value) < 1_000 else Decimal(0)
