"""How a form becomes a workbook to fill in: a short list that checks what is typed, on paper and on a telephone too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cakupan import regions
from cakupan.basics.refused import Facts
from cakupan.intake.own_sheets import GUIDE, LISTS
from cakupan.intake.sheet import column_letter
from cakupan.reports.checks import Lists, check_column
from cakupan.reports.forms import PLACES, Form, FormColumn
from cakupan.reports.labels import PROPERTY, Label
from cakupan.reports.voice import Lang, Say
from cakupan.reports.written import escaped, height_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEADING = 5
"""The row (from 0) of the heading: few rows above it, because all of them stay on the screen of a telephone."""

CHECKED = 500  # rows that are checked while they are typed; a longer list is read all the same
_EXAMPLE = HEADING - 1
_MERGED = 4  # columns over which the lines above the heading are set
_HEADING_HEIGHT = 32
_STEPS = 5  # of the explanation
_GUIDE_WIDTHS = (24, 62)
_INK, _PALE, _GREEN, _SOFT, _LINE = "#1D2530", "#6F7B88", "#14532D", "#E8F1EB", "#D5DAE0"
_TEXT_CHECKS = {"nik", "card", "kpj", "phone", "code", "month", "area", "village", "district"}  # digits that stay text
_ALLOWED = (
    "format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """The workbook that is being written, with what every part of it needs."""

    book: "Workbook"
    form: Form
    label: Label
    say: Say
    lang: Lang
    columns: tuple[FormColumn, ...]

    def format(self, **said: Any) -> "Format":
        return self.book.add_format({"font_name": "Calibri", "font_size": 11, "font_color": _INK, **said})

    def both(self, code: str, **facts: Any) -> tuple[str, str]:
        """A sentence in the language asked for, and in the other."""
        other: Lang = "en" if self.lang == "id" else "id"
        return self.say(code, facts, self.lang), self.say(code, facts, other)


def columns_of(form: Form, area: str) -> tuple[FormColumn, ...]:
    """The columns of a form that an area fills in. The form of one village does not ask for the village."""
    one_village = regions.level_of(area) == "village"
    return tuple(column for column in form.columns if not (one_village and column.column in PLACES))


def template(
    form: Form, label: Label, say: Say, lang: Lang, *, made_on: date, people: Sequence[Mapping[str, Any]] = ()
) -> bytes:
    """The workbook (XLSX) that the area of `label` fills in; the same arguments give the same bytes.

    `people` are rows that stand in it beforehand, by the columns of the layout.

    Its first sheet is the list: title, hints in both languages, the label, an example, the heading, and rows that
    check what is typed. Then come a sheet that explains every column, and a hidden one with the words of the lists.
    The label is carried in a custom property, in the hidden sheet, in a line of the list and in the sheet's name.
    """
    import xlsxwriter

    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = _Sheet(book, form, label, say, lang, columns_of(form, label.area))
        listed, guide, lists = (book.add_worksheet(name) for name in (label.sheet_name, GUIDE, LISTS))
        words = _write_lists(sheet, lists)
        _write_list(sheet, listed, words, people)
        _write_guide(sheet, guide)
        _sign(sheet, made_on)
        listed.activate()
    return content.getvalue()


def _sign(sheet: _Sheet, made_on: date) -> None:
    title = f"{sheet.form.titles[sheet.lang]} {sheet.label.round}"
    made_at = datetime.combine(made_on, time())  # without a zone: as XlsxWriter writes it
    about = {"title": title, "subject": place_of(sheet.label.area), "author": "Cakupan", "created": made_at}
    sheet.book.set_properties(about)
    sheet.book.set_custom_property(PROPERTY, sheet.label.token, "text")
    sheet.book.set_size(1_200, 1_600)


def place_of(area: str) -> str:
    """An area with what it lies in, up to its regency.

    >>> place_of("16.06.04.2010")
    'Desa Bukit Selabu, Kecamatan Batang Hari Leko, Kabupaten Musi Banyuasin'
    """
    above = [one.title for one in regions.ancestors_of(area) if one.level in ("district", "regency")]
    return ", ".join([regions.area(area).title, *above])


def _write_list(sheet: _Sheet, listed: "Worksheet", lists: Lists, people: Sequence[Mapping[str, Any]]) -> None:
    for at, column in enumerate(sheet.columns):
        listed.set_column(at, at, column.width, _cells_format(sheet, column))
    _write_head(sheet, listed)
    for at, column in enumerate(sheet.columns):
        check_column(listed, sheet.book, at, column, (HEADING + 1, HEADING + CHECKED), lists, sheet.both)
    _write_rows(sheet, listed, people)
    listed.freeze_panes(HEADING + 1, 0)
    listed.set_selection(HEADING + 1, 0, HEADING + 1, 0)
    listed.protect("", dict.fromkeys(_ALLOWED, True))
    _set_print(sheet, listed)


def _cells_format(sheet: _Sheet, column: FormColumn) -> "Format":
    said: dict[str, Any] = {"locked": False, "bottom": 4, "bottom_color": _LINE, "right": 4, "right_color": _LINE}
    if column.check in _TEXT_CHECKS:
        said["num_format"] = "@"
    elif column.check == "day":
        said["num_format"] = "dd-mm-yyyy"
    elif column.check == "whole":
        said["num_format"] = "#,##0"
    return sheet.format(**said)


def _write_head(sheet: _Sheet, listed: "Worksheet") -> None:
    """What stands above the heading, over the first columns only and wrapped: a telephone shows no more."""
    area = sheet.label.area
    title = f"{sheet.form.titles[sheet.lang]} {sheet.label.round} · {place_of(area)} ({area})"
    own, other = sheet.both("form_hint", row=HEADING + 2)
    label = f"{sheet.say('form_label', {}, sheet.lang)} {sheet.label.token}"
    texts: Sequence[tuple[str, dict[str, Any], int]] = (
        (title, {"bold": True, "font_size": 13, "font_color": _GREEN}, 18),
        (own, {}, 15),
        (other, {"font_color": _PALE}, 15),
        (label, {"font_size": 8, "font_color": _PALE}, 12),
    )
    width = sum(column.width for column in sheet.columns[:_MERGED])
    for row, (text, look, height) in enumerate(texts):
        lines = -(-len(text) * look.get("font_size", 11) // (width * 11))
        listed.set_row(row, height * lines, sheet.format())
        listed.merge_range(row, 0, row, _MERGED - 1, text, sheet.format(**look, text_wrap=True, valign="top"))
    _write_example(sheet, listed)
    _write_heading(sheet, listed)


def _write_example(sheet: _Sheet, listed: "Worksheet") -> None:
    listed.set_row(_EXAMPLE, 15, sheet.format())
    example = sheet.format(italic=True, font_size=9, font_color=_PALE, bg_color="#F4F5F7", num_format="@", shrink=True)
    marked = sheet.say("form_example", {}, sheet.lang)
    for at, column in enumerate(sheet.columns):
        listed.write_string(_EXAMPLE, at, f"{marked} {column.example}" if at == 0 else column.example, example)


def _write_heading(sheet: _Sheet, listed: "Worksheet") -> None:
    look = {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": "#FFFFFF",
        "locked": True,
    }
    needed = sheet.format(**look, bg_color=_GREEN)
    needed.set_font_color("#FFFFFF")
    optional = sheet.format(**look, bg_color=_SOFT)
    heights = [height_of(column.headings[sheet.lang], column.width) for column in sheet.columns]
    listed.set_row(HEADING, max(_HEADING_HEIGHT, *heights))
    for at, column in enumerate(sheet.columns):
        listed.write_string(HEADING, at, column.headings[sheet.lang], needed if column.needed else optional)


def _write_rows(sheet: _Sheet, listed: "Worksheet", people: Sequence[Mapping[str, Any]]) -> None:
    for row, told in enumerate(people, HEADING + 1):
        for at, column in enumerate(sheet.columns):
            value = told.get(column.column)
            if isinstance(value, date):
                listed.write_datetime(row, at, datetime.combine(value, time()))
            elif isinstance(value, int):
                listed.write_number(row, at, value)
            elif value is not None:
                listed.write_string(row, at, escaped(str(value)))


def _set_print(sheet: _Sheet, listed: "Worksheet") -> None:
    listed.set_landscape()
    listed.set_paper(9)  # A4
    listed.fit_to_pages(1, 0)
    listed.repeat_rows(HEADING)
    listed.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    listed.set_footer(f"&L&8{sheet.label.sheet_name}&R&8&P / &N")


def _write_guide(sheet: _Sheet, guide: "Worksheet") -> None:
    """Both languages one below the other: who fills the list in, and column for column what belongs there."""
    guide.hide_gridlines(2)
    for at, width in enumerate(_GUIDE_WIDTHS):
        guide.set_column(at, at, width)
    bold, text = sheet.format(bold=True, valign="top", text_wrap=True), sheet.format(text_wrap=True, valign="top")
    title = sheet.format(bold=True, font_size=14, font_color=_GREEN)
    row = 0
    other: Lang = "en" if sheet.lang == "id" else "id"
    for lang in (sheet.lang, other):
        heading = f"{sheet.form.titles[lang]} {sheet.label.round} · {place_of(sheet.label.area)}"
        guide.write_string(row, 0, heading, title)
        row += 1
        for number in range(1, _STEPS + 1):
            facts: Facts = {"row": HEADING + 2, "checked": CHECKED}
            guide.write_string(row, 0, f"{number}.", sheet.format(align="right", valign="top"))
            step = sheet.say(f"form_step_{number}", facts, lang)
            guide.write_string(row, 1, step, text)
            guide.set_row(row, height_of(step, _GUIDE_WIDTHS[1]))
            row += 1
        for column in sheet.columns:
            needed = sheet.say("form_needed" if column.needed else "form_optional", {}, lang)
            guide.write_string(row, 0, column.headings[lang], bold)
            told = f"{sheet.say(f'check_{column.check}', {}, lang)} {needed}"
            guide.write_string(row, 1, told, text)
            heights = map(height_of, (column.headings[lang], told), _GUIDE_WIDTHS)
            guide.set_row(row, max(heights))
            row += 1
        row += 1
    guide.set_portrait()
    guide.set_paper(9)
    guide.fit_to_pages(1, 0)
    guide.protect("", {"format_columns": True})


def _write_lists(sheet: _Sheet, lists: "Worksheet") -> Lists:
    """The hidden sheet: the label, and below it the words of each list; where those stand is what comes back."""
    lists.hide()
    lists.write_string(0, 0, sheet.label.hidden_token)
    found: dict[str, str] = {}
    for at, (name, words) in enumerate(_words_of(sheet).items()):
        letter = column_letter(at)
        for row, word in enumerate(words, 1):
            lists.write_string(row, at, escaped(word))
        found[name] = f"='{LISTS}'!${letter}$2:${letter}${len(words) + 1}"
    lists.protect("")
    return found


def _words_of(sheet: _Sheet) -> Mapping[str, Sequence[str]]:
    area = sheet.label.area
    found: dict[str, Sequence[str]] = {}
    for column in sheet.columns:
        if column.choices:
            found[column.column] = column.choices
        elif column.check in ("village", "district"):
            names = regions.areas_at("village" if column.check == "village" else "district", area)
            found[column.column] = sorted({one.name for one in names}) or [regions.area(regions.parent_of(area)).name]
        elif column.check == "area":
            found[column.column] = [area, *(one.code for one in regions.children_of(area))]
    return found
