from django.urls import path

from rianru.web.catalogue import doubts, import_report, imports, items, records, sources, views, work_records

urlpatterns = [
    path("search/", views.search, name="search"),
    path("works/<uuid:id>/", views.work, name="work"),
    path("works/<uuid:id>/records/", work_records.work_records, name="work_records"),
    path("works/<uuid:id>/join/", work_records.work_join, name="work_join"),
    path("sources/", sources.sources, name="sources"),
    path("new-source/", sources.source_new, name="source_new"),  # beside, because a source may be called "new"
    path("sources/<slug:code>/", sources.source, name="source"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/<uuid:id>/", import_report.import_detail, name="import"),
    path("imports/<uuid:id>/live/", import_report.import_live, name="import_live"),
    path("imports/<uuid:id>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<uuid:id>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<uuid:id>/missing/", imports.import_missing, name="import_missing"),
    path("imports/<uuid:id>/file/", import_report.import_file, name="import_file"),
    path("imports/<uuid:id>/<slug:which>.csv", import_report.import_report, name="import_report"),
    path("records/<uuid:id>/", records.record, name="record"),
    path("records/<uuid:id>/original/", records.record_raw, name="record_raw"),
    path("doubts/", doubts.doubts, name="doubts"),
    path("doubts/<uuid:id>/", doubts.doubt, name="doubt"),
    path("decisions/<uuid:id>/take-back/", doubts.decision_take_back, name="decision_take_back"),
    path("items/", items.items, name="items"),
    path("items/<uuid:id>/", items.item, name="item"),
    path("items/<uuid:id>/move/", items.item_move, name="item_move"),
    path("items/<uuid:id>/withdraw/", items.item_withdraw, name="item_withdraw"),
    path("items/<uuid:id>/restore/", items.item_restore, name="item_restore"),
    path("editions/<uuid:id>/items/new/", items.item_new, name="item_new"),
]
