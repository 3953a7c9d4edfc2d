"""Addresses of these rooms."""

from django.urls import path

from cakupan_app.agency import bridge

urlpatterns = [
    path("bridge/", bridge.start, name="agency_bridge"),
    path("bridge/<str:area>/", bridge.bridge, name="agency_bridge_area"),
]
