"""Why a file was held, and which quarantined rows came back in a later file; append-only."""

import django.db.models.deletion
from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_layouts")]

    operations = [
        migrations.CreateModel(
            name="HoldReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=100)),
                ("facts", models.JSONField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reasons", to="ledger.decision"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Comeback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.CharField(max_length=255)),
                ("row", models.PositiveIntegerField()),
                ("by_sheet", models.CharField(max_length=255)),
                ("by_row", models.PositiveIntegerField()),
                (
                    "fate",
                    models.CharField(choices=[("mended", "Mended"), ("sent_again", "Sent Again")], max_length=10),
                ),
                ("known_by", models.CharField(max_length=10)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="brought_back", to="ledger.receipt"
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comebacks", to="ledger.receipt"
                    ),
                ),
            ],
        ),
        AppendOnly("holdreason"),
        AppendOnly("comeback"),
    ]
