from django.urls import path

from rianru.web.vans import files

urlpatterns = [
    path("stops/timetable.csv", files.timetable_csv, name="van_timetable_csv"),
    path("stops/gtfs.zip", files.gtfs_zip, name="van_gtfs"),
]
