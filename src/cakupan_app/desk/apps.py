"""The desk of the labour or social office as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "cakupan_app.desk"
    label = "desk"
