"""XLSForms in and out: a file that was sent, and the file of what is worked on or of a version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rianru.kernel.formats import xlsform
from rianru.kernel.formats.xlsform import FormFaulty
from rianru.kernel.questions import Questionnaire, check
from rianru.kernel.refusals import NotAllowed, NotFound, NotUnderstood, Refused
from rianru.kernel.words import T
from rianru.surveys import actions, queries
from rianru.surveys.queries import Survey
from rianru.web.bodies import takes_files
from rianru.web.surveys.making.crumbs import crumbs
from rianru.web.surveys.making.reaching import maker_of

MOST_BYTES = 8 << 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FormMissing(NotUnderstood):
    """The form came without a file."""

    code = "surveys.form_missing"
    says = T("เลือกไฟล์ .xlsx ก่อน แล้วกดนำเข้า", "Choose an .xlsx file first, then import it.")


class FormTooLarge(NotUnderstood):
    """No questionnaire needs so much."""

    code = "surveys.form_too_large"
    says = T("ไฟล์ใหญ่เกิน {most} MB เอารูปหรือแผ่นงานอื่นออกก่อน",
             "The file is over {most} MB. Take out pictures and other sheets.")


def sent_file(request: HttpRequest) -> bytes:
    """The file in `file`. Refuses with FormMissing and FormTooLarge."""
    file = request.FILES.get("file")
    if file is None:
        raise FormMissing()
    if (file.size or 0) > MOST_BYTES:
        raise FormTooLarge(most=MOST_BYTES >> 20)
    return bytes(file.read())


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def survey_import(request: HttpRequest, code: str) -> HttpResponse:
    """An XLSForm in place of what is worked on; what must be mended is said by sheet, row and column."""
    maker = maker_of(request, code)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            left = actions.import_form(
                actor=maker.actor, at=maker.at, survey_id=maker.survey.id, file=sent_file(request)
            )
            messages.success(request, str(T("นำเข้าแล้ว กด “เลิกทำ” ได้ถ้าไม่ใช่ไฟล์นี้", "Imported. “Undo” takes it back.")))
            for one in left[:10]:
                messages.warning(request, str(one.says))
            return redirect("survey_edit", code=code)
        except (NotAllowed, NotFound):
            raise
        except Refused as error:
            refusal = error
    return render(request, "web/survey_import.html", {
        "maker": maker, "survey": maker.survey, "refusal": refusal,
        "faults": refusal.faults if isinstance(refusal, FormFaulty) else (),
        "crumbs": crumbs(maker.survey, T("นำเข้า XLSForm", "Import an XLSForm"), edit=True),
    }, status=refusal.status if refusal else 200)


@require_safe
def survey_form_file(request: HttpRequest, code: str) -> HttpResponse:
    """What is worked on as an XLSForm, or with `?version=` a version. Refuses with Faulty what makes no sense yet."""
    maker = maker_of(request, code)
    version = request.GET.get("version", "")
    if version:
        if not (version.isascii() and version.isdigit() and len(version) < 7):
            raise NotFound()
        form = queries.version_form(maker.survey, int(version))
    else:
        form = queries.working_on(maker.survey).form
    return _file(maker.survey, form, version)


def _file(survey: Survey, form: Questionnaire, version: str) -> HttpResponse:
    check(form)
    answer = HttpResponse(xlsform.written(form), content_type=XLSX)
    name = f"survey-{survey.code}{f'-v{version}' if version else ''}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
