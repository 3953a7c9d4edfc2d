"""Long work as a Django application."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "cakupan_app.jobs"
    label = "jobs"
