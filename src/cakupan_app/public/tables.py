"""The tables of the fixed list for everybody, and each as a file: CSV for a spreadsheet, JSON for a program."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cakupan.basics.month import Month
from cakupan.basics.refused import Refused
from cakupan.coverage.figure import Coverage
from cakupan.coverage.public_tables import PUBLIC_DIMENSIONS
from cakupan_app.look.at_hand import served
from cakupan_app.look.documents import definition_document, row
from cakupan_app.look.sheets import CSV, TYPES, as_csv
from cakupan_app.look.templatetags.words import page_language
from cakupan_app.look.voice import Voice
from cakupan_app.work import ask
from cakupan_app.work.view import nothing_published

TABLES = ("months", *PUBLIC_DIMENSIONS)
_COLUMNS = ("members", "potential", "rate", "hidden", "estimate")


def months_public() -> tuple[Month, ...]:
    """The months with figures of the area that this site is about; NothingPublished where there are none."""
    months = served().answer(ask.months_told, served().workspace.area)
    if not months:
        raise nothing_published()
    return months


def asked_in_public(month: Month, *by: str) -> Coverage:
    """A table of the fixed list, small counts hidden."""
    question = ask.CoverageQuestion(served().workspace.area, month, by=by, public=True)
    return served().answer(ask.coverage, question)


@require_safe
def table(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A table of the list as a file; Refused where it is none of them."""
    del request
    if name not in TABLES:
        raise Refused("public_file_unknown", text=name[:30], known=TABLES)
    if name == "months":
        answers = [asked_in_public(month) for month in months_public()]
        rows = [row(one.total) for one in answers]
    else:
        answers = [asked_in_public(months_public()[-1], name)]
        rows = [row(figure) for figure in answers[0].rows]
    return _csv(name, rows) if form == "csv" else _json(answers[-1], rows)


def _csv(name: str, rows: list[dict[str, Any]]) -> HttpResponse:
    columns = ["area", "name", "month", *([] if name == "months" else [name]), *_COLUMNS]
    content = as_csv(columns, [[_cell(one.get(column)) for column in columns] for one in rows])
    # not as `download` has it: what is for everybody may be kept by caches
    answer = HttpResponse(content, content_type=TYPES[CSV])
    answer.headers["Content-Disposition"] = f'attachment; filename="cakupan-{name}.csv"'
    return answer


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _json(answer: Coverage, rows: list[dict[str, Any]]) -> HttpResponse:
    definition = definition_document(answer.definition, Voice(page_language()))
    text = json.dumps({"definition": definition, "rows": rows}, default=str, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json")
