"""Lets the modules around the ledger be collected for their doctests: models need Django's settings first."""

from cakupan_app.ledger.connection import start_django

start_django()
