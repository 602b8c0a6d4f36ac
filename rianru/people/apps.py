from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rianru.people"
    label = "people"
    verbose_name = "people"

    def ready(self) -> None:
        from rianru.people.actions.networks import join_news

        join_news()
