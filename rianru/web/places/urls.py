from django.urls import path

from rianru.web.places import (
    areas,
    correcting,
    edit,
    exporting,
    importing,
    map,
    near,
    photos,
    poster,
    views,
)
from rianru.web.shares import views as shares

urlpatterns = [
    path("areas/", areas.areas, name="areas"),
    path("areas/<str:code>/", areas.area, name="area"),
    path("cities/<slug:code>/", areas.city, name="city"),
    path("near/", near.near, name="near"),
    path("map/spaces.json", map.map_spaces, name="map_spaces"),
    path("desk/spaces/", importing.space_lists, name="space_lists"),
    path("desk/spaces/new/", importing.space_list_new, name="space_list_new"),
    path("desk/spaces/<uuid:id>/", importing.space_list, name="space_list"),
    path("desk/spaces/<uuid:id>/columns/", importing.space_list_columns, name="space_list_columns"),
    path("desk/spaces/<uuid:id>/live/", importing.space_list_live, name="space_list_live"),
    path("desk/spaces/<uuid:id>/file/", importing.space_list_file, name="space_list_file"),
    path("desk/spaces/<uuid:id>/<slug:which>.csv", importing.space_list_report, name="space_list_report"),
    path("spaces.csv", exporting.spaces_file, {"form": "csv"}, name="spaces_csv"),
    path("spaces.geojson", exporting.spaces_file, {"form": "geojson"}, name="spaces_geojson"),
    path("spaces.osm", exporting.spaces_file, {"form": "osm"}, name="spaces_osm"),
    path("spaces/", views.spaces, name="spaces"),
    path("spaces/<slug:code>/", views.space, name="space"),
    path("spaces/<slug:code>/hours.ics", exporting.space_hours, name="space_hours"),
    path("spaces/<slug:code>/poster.pdf", poster.space_sheet, name="space_sheet"),
    path("spaces/<slug:code>/share.png", shares.space_share, name="space_share"),
    path("spaces/<slug:code>/edit/", edit.space_edit, name="space_edit"),
    path("spaces/<slug:code>/photos/", photos.space_photos, name="space_photos"),
    path("spaces/<slug:code>/correct/", correcting.space_correct, name="space_correct"),
    path("desk/corrections/", correcting.corrections, name="corrections"),
    path("desk/corrections/<uuid:id>/", correcting.correction, name="correction"),
]
