"""Addresses that everybody may open."""

from django.urls import path, re_path

from cakupan_app.public import pages, tables

urlpatterns = [
    path("", pages.home, name="public_home"),
    path("card.png", pages.card, name="public_card"),
    path("villages/", pages.villages, name="public_villages"),
    path("revisions/", pages.revisions, name="public_revisions"),
    path("method/", pages.method, name="public_method"),
    path("downloads/", pages.downloads, name="public_downloads"),
    re_path(r"^downloads/(?P<name>[a-z]+)\.(?P<form>csv|json)$", tables.table, name="public_table"),
]
