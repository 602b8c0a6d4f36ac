"""What the platform's own records mean for the goals 4.3 and 17.2, said with their limits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.evidence import queries
from rianru.kernel.dates import day_of, fiscal_year, to_be, year_number
from rianru.kernel.words import T
from rianru.web.evidence.present import crumbs, fact_text, year_text
from rianru.web.health import now

YEARS = 3


@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    """`?year=` (Buddhist): one fiscal year."""
    today = day_of(now())
    this = fiscal_year(today)
    known = {str(to_be(this - back)): this - back for back in range(YEARS)}
    year = known.get(request.GET.get("year", ""), this)
    found = queries.goals(year, today=today)
    return render(request, "web/goals.html", {
        "found": found, "year_text": year_text(year), "today": today, "this": year == this,
        "years": [{"value": value, "label": year_number(one), "chosen": one == year} for value, one in known.items()],
        "activities": fact_text(found.activities), "attendances": fact_text(found.attendances),
        "given": fact_text(found.given), "provinces": fact_text(found.provinces),
        "phases_url": reverse("phases"), "networks_url": reverse("networks"),
        "crumbs": crumbs((T("เป้าหมายที่ 4.3 และ 17.2", "Goals 4.3 and 17.2"), "")),
    })
