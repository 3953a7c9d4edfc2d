"""The page about the API; the API itself lies under /api/v1/."""

from django.urls import path

from cakupan_app.api import reading

urlpatterns = [path("", reading.programs, name="programs")]
