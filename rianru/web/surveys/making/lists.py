"""All surveys in one's care, a new one, and the bank of questions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.kernel.dates import day_of
from rianru.kernel.formats.xlsform import FormFaulty
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.surveys import actions, queries
from rianru.surveys.words import STATES
from rianru.web.bodies import takes_files
from rianru.web.requests import told, uuid_of
from rianru.web.surveys.making.crumbs import crumbs
from rianru.web.surveys.making.drawing import drawn
from rianru.web.surveys.making.files import sent_file
from rianru.web.surveys.making.kinds import KINDS
from rianru.web.surveys.making.reaching import for_makers, makes_surveys

PAGE = 30
IMPORTED = T("นำเข้าแล้ว ดูคำถามให้ครบก่อนเผยแพร่", "Imported. Look it over, then publish.")


@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """The newest first; `?q=` narrows, `?away=1` shows what was put away."""
    actor, at = for_makers(request)
    text, away = request.GET.get("q", "").strip()[:100], request.GET.get("away") == "1"
    rows = queries.survey_rows(
        actor=actor, at=at, text=text, away=away, after=uuid_of(request.GET.get("after", "")), limit=PAGE + 1
    )
    more = reverse("surveys") + f"?after={rows[PAGE - 1].id}" if len(rows) > PAGE else ""
    return render(request, "web/surveys.html", {
        "rows": [
            {"row": row, "state": STATES[row.state], "many": row.answers > queries.COUNTED} for row in rows[:PAGE]
        ],
        "query": text, "away": away, "may": makes_surveys(actor, at, "surveys.build"), "counted": queries.COUNTED,
        "page": {"next_url": more and more + (f"&q={text}" if text else "") + ("&away=1" if away else ""),
                 "first_url": reverse("surveys") if request.GET.get("after") else ""},
    })


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def survey_new(request: HttpRequest) -> HttpResponse:
    """Whose it is and what it is called; or a file in which it was made elsewhere."""
    actor, at = for_makers(request, "surveys.build")
    refusal: Refused | None = None
    if request.method == "POST":
        kind, _, id = request.POST.get("home", "").partition(":")
        home: dict[str, Any] = {"home_kind": kind, "home_id": uuid_of(id)}
        try:
            if request.POST.get("do") == "file":
                made = actions.import_survey(actor=actor, at=at, file=sent_file(request), **home)
                messages.success(request, str(IMPORTED))
            else:
                made = actions.make_survey(
                    actor=actor, at=at, title_th=request.POST.get("title_th", ""),
                    title_en=request.POST.get("title_en", ""), **home,
                )
            return redirect("survey_edit", code=made.code)
        except (NotAllowed, NotFound):
            raise
        except Refused as error:
            refusal = error
    text = request.GET.get("q", "").strip()[:100]
    return render(request, "web/survey_new.html", {
        "homes": queries.homes_to_build(actor=actor, at=at, text=text), "typed": request.POST, "refusal": refusal,
        "faults": refusal.faults if isinstance(refusal, FormFaulty) else (), "query": text,
        "crumbs": crumbs(None, T("แบบสอบถามใหม่", "A new survey")),
    }, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def survey_bank(request: HttpRequest) -> HttpResponse:
    """Questions that are kept for the next survey; `?q=` narrows. Those who keep them may retire one."""
    actor, at = for_makers(request)
    if request.method == "POST":
        return _retire(request, actor, at)
    text = request.GET.get("q", "").strip()[:100]
    rows = queries.bank_rows(
        actor=actor, at=at, text=text, after=uuid_of(request.GET.get("after", "")), limit=PAGE + 1
    )
    more = f"{reverse('survey_bank')}?after={rows[PAGE - 1].id}" if len(rows) > PAGE else ""
    return render(request, "web/survey_bank.html", {
        "rows": [{
            "id": row.id, "home": row.home, "kept_at": row.kept_at, "kind": KINDS[row.form.questions[0].kind],
            "one": drawn(row.form, row.form.questions[0], day_of(at)),
        } for row in rows[:PAGE]],
        "query": text, "may": makes_surveys(actor, at, "surveys.keep_bank"),
        "crumbs": crumbs(None, T("คลังคำถาม", "Question bank")),
        "page": {"next_url": more and more + (f"&q={text}" if text else ""),
                 "first_url": reverse("survey_bank") if request.GET.get("after") else ""},
    })  # fmt: skip


def _retire(request: HttpRequest, actor: Any, at: Any) -> HttpResponse:
    id: UUID | None = uuid_of(request.POST.get("question", ""))
    if id is None:
        raise NotFound()
    try:
        actions.retire_question(actor=actor, at=at, question_id=id)
        messages.success(request, str(T("เลิกใช้แล้ว แบบสอบถามเดิมยังใช้ต่อได้", "Retired. Surveys that took it keep it.")))
    except Refused as refusal:
        told(request, refusal)
    return redirect("survey_bank")
