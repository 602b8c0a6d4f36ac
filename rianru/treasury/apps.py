from django.apps import AppConfig


class TreasuryConfig(AppConfig):
    name = "rianru.treasury"
    label = "treasury"
    verbose_name = "treasury"

    def ready(self) -> None:
        from rianru.treasury import kinds, rules  # noqa: F401
