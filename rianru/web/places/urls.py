from django.urls import path

from rianru.web.places import areas, edit, far, near, planner, views
from rianru.web.shares import views as shares

urlpatterns = [
    path("areas/", areas.areas, name="areas"),
    path("areas/<str:code>/", areas.area, name="area"),
    path("cities/<slug:code>/", areas.city, name="city"),
    path("far/", far.country, name="far"),
    path("far/<str:code>/", far.area, name="far_area"),
    path("far/<str:code>/table.csv", far.file, name="far_file"),
    path("planner/", planner.planner, name="site_planner"),
    path("planner/plans/<uuid:id>/", planner.kept, name="site_plan"),
    path("planner/plans/<uuid:id>/sites.<str:form>", planner.sites, name="site_plan_file"),
    path("near/", near.near, name="near"),
    path("spaces/", views.spaces, name="spaces"),
    path("spaces/<slug:code>/", views.space, name="space"),
    path("spaces/<slug:code>/share.png", shares.space_share, name="space_share"),
    path("spaces/<slug:code>/edit/", edit.space_edit, name="space_edit"),
]
