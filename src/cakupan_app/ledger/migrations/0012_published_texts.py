"""Published texts that are kept as a source: what they claim."""

import django.db.models.deletion
from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0011_scenarios")]

    operations = [
        migrations.CreateModel(
            name="PublishedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("name", models.CharField(max_length=150)),
                ("source", models.CharField(blank=True, max_length=150)),
                ("url", models.CharField(blank=True, max_length=500)),
                ("published_on", models.DateField(null=True)),
                ("place", models.CharField(blank=True, max_length=13)),
                ("verdict", models.CharField(max_length=20)),
                ("claims", models.JSONField()),
                ("read_by", models.CharField(max_length=64)),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.CharField(max_length=254)),
                (
                    "withdraws",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawn_by",
                        to="ledger.publishedtext",
                    ),
                ),
            ],
        ),
        AppendOnly("PublishedText"),
    ]
