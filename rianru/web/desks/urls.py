from django.urls import path

from rianru.web.desks import today, today_all, where

urlpatterns = [
    path("desk/where/", where.where, name="desk_where"),
    path("desk/today/", today.today, name="today"),
    path("desk/today/all/", today_all.today_all, name="today_all"),
]
