from django.urls import path

from rianru.web.desks import where

urlpatterns = [path("desk/where/", where.where, name="desk_where")]
