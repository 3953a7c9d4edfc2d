"""Whom each line of the trail is about, so that it is found by them."""

import django.db.models.deletion
from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0009_people_and_trail")]

    operations = [
        migrations.CreateModel(
            name="TrailPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(db_index=True, max_length=64)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="ledger.trailline"
                    ),
                ),
            ],
        ),
        AppendOnly("TrailPerson"),
    ]
