"""Addresses of these rooms."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
