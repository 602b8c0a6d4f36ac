"""Every address. Thai has no prefix, English has /en/; health, sign-in machinery, the API and files have neither."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from rianru.web.pages import sitemaps

urlpatterns = [
    path("api/", include("rianru.api.urls")),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<slug:kind>/<slug:after>.xml", sitemaps.part, name="sitemap_part"),
    path("", include("rianru.web.catalogue.file_urls")),
    path("", include("rianru.web.places.file_urls")),
    path("", include("rianru.web.credentials.public_urls")),
    path("", include("rianru.web.vans.file_urls")),
    *i18n_patterns(
        path("", include("rianru.web.lending.urls")),  # first: desks ask for nothing else, many times a second
        path("", include("rianru.web.pages.urls")),
        path("", include("rianru.web.catalogue.urls")),
        path("", include("rianru.web.lists.urls")),
        path("", include("rianru.web.branch.urls")),
        path("", include("rianru.web.learning.urls")),
        path("", include("rianru.web.learning.joining_urls")),
        path("", include("rianru.web.places.urls")),
        path("", include("rianru.web.vans.urls")),
        path("", include("rianru.web.accounts.urls")),
        path("", include("rianru.web.desks.urls")),
        path("", include("rianru.web.members.urls")),
        path("", include("rianru.web.money.urls")),
        path("", include("rianru.web.numbers.urls")),
        path("", include("rianru.web.surveys.making.urls")),
        path("", include("rianru.web.surveys.answer_urls")),
        path("", include("rianru.web.credentials.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "rianru.web.errors.bad_request"
handler403 = "rianru.web.errors.forbidden"
handler404 = "rianru.web.errors.not_found"
handler429 = "rianru.web.accounts.limits.too_many"
handler500 = "rianru.web.errors.broken"
