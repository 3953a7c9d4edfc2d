"""The look as a Django application: its templates, its style sheet, its tags."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "cakupan_app.look"
    label = "look"

    def ready(self) -> None:
        from cakupan_app.look.own_changes import listen

        listen()
