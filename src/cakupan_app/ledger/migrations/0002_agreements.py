"""Signatures of both offices under the figure of a month; append-only."""

import django.db.models.deletion
from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_received_files")]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("area", models.CharField(db_index=True, max_length=13)),
                ("month", models.CharField(max_length=7)),
                ("office", models.CharField(choices=[("regency", "Regency"), ("branch", "Branch")], max_length=10)),
                ("members", models.PositiveIntegerField()),
                ("denominator", models.CharField(blank=True, max_length=100)),
                ("potential", models.PositiveIntegerField(null=True)),
                ("evidence", models.CharField(max_length=10)),
                ("snapshot", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("known_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=150)),
                ("signer", models.CharField(max_length=150)),
                ("position", models.CharField(blank=True, max_length=150)),
                ("note", models.TextField(blank=True)),
                (
                    "withdraws",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="ledger.agreement",
                    ),
                ),
            ],
        ),
        AppendOnly("agreement"),
    ]
