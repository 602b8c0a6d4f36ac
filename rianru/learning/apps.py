from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "rianru.learning"
    label = "learning"
    verbose_name = "learning"

    def ready(self) -> None:
        from rianru.learning import kinds, rules  # noqa: F401
        from rianru.learning.actions.news import join_news
        from rianru.learning.actions.taking_part import forget_passport
        from rianru.people.actions.erasing import also_forgets

        join_news()
        also_forgets(forget_passport)
