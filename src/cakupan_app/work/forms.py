"""Which forms are written for whom: one, or one for each village, with whoever is to stand in them beforehand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from cakupan import regions
from cakupan.basics.refused import Refused
from cakupan.intake import read_persons
from cakupan.reports.forms import Form, form_worded, forms
from cakupan.reports.labels import Label, parse_round
from cakupan.reports.template import template
from cakupan_app.work.answering import Voice, form_name, safe_name
from cakupan_app.work.letters import masked_name, read_aside
from cakupan_app.work.outputs import folder, put

_LEVELS: Mapping[str, regions.Level] = {
    "village": "village", "desa": "village", "kelurahan": "village",
    "district": "district", "kecamatan": "district",
    "regency": "regency", "kabupaten": "regency",
}  # fmt: skip
_AS_OFFICES_SAY = {"pembayaran": "payments"}  # beside the words by which the forms themselves are named

Person = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FormRequest:
    """Which forms are asked for: of a kind, for an area or each of its parts, in a round; with people from a list."""

    form: Form
    area: str
    round: str
    each: regions.Level | None = None
    prefill: Path | None = None


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """A form that was written, with how many people stand in it."""

    area: str
    path: Path
    people: int


@dataclass(frozen=True, slots=True)
class WrittenForms:
    """All forms of a request, the list of them where there are several, and how many people stand in none."""

    files: tuple[WrittenForm, ...]
    index: Path | None
    left_out: int


def form_named(text: str) -> Form:
    """The form of the kind that `text` names, in either language; Refused with those that there are."""
    word = text.strip().casefold()
    found = forms().get(_AS_OFFICES_SAY.get(word, word)) or form_worded(word)
    if found is None:
        raise Refused("form_unknown", text=text, known=tuple(forms()))
    return found


def level_named(text: str) -> regions.Level:
    """The level that `text` names, in either language."""
    try:
        return _LEVELS[text.strip().casefold()]
    except KeyError:
        raise Refused("each_unknown", text=text, known=("village", "district", "regency")) from None


def request_of(
    kind: str, area: str, round_: str | None, each: str | None, prefill: Path | None, on: date
) -> FormRequest:
    """What was asked for; a round that is not named is that of the month. Refused where it cannot be written."""
    level = level_named(each) if each else None
    if level and not regions.areas_at(level, area):
        raise Refused("each_has_none", area=area, level=level)
    return FormRequest(form_named(kind), area, parse_round(round_ or f"{on:%Y-%m}"), level, prefill)


def write_forms(
    request: FormRequest, out: Path, voice: Voice, *, made_on: date, update: Callable[[int, int], None]
) -> WrittenForms:
    """Write the forms. One form goes to `out`, a file or a folder; several go into the folder `out`, with a list."""
    areas = _areas_of(request)
    placed, left_out = _people_by_area(request, areas)
    written = []
    for number, area in enumerate(areas, 1):
        update(number, len(areas))
        label, people = _label(request, area), placed.get(area, ())
        path = _path(out, label, alone=request.each is None)
        put(path, template(request.form, label, voice.say, voice.lang, made_on=made_on, people=people))
        written.append(WrittenForm(area, path, len(people)))
    index = None
    if request.each:
        name, content = _index_of(request, written, voice)
        index = out / name
        put(index, content)
    return WrittenForms(tuple(written), index, left_out)


def forms_packed(request: FormRequest, voice: Voice, *, made_on: date) -> tuple[str, bytes]:
    """The empty forms for each part of an area in one ZIP, with the list of them: how it is named, and the file."""
    packed, written = BytesIO(), []
    name, moment = form_name(_label(request, request.area)), (made_on.year, made_on.month, made_on.day, 0, 0, 0)
    with ZipFile(packed, "w", ZIP_STORED) as archive:  # workbooks are packed already
        for area in _areas_of(request):
            label = _label(request, area)
            written.append(WrittenForm(area, Path(f"{form_name(label)}.xlsx"), 0))
            content = template(request.form, label, voice.say, voice.lang, made_on=made_on, people=())
            archive.writestr(ZipInfo(written[-1].path.name, moment), content)
        index, content = _index_of(request, written, voice)
        archive.writestr(ZipInfo(index, moment), content)
    return f"{name}.zip", packed.getvalue()


def _areas_of(request: FormRequest) -> list[str]:
    if not request.each:
        return [request.area]
    return [area.code for area in regions.areas_at(request.each, request.area)]


def _label(request: FormRequest, area: str) -> Label:
    return Label(request.form.kind, area, request.round, request.area)


def form_of(request: FormRequest, voice: Voice, *, made_on: date) -> tuple[str, bytes]:
    """The empty form of a request: how its file is named, and the file."""
    label = _label(request, request.area)
    content = template(request.form, label, voice.say, voice.lang, made_on=made_on, people=())
    return f"{form_name(label)}.xlsx", content


def _path(out: Path, label: Label, *, alone: bool) -> Path:
    if alone and out.suffix.casefold() == ".xlsx":
        return out
    return folder(out) / f"{form_name(label)}.xlsx"


def _people_by_area(request: FormRequest, areas: Sequence[str]) -> tuple[Mapping[str, Sequence[Person]], int]:
    """The people of the list by the form in which they belong, and how many belong in none.

    A single form takes everybody who is not said to live elsewhere.
    """
    if request.prefill is None:
        return {}, 0
    name = masked_name(request.prefill)
    reading = read_aside(partial(read_persons, request.prefill, name=name, within=request.area), request.prefill)
    found: dict[str, list[Person]] = {}
    left_out = 0
    for person in reading.records().to_pylist():
        home = person["village"] or person["district"]
        area = next((code for code in _upwards(home) if code in areas), None) if home else None
        if area is None and home is None and request.each is None:
            area = request.area
        if area is None:
            left_out += 1
        else:
            found.setdefault(area, []).append(_named(person))
    return found, left_out


def _upwards(code: str) -> Sequence[str]:
    parts = code.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _named(person: Person) -> Person:
    """The person with places by their names, as a form asks for them."""
    told = dict(person)
    for level in ("village", "district"):
        told[level] = regions.area(told[level]).name if told[level] else told.get(f"{level}_written")
    told["nik"] = told["nik"] or told["nik_written"]
    return told


def _index_of(request: FormRequest, written: Sequence[WrittenForm], voice: Voice) -> tuple[str, bytes]:
    """A list of the forms, to tick off whom they were sent to and who has answered: how it is named, and the file."""
    title = voice.say("index_title", {}, voice.lang)
    words = [voice.say(f"index_{word}", {}, voice.lang) for word in ("code", "district", "area", "file", "people")]
    ticks = [voice.say(f"index_{word}", {}, voice.lang) for word in ("sent", "back")]
    name = f"{safe_name(f'00 {title} - {request.form.word} {request.round}')}.xlsx"
    return name, _index([*words, *ticks], [_index_row(one) for one in written])


def _index_row(written: WrittenForm) -> tuple[str | int, ...]:
    above = regions.area(regions.parent_of(written.area)).name
    return written.area, above, regions.area(written.area).name, written.path.name, written.people


def _index(headings: Sequence[str], rows: Sequence[tuple[str | int, ...]]) -> bytes:
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bg_color": "#14532D", "font_color": "#FFFFFF"})
        for at, (heading, width) in enumerate(zip(headings, (15, 22, 24, 52, 24, 14, 14), strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, heading, bold)
        for number, row in enumerate(rows, 1):
            for at, value in enumerate(row):
                (sheet.write_number if isinstance(value, int) else sheet.write_string)(number, at, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return content.getvalue()
