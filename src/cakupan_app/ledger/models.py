"""What the ledger remembers. Every table in this module is append-only: triggers refuse UPDATE and DELETE
(append_only.py); of those in other modules too, but for accounts, invitations and tokens (`CHANGING`)."""

from django.db import models

from cakupan_app.ledger.accounts import ApiToken, Assignment, Invitation, User
from cakupan_app.ledger.published import PublishedText
from cakupan_app.ledger.trail import TrailLine, TrailPerson
from cakupan_app.ledger.uploads import Upload, UploadAnswer

__all__ = [
    "Action",
    "Agreement",
    "Answer",
    "ApiToken",
    "Assignment",
    "AuditSample",
    "ColumnMapping",
    "Comeback",
    "Decision",
    "Direction",
    "Fate",
    "Grant",
    "HoldReason",
    "Invitation",
    "Office",
    "Package",
    "PairOfRows",
    "PublishedText",
    "ReadAs",
    "ReadBy",
    "Receipt",
    "Reply",
    "ReviewDecision",
    "SampledPair",
    "Scenario",
    "TrailLine",
    "TrailPerson",
    "Upload",
    "UploadAnswer",
    "User",
    "Workspace",
]


class Workspace(models.Model):
    """Which workspace this ledger belongs to; one row."""

    id = models.UUIDField(primary_key=True)
    area = models.CharField(max_length=13)
    created_at = models.DateTimeField()


class Receipt(models.Model):
    """A file as it was received: its hash, what it was said to be, and the count of its rows.

    Counts and hash outlive the file itself, which is destroyed with its key when its retention ends.
    """

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=20)
    month = models.CharField(max_length=7, blank=True)
    area = models.CharField(max_length=13, blank=True)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=150)
    rows_in = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    quarantined = models.PositiveIntegerField()
    repeated = models.PositiveIntegerField()
    quarantine = models.CharField(max_length=64, blank=True)  # the vault file that holds the quarantined rows

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(rows_in=models.F("accepted") + models.F("quarantined") + models.F("repeated")),
                name="no_row_lost",
            ),
        )


class ReadBy(models.Model):
    """The layout file (TOML) by which a received file is read; of several for one file the last holds."""

    sha256 = models.CharField(max_length=64, db_index=True)
    layout = models.TextField()
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=150)


class Action(models.TextChoices):
    HOLD = "hold"
    ACCEPT = "accept"
    UNDO = "undo"


class Decision(models.Model):
    """What was decided about a received file, and the day from which that is known.

    The latest decision known by a day rules; its id orders decisions of one day.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=10, choices=Action.choices)
    known_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)


class ReadAs(models.Model):
    """How a received file was said to be laid out, so that it is read so again; files read as they stand have none."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="read_as")
    sender = models.CharField(max_length=150, blank=True)
    shape = models.JSONField()


class ColumnMapping(models.Model):
    """What a sender's headings of one fingerprint mean, as somebody said once; or that it is to be forgotten.

    The latest entry of a sender, kind and fingerprint rules.
    """

    sender = models.CharField(max_length=150, db_index=True)
    kind = models.CharField(max_length=20)
    fingerprint = models.CharField(max_length=16)
    columns = models.JSONField()  # pairs of a heading and our column; none where it is forgotten
    forgotten = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)


class Office(models.TextChoices):
    REGENCY = "regency"
    BRANCH = "branch"


class Agreement(models.Model):
    """One office's signature under the figure of an area and month, as a snapshot told it; or its withdrawal.

    What was signed stands here by value: no later snapshot changes it.
    """

    area = models.CharField(max_length=13, db_index=True)
    month = models.CharField(max_length=7)
    office = models.CharField(max_length=10, choices=Office.choices)
    members = models.PositiveIntegerField()
    denominator = models.CharField(max_length=100, blank=True)
    potential = models.PositiveIntegerField(null=True)
    evidence = models.CharField(max_length=10)
    snapshot = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    known_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    signer = models.CharField(max_length=150)
    position = models.CharField(max_length=150, blank=True)
    note = models.TextField(blank=True)
    withdraws = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="withdrawals")


class Reply(models.Model):
    """A received file that is a form which came back: of which kind, area and round; `within` is the area to whose
    parts the round was sent, `told_by` what of the file said so."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=20)
    area = models.CharField(max_length=13, db_index=True)
    round = models.CharField(max_length=8, blank=True)
    within = models.CharField(max_length=13)
    told_by = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)


class Grant(models.Model):
    """What a giver lets a received list be used for, as told with it or later. The last line about a list rules."""

    sha256 = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=20)
    giver = models.CharField(max_length=150, blank=True)
    basis = models.CharField(max_length=255, blank=True)
    purpose = models.CharField(max_length=255, blank=True)
    reference_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)


class Direction(models.TextChoices):
    OUT = "out"
    IN = "in"


class Package(models.Model):
    """A list that went to another office encrypted, or came back from it: what it was, and nothing of what it held.

    `number` is what both offices call it, `answers` the number of the one that it answers; `source` the hash of the
    list that it was made from, or of the one received from it; `kept` the vault file of the people asked about.
    """

    number = models.CharField(max_length=32, db_index=True)
    direction = models.CharField(max_length=10, choices=Direction.choices)
    partner = models.CharField(max_length=20)
    area = models.CharField(max_length=13)
    answers = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    list_sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    basis = models.CharField(max_length=255, blank=True)
    purpose = models.CharField(max_length=255, blank=True)
    columns = models.CharField(max_length=255)
    rows = models.PositiveIntegerField()
    expires_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    kept = models.CharField(max_length=64, blank=True)


class HoldReason(models.Model):
    """Why a file was held: the code of a sentence and its facts, masked as all facts are."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="reasons")
    code = models.CharField(max_length=100)
    facts = models.JSONField()


class Fate(models.TextChoices):
    MENDED = "mended"
    SENT_AGAIN = "sent_again"


class Comeback(models.Model):
    """A quarantined row (`receipt`, `sheet`, `row`) that stands in a later file (`by`, `by_sheet`, `by_row`) again.

    `mended`: without an error there; `sent_again`: in quarantine there too, and to be mended there. Either holds only
    while the later file is accepted. `known_by` is what told that they are one row.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="comebacks")
    sheet = models.CharField(max_length=255)
    row = models.PositiveIntegerField()
    by = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="brought_back")
    by_sheet = models.CharField(max_length=255)
    by_row = models.PositiveIntegerField()
    fate = models.CharField(max_length=10, choices=Fate.choices)
    known_by = models.CharField(max_length=10)


class Answer(models.TextChoices):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class PairOfRows(models.Model):
    """Two rows of received files that a reviewer looks at, by where each stands and since when that was known; `pair`
    is a hash of both. Never by the ids of persons, which another decision changes."""

    pair = models.CharField(max_length=12, db_index=True)
    left_known_on = models.DateField()
    left_file = models.CharField(max_length=64)
    left_sheet = models.CharField(max_length=255)
    left_row = models.PositiveIntegerField()
    right_known_on = models.DateField()
    right_file = models.CharField(max_length=64)
    right_sheet = models.CharField(max_length=255)
    right_row = models.PositiveIntegerField()

    class Meta:
        abstract = True


class ReviewDecision(PairOfRows):
    """What a reviewer says of two rows, from `known_on` on; or, where it `withdraws` another, that this holds no more
    from then on. Of those that hold about a pair the last known rules; its id orders those of one day."""

    answer = models.CharField(max_length=10, choices=Answer.choices)
    known_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    signer = models.CharField(max_length=150)
    note = models.TextField(blank=True)
    withdraws = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="withdrawals")


class AuditSample(models.Model):
    """A sample of the pairs that linkage joined in a snapshot: what it was drawn by, and how many pairs there were of
    each reason (`strata`)."""

    snapshot = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    seed = models.IntegerField()
    size = models.PositiveIntegerField()
    strata = models.JSONField()
    known_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)


class SampledPair(PairOfRows):
    """A pair of a sample, with why linkage joined it."""

    sample = models.ForeignKey(AuditSample, on_delete=models.PROTECT, related_name="pairs")
    because = models.CharField(max_length=100)
    probability = models.DecimalField(max_digits=7, decimal_places=6)


class Scenario(models.Model):
    """A plan that was kept under a name: what it was asked and what came of it, as `work.plan_result` has it."""

    name = models.CharField(max_length=100)
    area = models.CharField(max_length=13, db_index=True)
    snapshot = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    known_on = models.DateField()
    result = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
