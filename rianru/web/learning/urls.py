from django.urls import path

from rianru.web.learning import calendars, managing, on, planning, posters, programmes, promising, public, rooms
from rianru.web.shares import views as shares

urlpatterns = [
    path("activities/", on.activities, name="activities"),
    path("activities/calendar.ics", calendars.wanted, name="activities_calendar"),
    path("activities/share.png", shares.activities_share, name="activities_share"),
    path("activities/<uuid:id>/", public.activity, name="activity"),
    path("activities/<uuid:id>/calendar.ics", calendars.activity, name="activity_calendar"),
    path("activities/<uuid:id>/<uuid:session>.ics", calendars.session, name="session_calendar"),
    path("activities/<uuid:id>/poster.pdf", posters.activity, name="activity_poster"),
    path("spaces/<slug:code>/activities.ics", calendars.space, name="space_calendar"),
    path("spaces/<slug:code>/activities.pdf", posters.space, name="space_poster"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/<uuid:id>/", programmes.programme, name="programme"),
    path("me/calendar/", calendars.own, name="my_calendar"),
    path("calendars/<str:token>.ics", calendars.feed, name="calendar_feed"),
    path("desk/activities/", planning.activities, name="plan_activities"),
    path("desk/activities/new/", planning.new, name="plan_new"),
    path("desk/activities/<uuid:id>/", managing.activity, name="plan_activity"),
    path("desk/activities/<uuid:id>/edit/", planning.edit, name="plan_edit"),
    path("desk/activities/<uuid:id>/sessions/", planning.more, name="plan_more"),
    path("desk/activities/<uuid:id>/sessions/<uuid:session>/", managing.session, name="plan_session"),
    path("desk/activities/<uuid:id>/credentials/", promising.of_activity, name="plan_activity_credentials"),
    path("desk/rooms/", rooms.rooms, name="plan_rooms"),
    path("desk/rooms/<int:id>/", rooms.room, name="plan_room"),
    path("desk/programmes/", programmes.plans, name="plan_programmes"),
    path("desk/programmes/new/", programmes.plan, name="plan_programme_new"),
    path("desk/programmes/<uuid:id>/", programmes.plan, name="plan_programme"),
    path("desk/programmes/<uuid:id>/credentials/", promising.of_programme, name="plan_programme_credentials"),
]
