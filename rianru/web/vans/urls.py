from django.urls import path

from rianru.web.vans import driving, planning, public, reading, stops

urlpatterns = [
    path("stops/", public.stops, name="stops"),
    path("stops/<slug:code>/", public.stop, name="stop"),
    path("stops/<slug:code>/pick/", public.stop_pick, name="stop_pick"),
    path("stops/<slug:code>.ics", public.stop_calendar, name="stop_calendar"),
    path("desk/van/", driving.day, name="desk_van"),
    path("desk/van/tap/", driving.tap, name="van_tap"),
    path("desk/van/undo/", driving.undo, name="van_undo"),
    path("desk/van/late/", driving.late, name="van_late"),
    path("desk/vans/", planning.vans, name="vans"),
    path("desk/vans/read/", reading.read, name="van_reading"),
    path("desk/vans/stops/", stops.every, name="van_stops"),
    path("desk/vans/stops/new/", stops.edit, name="van_stop_new"),
    path("desk/vans/stops/<slug:code>/", stops.edit, name="van_stop"),
    path("desk/vans/visits/<uuid:id>/", planning.visit, name="van_visit"),
    path("desk/vans/timetables/<uuid:id>/", planning.timetable, name="van_timetable"),
    path("desk/vans/<slug:code>/", planning.van, name="van"),
    path("desk/vans/<slug:code>/timetable/", planning.timetable_new, name="van_timetable_new"),
]
