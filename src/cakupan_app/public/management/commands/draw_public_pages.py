"""Draws the public pages of what is in force: by name, so that whoever publishes need not know the public's rooms."""

from typing import Any

from django.core.management.base import BaseCommand

from cakupan_app.public.prerendered import draw_all


class Command(BaseCommand):
    """`django-admin draw_public_pages`."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        draw_all()
