"""The village's rooms as a Django application."""

from django.apps import AppConfig


class VillageConfig(AppConfig):
    name = "cakupan_app.village"
    label = "village"
