from django.urls import path

from rianru.web.catalogue import imports, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("works/<uuid:id>/", views.work, name="work"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/<uuid:id>/", imports.import_detail, name="import"),
    path("imports/<uuid:id>/live/", imports.import_live, name="import_live"),
    path("imports/<uuid:id>/rejected.csv", imports.rejected_csv, name="import_rejected"),
]
