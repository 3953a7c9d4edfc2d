"""What everybody may see as a Django application."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "cakupan_app.public"
    label = "public"
