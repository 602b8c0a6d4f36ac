from django.urls import path

from rianru.web.desks import today, where

urlpatterns = [
    path("desk/where/", where.where, name="desk_where"),
    path("desk/today/", today.today, name="today"),
]
