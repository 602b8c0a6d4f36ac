from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "rianru.evidence"
    label = "evidence"
    verbose_name = "evidence"

    def ready(self) -> None:
        from rianru.evidence import kinds, rules  # noqa: F401
