from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rianru.web"
    label = "web"
    verbose_name = "web"
