"""What programs may ask as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "cakupan_app.api"
    label = "api"
