"""Plans that were kept under a name."""

from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_people_on_the_trail")]

    operations = [
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("area", models.CharField(db_index=True, max_length=13)),
                ("snapshot", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("known_on", models.DateField()),
                ("result", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=254)),
            ],
        ),
        AppendOnly("Scenario"),
    ]
