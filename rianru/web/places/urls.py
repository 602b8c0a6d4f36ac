from django.urls import path

from rianru.web.places import edit, views
from rianru.web.shares import views as shares

urlpatterns = [
    path("spaces/", views.spaces, name="spaces"),
    path("spaces/<slug:code>/", views.space, name="space"),
    path("spaces/<slug:code>/share.png", shares.space_share, name="space_share"),
    path("spaces/<slug:code>/edit/", edit.space_edit, name="space_edit"),
]
