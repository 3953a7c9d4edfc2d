"""The ledger as a Django application."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "cakupan_app.ledger"
    label = "ledger"
