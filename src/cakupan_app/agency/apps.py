"""The branch's rooms as a Django application."""

from django.apps import AppConfig


class AgencyConfig(AppConfig):
    name = "cakupan_app.agency"
    label = "agency"
