from django.urls import path

from rianru.web.lending import bags, desk, holding, lists, own, ruling

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/scan/", desk.desk_scan, name="desk_scan"),
    path("desk/undo/", desk.desk_undo, name="desk_undo"),
    path("desk/act/", desk.desk_act, name="desk_act"),
    path("desk/copies/<uuid:id>/", desk.desk_copy, name="desk_copy"),
    path("desk/receipts/<uuid:id>/", desk.desk_receipt, name="desk_receipt"),
    path("desk/slips/<uuid:id>/", desk.desk_slip, name="desk_slip"),
    path("desk/lists/<slug:name>/", lists.desk_list, name="desk_list"),
    path("desk/bags/", bags.bags, name="bags"),
    path("desk/bags/<slug:code>/", bags.bag, name="bag"),
    path("desk/bags/<slug:code>/act/", bags.bag_act, name="bag_act"),
    path("rules/", ruling.lending_rules, name="lending_rules"),
    path("rules/new/", ruling.lending_rule, name="lending_rule_new"),
    path("rules/<uuid:id>/", ruling.lending_rule, name="lending_rule"),
    path("works/<uuid:id>/hold/", holding.work_hold, name="work_hold"),
    path("me/shelf/", own.my_shelf, name="my_shelf"),
    path("me/shelf/act/", own.my_shelf_act, name="my_shelf_act"),
    path("me/shelf.ics", own.my_shelf_file, name="my_shelf_file"),
]
