from django.urls import path

from rianru.web.places import areas, correcting, edit, map, near, photos, views
from rianru.web.shares import views as shares

urlpatterns = [
    path("areas/", areas.areas, name="areas"),
    path("areas/<str:code>/", areas.area, name="area"),
    path("cities/<slug:code>/", areas.city, name="city"),
    path("near/", near.near, name="near"),
    path("map/spaces.json", map.map_spaces, name="map_spaces"),
    path("spaces/", views.spaces, name="spaces"),
    path("spaces/<slug:code>/", views.space, name="space"),
    path("spaces/<slug:code>/share.png", shares.space_share, name="space_share"),
    path("spaces/<slug:code>/edit/", edit.space_edit, name="space_edit"),
    path("spaces/<slug:code>/photos/", photos.space_photos, name="space_photos"),
    path("spaces/<slug:code>/correct/", correcting.space_correct, name="space_correct"),
    path("desk/corrections/", correcting.corrections, name="corrections"),
    path("desk/corrections/<uuid:id>/", correcting.correction, name="correction"),
]
