from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "rianru.credentials"
    label = "credentials"
    verbose_name = "credentials"

    def ready(self) -> None:
        from rianru.credentials import kinds, rules  # noqa: F401
