"""Title, words, who answers how, and quotas."""

from dataclasses import fields
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import LANGUAGES, T
from rianru.surveys import actions, queries
from rianru.surveys.actions import Settings
from rianru.web.requests import uuid_of
from rianru.web.surveys.making.crumbs import crumbs
from rianru.web.surveys.making.drawing import columns_to_ask, shown_if
from rianru.web.surveys.making.outline import rowed
from rianru.web.surveys.making.question_form import Typed, relevant_of
from rianru.web.surveys.making.reaching import Maker, maker_of
from rianru.web.surveys.making.rows import conditions_shown, relevance_of, typed_relevance

_TICKS = ("once", "members_only", "shows_results")


@require_http_methods(["GET", "HEAD", "POST"])
def survey_settings(request: HttpRequest, code: str) -> HttpResponse:
    """`do`: save, stand, unstand, quota (a new one), quota_remove; buttons at a quota's conditions."""
    maker = maker_of(request, code)
    form = queries.working_on(maker.survey).form
    shown, refusal, quota = Settings(**_kept(maker)), None, relevance_of("")
    if request.method == "POST":
        do = request.POST.get("do", "")
        quota = typed_relevance(request.POST, form) if do != "save" else quota
        quota, again = rowed(request, quota)
        shown = _typed(request) if do == "save" else shown
        if not again:
            try:
                _save(request, maker, do, shown, quota)
                messages.success(request, str(T("บันทึกแล้ว", "Saved.")))
                return redirect("survey_settings", code=code)
            except (NotAllowed, NotFound):
                raise
            except Refused as error:
                refusal = error
    return render(request, "web/survey_settings.html", {
        "maker": maker, "survey": maker.survey, "shown": shown, "refusal": refusal, "typed": quota,
        "posted": request.POST, "columns": columns_to_ask(form, ""), "conditions": conditions_shown(form, quota),
        "quotas": [{"quota": one, "name": T.verbatim(one.name_th, one.name_en), "when": shown_if(form, one.rule)}
                   for one in queries.quotas(maker.survey)],
        "crumbs": crumbs(maker.survey, T("ตั้งค่า", "Settings")),
    }, status=422 if refusal else 200)


def _kept(maker: Maker) -> dict[str, Any]:
    kept = {each.name: getattr(maker.survey, each.name) for each in fields(Settings)}
    return kept | {"languages": tuple(maker.survey.languages)}


def _typed(request: HttpRequest) -> Settings:
    said: dict[str, Any] = {
        name: request.POST.get(name, "").replace("\0", "").replace("\r\n", "\n")
        for name in ("title_th", "title_en", "purpose_th", "purpose_en", "thanks_th", "thanks_en")
    }
    said |= {name: name in request.POST for name in _TICKS}
    asking = "identified" if request.POST.get("asking") == "identified" else "anonymous"
    chosen = tuple(tongue for tongue in LANGUAGES if tongue in request.POST.getlist("languages"))
    return Settings(**said, asking=asking, languages=chosen)


def _save(request: HttpRequest, maker: Maker, do: str, shown: Settings, quota: Typed) -> None:
    who: dict[str, Any] = {"actor": maker.actor, "at": maker.at, "survey_id": maker.survey.id}
    if do == "save":
        actions.settle_survey(**who, settings=shown)
    elif do in ("stand", "unstand"):
        actions.stand(**who, use="feedback" if do == "stand" else "")
    elif do == "quota":
        typed = request.POST.get("most", "").replace(",", "").strip()
        actions.set_quota(
            **who, most=int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0,
            name_th=request.POST.get("quota_th", ""), name_en=request.POST.get("quota_en", ""), rule=relevant_of(quota),
        )
    elif do == "quota_remove" and (id := uuid_of(request.POST.get("quota", ""))):
        actions.remove_quota(**who, quota_id=id)
    else:
        raise NotFound()
