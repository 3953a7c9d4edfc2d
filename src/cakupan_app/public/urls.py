"""Addresses that everybody may open."""

from django.urls import path

from cakupan_app.public import pages

urlpatterns = [path("", pages.home, name="public_home")]
