"""How others take the same rows in, each in a process of its own: `python -m benchmarks.row_importers WAY FILE DB`.

`bulk` is django-import-export with everything that makes it quick (bulk writes, instances cached) and its full
validation; `row` is what openIMIS does: each row looks up its village and its person, is checked and saved by itself.
"""

import csv
import sys
from typing import Any

from benchmarks.people import HEADING

COLUMNS = (
    *("nik", "name", "birth", "sex", "village", "district", "segment", "kpj"),
    *("programmes", "employer", "payer", "started_on", "paid_until", "status", "phone"),
)
_DAYS = ("birth", "started_on", "paid_until")


def models(database: str) -> tuple[Any, Any]:
    """The model of a member with the checks that its columns allow, and of a village; their tables are made."""
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": database}},
        INSTALLED_APPS=["import_export"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    from django.core.validators import RegexValidator
    from django.db import connection, models

    def text(length: int, **more: Any) -> Any:
        return models.CharField(max_length=length, **more)

    digits = RegexValidator(r"^\d{16}$"), RegexValidator(r"^\d{11}$"), RegexValidator(r"^0\d{8,13}$")
    fields: dict[str, Any] = {name: text(100, blank=True) for name in COLUMNS}
    fields |= {name: models.DateField() for name in _DAYS}
    fields["nik"] = text(16, unique=True, validators=[digits[0]])
    fields["kpj"] = text(11, validators=[digits[1]])
    fields["phone"] = text(15, validators=[digits[2]])
    fields["sex"] = text(1, choices=[("L", "L"), ("P", "P")])
    fields["segment"] = text(10, choices=[("PU", "PU"), ("BPU", "BPU")])
    shared = {"__module__": __name__}
    member = type("Member", (models.Model,), {**fields, **shared, "Meta": type("Meta", (), {"app_label": "peer"})})
    village = type(
        "Village",
        (models.Model,),
        {"name": text(100, db_index=True), **shared, "Meta": type("Meta", (), {"app_label": "peer"})},
    )
    with connection.schema_editor() as editor:
        editor.create_model(member)
        editor.create_model(village)
    return member, village


def bulk(path: str, database: str) -> int:
    """How many rows django-import-export takes in."""
    member, _ = models(database)
    import tablib
    from import_export.fields import Field
    from import_export.instance_loaders import CachedInstanceLoader
    from import_export.resources import ModelResource
    from import_export.widgets import DateWidget

    class Meta:
        model = member
        fields = COLUMNS
        import_id_fields = ("nik",)
        use_bulk = True
        batch_size = 1000
        skip_unchanged = True
        clean_model_instances = True
        skip_diff = True
        instance_loader_class = CachedInstanceLoader

    days = {name: Field(attribute=name, column_name=name, widget=DateWidget("%d-%m-%Y")) for name in _DAYS}
    resource = type("MemberResource", (ModelResource,), {"Meta": Meta, **days})()
    with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123
        listed = tablib.Dataset().load(file.read(), format="csv")
    listed.headers = list(COLUMNS)
    result = resource.import_data(listed, dry_run=False, raise_errors=False, use_transactions=True)
    if result.has_errors() or result.has_validation_errors():
        raise SystemExit("the peer refused rows")
    return int(member.objects.count())


def row(path: str, database: str) -> int:
    """How many rows are taken in one by one, each in a transaction of its own, as Django does unless told otherwise."""
    member, village = models(database)
    from datetime import datetime

    with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123
        lines = csv.reader(file)
        assert tuple(next(lines)) == HEADING  # noqa: S101
        listed: list[dict[str, Any]] = [dict(zip(COLUMNS, line, strict=True)) for line in lines]
    village.objects.bulk_create(village(name=name) for name in sorted({one["village"] for one in listed}))
    for told in listed:
        for name in _DAYS:
            told[name] = datetime.strptime(told[name], "%d-%m-%Y").date()  # noqa: DTZ007
        if village.objects.filter(name=told["village"]).first() is None:
            continue
        one = member.objects.filter(nik=told["nik"]).first() or member()
        for name, value in told.items():
            setattr(one, name, value)
        one.full_clean()
        one.save()
    return int(member.objects.count())


if __name__ == "__main__":
    print({"bulk": bulk, "row": row}[sys.argv[1]](*sys.argv[2:]))
