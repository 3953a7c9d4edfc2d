"""Accounts and their roles, the trail of who looked and changed what, and what comes in by the site."""

import django.db.models.deletion
from django.apps import apps
from django.db import migrations, models

from cakupan_app.ledger.append_only import AppendOnly

# These have accounts as foreign keys and only know that there is a first migration of this application.
_AFTER = [
    (label, "0001_initial")
    for label, name in (
        ("account", "allauth.account"),
        ("mfa", "allauth.mfa"),
        ("usersessions", "allauth.usersessions"),
        ("socialaccount", "allauth.socialaccount"),
    )
    if apps.is_installed(name)
]


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_reviews"),
    ]

    run_before = _AFTER

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=150)),
                ("role", models.CharField(max_length=30)),
                ("area", models.CharField(max_length=13)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=254)),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TrailLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("who", models.CharField(db_index=True, max_length=254)),
                ("action", models.CharField(db_index=True, max_length=40)),
                ("area", models.CharField(blank=True, max_length=13)),
                ("subject", models.CharField(blank=True, db_index=True, max_length=254)),
                ("purpose", models.CharField(blank=True, max_length=255)),
                ("facts", models.JSONField()),
                ("previous", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("name", models.CharField(max_length=255)),
                ("kind", models.CharField(max_length=20)),
                ("month", models.CharField(blank=True, max_length=7)),
                ("area", models.CharField(db_index=True, max_length=13)),
                ("shape", models.JSONField()),
                ("hold", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=150)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UploadAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("status", models.CharField(max_length=10)),
                ("document", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="ledger.upload"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="upload",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="uploads", to="ledger.user"
            ),
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=30)),
                ("area", models.CharField(max_length=13)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=254)),
                (
                    "withdraws",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawn_by",
                        to="ledger.assignment",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="ledger.user"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("label", models.CharField(max_length=100)),
                ("area", models.CharField(max_length=13)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to="ledger.user"
                    ),
                ),
            ],
        ),
        AppendOnly("TrailLine"),
        AppendOnly("Assignment"),
        AppendOnly("Upload"),
        AppendOnly("UploadAnswer"),
    ]
