"""Forms that came back, by kind, area and round; append-only."""

import django.db.models.deletion
from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_agreements")]

    operations = [
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("area", models.CharField(db_index=True, max_length=13)),
                ("round", models.CharField(blank=True, max_length=8)),
                ("within", models.CharField(max_length=13)),
                ("told_by", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=150)),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="ledger.receipt"
                    ),
                ),
            ],
        ),
        AppendOnly("reply"),
    ]
