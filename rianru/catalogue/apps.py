from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "rianru.catalogue"
    label = "catalogue"
    verbose_name = "catalogue"
