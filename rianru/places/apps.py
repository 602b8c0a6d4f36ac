from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "rianru.places"
    label = "places"
    verbose_name = "places"
