from django.urls import path

from rianru.web.places import edit, near, views

urlpatterns = [
    path("near/", near.near, name="near"),
    path("spaces/", views.spaces, name="spaces"),
    path("spaces/<slug:code>/", views.space, name="space"),
    path("spaces/<slug:code>/edit/", edit.space_edit, name="space_edit"),
]
