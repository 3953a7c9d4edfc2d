"""What came in by the site, before a job has read it and after: every upload gets exactly one answer."""

from django.db import models


class Upload(models.Model):
    """A file or a form that somebody sent by the site; it lies sealed among the sources under `sha256`.

    `key` is made by the page that sends: the same page sent again, because the signal was lost, is the same upload.
    """

    key = models.UUIDField(unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=20)
    month = models.CharField(max_length=7, blank=True)
    area = models.CharField(max_length=13, db_index=True)
    shape = models.JSONField()  # sheet and columns, where the sender said which
    hold = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("ledger.User", on_delete=models.PROTECT, related_name="uploads")


class UploadAnswer(models.Model):
    """What became of an upload: the answer of `add` for one file, its cells masked."""

    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="answer")
    status = models.CharField(max_length=10)
    document = models.JSONField()
    made_at = models.DateTimeField()


def hashes_waiting() -> frozenset[str]:
    """The files of uploads that nobody has read yet: a receipt does not name them, and they are kept all the same."""
    from cakupan_app.ledger.later import rows_of

    return frozenset(upload.sha256 for upload in rows_of(Upload, answer=None))
