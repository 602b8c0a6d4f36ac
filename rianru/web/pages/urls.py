from django.urls import path

from rianru.web.pages import demo, home, views

urlpatterns = [
    path("", home.home, name="home"),
    path("place/", home.place, name="place"),
    path("parts/", views.parts, name="parts"),
    path("staff/", views.staff, name="staff"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("developers/", views.developers, name="developers"),
    path("demo/mail/", demo.mail, name="demo_mail"),
    path("demo/mail/<slug:name>/", demo.message, name="demo_message"),
]
