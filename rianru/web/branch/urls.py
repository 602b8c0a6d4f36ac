from django.urls import path

from rianru.web.branch import hub, stock, stocktakes, suggesting

urlpatterns = [
    path("desk/branch/", hub.branch, name="branch"),
    path("desk/weeding/", stock.weeding, name="weeding"),
    path("desk/balancing/", stock.balancing, name="balancing"),
    path("desk/buying/", stock.buying, name="buying"),
    path("desk/visitors/", stock.visitors, name="visitors"),
    path("desk/routes/", stock.routes, name="routes"),
    path("suggest/", suggesting.suggest, name="suggest_book"),
    path("desk/stocktakes/", stocktakes.stocktakes, name="stocktakes"),
    path("desk/stocktakes/<uuid:id>/", stocktakes.stocktake, name="stocktake"),
    path("desk/stocktakes/<uuid:id>/scan/", stocktakes.stocktake_scan, name="stocktake_scan"),
    path("desk/stocktakes/<uuid:id>/close/", stocktakes.stocktake_close, name="stocktake_close"),
    path("desk/stocktakes/<uuid:id>/<slug:name>/", stocktakes.stocktake_list, name="stocktake_list"),
    path("desk/stocktakes/<uuid:id>/<slug:name>.csv", stocktakes.stocktake_file, name="stocktake_file"),
]
