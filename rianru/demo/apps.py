from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "rianru.demo"
    label = "demo"
    verbose_name = "demo"
