from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "rianru.lending"
    label = "lending"
    verbose_name = "lending"

    def ready(self) -> None:
        from rianru.lending import kinds, rules  # noqa: F401
