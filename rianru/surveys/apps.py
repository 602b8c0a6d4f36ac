from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "rianru.surveys"
    label = "surveys"
    verbose_name = "surveys"

    def ready(self) -> None:
        from rianru.people.actions.erasing import also_forgets
        from rianru.surveys import kinds, rules  # noqa: F401
        from rianru.surveys.actions.forgetting import forget_person

        also_forgets(forget_person)
