"""The first ledger: workspace, received files, decisions; all append-only."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Workspace",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("area", models.CharField(max_length=13)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("name", models.CharField(max_length=255)),
                ("kind", models.CharField(max_length=20)),
                ("month", models.CharField(blank=True, max_length=7)),
                ("area", models.CharField(blank=True, max_length=13)),
                ("received_at", models.DateTimeField()),
                ("received_by", models.CharField(max_length=150)),
                ("rows_in", models.PositiveIntegerField()),
                ("accepted", models.PositiveIntegerField()),
                ("quarantined", models.PositiveIntegerField()),
                ("repeated", models.PositiveIntegerField()),
                ("quarantine", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rows_in",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("accepted"), "+", models.F("quarantined")
                                    ),
                                    "+",
                                    models.F("repeated"),
                                ),
                            )
                        ),
                        name="no_row_lost",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(choices=[("hold", "Hold"), ("accept", "Accept"), ("undo", "Undo")], max_length=10),
                ),
                ("known_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=150)),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="ledger.receipt"
                    ),
                ),
            ],
        ),
        AppendOnly("workspace"),
        AppendOnly("receipt"),
        AppendOnly("decision"),
    ]
