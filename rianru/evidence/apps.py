from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "rianru.evidence"
    label = "evidence"
    verbose_name = "evidence"

    def ready(self) -> None:
        from rianru.evidence import kinds, rules  # noqa: F401
        from rianru.evidence.actions.news import join_news

        join_news()
