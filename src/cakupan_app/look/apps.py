"""The look as a Django application: its templates, its style sheet, its tags."""

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "cakupan_app.look"
    label = "look"
