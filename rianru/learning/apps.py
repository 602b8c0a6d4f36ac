from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "rianru.learning"
    label = "learning"
    verbose_name = "learning"

    def ready(self) -> None:
        from rianru.learning import kinds, rules  # noqa: F401
