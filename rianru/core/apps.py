from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "rianru.core"
    label = "core"
    verbose_name = "core"

    def ready(self) -> None:
        """Imports every app's `kinds` and `rules` (registrations, no queries)."""
        from importlib import import_module

        from django.apps import apps
        from django.utils.module_loading import module_has_submodule

        for config in apps.get_app_configs():
            for room in ("rules", "kinds"):
                if config.name.startswith("rianru.") and module_has_submodule(config.module, room):
                    import_module(f"{config.name}.{room}")
