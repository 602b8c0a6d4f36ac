from django.urls import path

from rianru.web.numbers import views

urlpatterns = [
    path("numbers/", views.numbers, name="numbers"),
    path("numbers/table.csv", views.numbers_file, name="numbers_file"),
    path("numbers/<slug:code>/<int:year>-<int:number>/", views.month_page, name="numbers_month"),
]
