from django.urls import path

from rianru.web.lending import desk, lists

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/scan/", desk.desk_scan, name="desk_scan"),
    path("desk/undo/", desk.desk_undo, name="desk_undo"),
    path("desk/act/", desk.desk_act, name="desk_act"),
    path("desk/receipt/", desk.desk_receipt, name="desk_receipt"),
    path("desk/slips/<uuid:id>/", desk.desk_slip, name="desk_slip"),
    path("desk/lists/<slug:name>/", lists.desk_list, name="desk_list"),
]
