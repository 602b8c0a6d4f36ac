"""The way back from a maker's page."""

from typing import Any

from django.urls import reverse

from rianru.kernel.words import T
from rianru.surveys import queries
from rianru.surveys.queries import Survey

ALL = T("แบบสอบถาม", "Surveys")


def crumbs(survey: Survey | None, here: T | None = None, *, edit: bool = False) -> list[dict[str, Any]]:
    """All surveys, this one, its questions where the page lies below them, and the page itself."""
    trail = [{"text": ALL, "url": reverse("surveys")}]
    if survey is not None:
        own = reverse("survey_overview", kwargs={"code": survey.code}) if here else ""
        trail.append({"text": queries.title_of(survey), "url": own})
    if survey is not None and edit:
        url = reverse("survey_edit", kwargs={"code": survey.code})
        trail.append({"text": T("คำถาม", "Questions"), "url": url})
    return [*trail, {"text": here, "url": ""}] if here else trail
