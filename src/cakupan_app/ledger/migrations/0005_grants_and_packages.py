"""What received lists may be used for, and lists exchanged with other offices; append-only."""

from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_column_mappings")]

    operations = [
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("kind", models.CharField(max_length=20)),
                ("giver", models.CharField(blank=True, max_length=150)),
                ("basis", models.CharField(blank=True, max_length=255)),
                ("purpose", models.CharField(blank=True, max_length=255)),
                ("reference_on", models.DateField(null=True)),
                ("expires_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(db_index=True, max_length=32)),
                ("direction", models.CharField(choices=[("out", "Out"), ("in", "In")], max_length=10)),
                ("partner", models.CharField(max_length=20)),
                ("area", models.CharField(max_length=13)),
                ("answers", models.CharField(blank=True, max_length=32)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("list_sha256", models.CharField(max_length=64)),
                ("source", models.CharField(max_length=64)),
                ("basis", models.CharField(blank=True, max_length=255)),
                ("purpose", models.CharField(blank=True, max_length=255)),
                ("columns", models.CharField(max_length=255)),
                ("rows", models.PositiveIntegerField()),
                ("expires_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=150)),
                ("kept", models.CharField(blank=True, max_length=64)),
            ],
        ),
        AppendOnly("grant"),
        AppendOnly("package"),
    ]
