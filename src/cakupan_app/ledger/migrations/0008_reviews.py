"""What reviewers decided about pairs of rows, and the samples that an audit looks at; append-only."""

import django.db.models.deletion
from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_held_and_mended")]

    operations = [
        migrations.CreateModel(
            name="ReviewDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pair", models.CharField(db_index=True, max_length=12)),
                ("left_known_on", models.DateField()),
                ("left_file", models.CharField(max_length=64)),
                ("left_sheet", models.CharField(max_length=255)),
                ("left_row", models.PositiveIntegerField()),
                ("right_known_on", models.DateField()),
                ("right_file", models.CharField(max_length=64)),
                ("right_sheet", models.CharField(max_length=255)),
                ("right_row", models.PositiveIntegerField()),
                (
                    "answer",
                    models.CharField(
                        choices=[("same", "Same"), ("different", "Different"), ("unsure", "Unsure")], max_length=10
                    ),
                ),
                ("known_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=150)),
                ("signer", models.CharField(max_length=150)),
                ("note", models.TextField(blank=True)),
                (
                    "withdraws",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="ledger.reviewdecision",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="AuditSample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("snapshot", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("seed", models.IntegerField()),
                ("size", models.PositiveIntegerField()),
                ("strata", models.JSONField()),
                ("known_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name="SampledPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pair", models.CharField(db_index=True, max_length=12)),
                ("left_known_on", models.DateField()),
                ("left_file", models.CharField(max_length=64)),
                ("left_sheet", models.CharField(max_length=255)),
                ("left_row", models.PositiveIntegerField()),
                ("right_known_on", models.DateField()),
                ("right_file", models.CharField(max_length=64)),
                ("right_sheet", models.CharField(max_length=255)),
                ("right_row", models.PositiveIntegerField()),
                ("because", models.CharField(max_length=100)),
                ("probability", models.DecimalField(decimal_places=6, max_digits=7)),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pairs", to="ledger.auditsample"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        AppendOnly("reviewdecision"),
        AppendOnly("auditsample"),
        AppendOnly("sampledpair"),
    ]
