"""How files were said to be laid out, and what senders' headings mean; append-only."""

import django.db.models.deletion
from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_replies")]

    operations = [
        migrations.CreateModel(
            name="ReadAs",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "receipt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="read_as", to="ledger.receipt"
                    ),
                ),
                ("sender", models.CharField(blank=True, max_length=150)),
                ("shape", models.JSONField()),
            ],
        ),
        AppendOnly("readas"),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sender", models.CharField(db_index=True, max_length=150)),
                ("kind", models.CharField(max_length=20)),
                ("fingerprint", models.CharField(max_length=16)),
                ("columns", models.JSONField()),
                ("forgotten", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=150)),
            ],
        ),
        AppendOnly("columnmapping"),
    ]
