from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rianru.people"
    label = "people"
    verbose_name = "people"
