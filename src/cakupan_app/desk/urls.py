"""Addresses of these rooms."""

from django.urls import path

from cakupan_app.desk import home, overview

urlpatterns = [
    path("home/", home.home, name="home"),
    path("", overview.overview, name="desk_overview"),
    path("areas/<str:code>/", overview.overview, name="desk_area"),
]
