"""By which layout file a received file is read; append-only."""

from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_grants_and_packages")]

    operations = [
        migrations.CreateModel(
            name="ReadBy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("layout", models.TextField()),
                ("said_at", models.DateTimeField()),
                ("said_by", models.CharField(max_length=150)),
            ],
        ),
        AppendOnly("readby"),
    ]
