"""Texts that were published by others and are kept as a source: what they claim, not the texts themselves."""

from django.db import models


class PublishedText(models.Model):
    """A text that somebody observed, by its hash, with the figures that were read from it; or that one is taken out
    again (`withdraws`). The text itself is not kept: it is somebody else's, and names people."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=150)
    source = models.CharField(max_length=150, blank=True)
    url = models.CharField(max_length=500, blank=True)
    published_on = models.DateField(null=True)
    place = models.CharField(max_length=13, blank=True)
    verdict = models.CharField(max_length=20)
    claims = models.JSONField()
    read_by = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=254)
    withdraws = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="withdrawn_by")

    class Meta:
        app_label = "ledger"
