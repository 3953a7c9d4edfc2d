"""Any list of people, rendered to any container with any of the faults: every row accounted for, intact values equal.

Quick as it stands; thousands of lists with CAKUPAN_EXAMPLES.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from cakupan.intake import Kind, Reading, read_file
from intake import rendering
from intake.rendering import Formula, csv_of, xlsx_of
from intake.test_intake_accounting import accounts
from intake.test_intake_people_accounting import nothing_whole
from oracles import examples

unhurried = settings(
    deadline=None,
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "nik": ("nik", "NIK", "No. NIK", "NO KTP", "Nomor Induk Kependudukan"),
    "name": ("nama", "NAMA LENGKAP", "Nama Lengkap (sesuai KTP)", "name"),
    "birth": ("tanggal lahir", "TGL LAHIR", "Tgl. Lahir", "Date of Birth"),
    "sex": ("jenis kelamin", "JK", "L/P", "Gender"),
    "phone": ("no hp", "No. HP", "NO HP/WA", "Mobile"),
    "family_card": ("no kk", "NO. KK", "Nomor Kartu Keluarga"),
    "decile": ("desil", "Desil DTSEN"),
    "segment": ("segmen", "segment"),
    "month": ("bulan", "month"),
    "kpj": ("kpj", "No KPJ", "Nomor KPJ"),
    "village": ("kode desa",),
}
LAYOUTS: Mapping[Kind, tuple[tuple[str, ...], tuple[str, ...]]] = {  # what must be there, and what may
    Kind.NOMINATIONS: (("nik", "name"), ("birth", "sex", "phone", "family_card", "decile", "village")),
    Kind.MEMBERS: (("nik", "name", "segment", "month"), ("birth", "sex", "kpj", "village")),
    Kind.POPULATION: (("nik", "name", "birth", "village"), ("sex", "family_card")),
}
VILLAGES = ("16.06.04.2010", "16.06.04.2011", "16.06.01.2001")
TODAY = date(2025, 9, 18)
_WORDS = ("Siti", "Budi", "Rahmawati", "Nur’aini", "Dé", "Abd.", "Hj. Aminah", "D’Costa", "Kemas", "M. Yusuf")


def nik_of(born: date, female: bool, serial: int) -> str:
    return f"160604{born.day + 40 * female:02}{born:%m%y}{serial}"


@st.composite
def someone(draw: st.DrawFn, serial: int) -> dict[str, Any]:
    """A person of working age whose NIK, birth and sex agree, as they must be recorded."""
    born = draw(st.dates(date(1962, 1, 1), date(2006, 12, 31)))
    female = draw(st.booleans())
    return {
        "nik": nik_of(born, female, serial),
        "name": " ".join(draw(st.lists(st.sampled_from(_WORDS), min_size=2, max_size=4))),
        "birth": born,
        "sex": "P" if female else "L",
        "phone": f"08{draw(st.integers(1_000_000_000, 9_999_999_999))}",
        "family_card": f"1606040101{draw(st.integers(100_000, 999_999))}",
        "decile": draw(st.integers(1, 10)),
        "segment": draw(st.sampled_from(["PU", "BPU"])),
        "month": "2025-07",
        "kpj": f"{draw(st.integers(0, 999_999_999)):09}80",  # never one digit over and over: that is no KPJ
        "village": draw(st.sampled_from(VILLAGES)),
    }


# How an intact value may be written without a doubt about what it is.
_SPACED: Sequence[Callable[[str], str]] = (
    str,
    lambda text: f"'{text}",
    lambda text: f" {text} ",
    lambda text: f"\u00a0{text}",
    lambda text: f"{text[:4]} {text[4:8]} {text[8:]}",
)
_DAYS: Sequence[Callable[[date], Any]] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year:04}/{day.month:02}/{day.day:02}",
    lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
)
_MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
           "November", "Desember")  # fmt: skip


@st.composite
def written(draw: st.DrawFn, name: str, value: Any, typed: bool) -> Any:
    """A cell that says the value: text in one of its usual shapes, or what a workbook makes of it."""
    if name == "birth":
        return draw(st.sampled_from([*_DAYS, *([lambda day: day] if typed else [])]))(value)
    if name == "nik":
        as_number = typed and not value.endswith("0")
        return draw(st.sampled_from([*_SPACED, *([int] if as_number else [])]))(value)
    if name == "sex":
        return draw(st.sampled_from({"L": ["L", "Laki-laki", "LAKI-LAKI"], "P": ["P", "Perempuan", "pr"]}[value]))
    if name == "decile":
        return value if typed and draw(st.booleans()) else str(value)
    return str(value)


DAMAGE: Mapping[str, tuple[Any, ...]] = {
    "nik": ("", "1.60604E+15", "menyusul", "160604010180900", "16060401018090011", "1" * 16, "#N/A",
            "16O6O4O1O18O9OO1", "1606040101809001 / 1606040101809002", "1606041301809001x"),
    "name": ("", "-", "=1+1", "Jumlah", "1606040101809001", "#REF!"),
    "birth": ("31-02-1980", "12-05-2090", "entah", "Mei 1971", "", "0"),
    "sex": ("x", "", "3"),
    "phone": ("-", "menyusul", "123"),
    "segment": ("", "entah", "semua"),
    "month": ("", "entah", "2052-01"),
}  # fmt: skip
FAILED = Formula("=VLOOKUP(A1,B:C,2)|#N/A")


@dataclass
class List:
    """A list as it was made: its cells, which rows (from 1) are intact and what they must say, which are damaged."""

    kind: Kind
    columns: list[str]
    rows: list[list[Any]] = field(default_factory=list)
    intact: dict[int, dict[str, Any]] = field(default_factory=dict)
    damaged: set[int] = field(default_factory=set)
    twins: dict[int, int] = field(default_factory=dict)

    def add(self, row: list[Any]) -> int:
        self.rows.append(row)
        return len(self.rows)


@st.composite
def lists(draw: st.DrawFn, typed: bool) -> List:
    kind = draw(st.sampled_from(sorted(LAYOUTS)))
    needed, optional = LAYOUTS[kind]
    extra = draw(st.sampled_from([[], ["x"], ["x", "y"]]))
    some = draw(st.lists(st.sampled_from(optional), unique=True))
    made = List(kind, draw(st.permutations([*needed, *some, *extra])))
    for row in draw(st.lists(st.sampled_from(above(made)), max_size=4)):
        made.add(row)
    heading = [draw(st.sampled_from(HEADINGS.get(name, (f"Catatan {name}",)))) for name in made.columns]
    made.add(heading)
    if draw(st.booleans()):
        made.add([str(at) for at in range(1, len(heading) + 1)])
    serials = draw(st.lists(st.integers(9001, 9500), unique=True, min_size=2, max_size=6))
    for serial in serials:
        for row in draw(st.lists(st.sampled_from(between(made, heading)), max_size=1)):
            made.add(row)
        _add_person(draw, made, serial, typed)
    for row in draw(st.lists(st.sampled_from(below(made)), max_size=3)):
        made.add(row)
    return made


def _add_person(draw: st.DrawFn, made: List, serial: int, typed: bool) -> None:
    """A person as an intact row, sometimes one more time; before it perhaps another whose row is damaged."""
    if draw(st.integers(0, 2)) == 0:
        cells = {**draw(someone(serial + 499)), "x": "zq", "y": ""}
        spoilt = draw(st.sampled_from([name for name in made.columns if name in DAMAGE]))
        shapes = st.sampled_from([*DAMAGE[spoilt], *([FAILED] if typed and spoilt == "nik" else [])])
        made.damaged.add(made.add([draw(shapes) if name == spoilt else str(cells[name]) for name in made.columns]))
    told = draw(someone(serial))
    cells = {**{name: draw(written(name, value, typed)) for name, value in told.items()}, "x": "zq", "y": ""}
    row = [cells[name] for name in made.columns]
    at = made.add(row)
    made.intact[at] = {name: told[name] for name in made.columns if name in told}
    if draw(st.integers(0, 4)) == 0:
        made.twins[made.add(list(row))] = at


def above(made: List) -> list[list[Any]]:
    return [[], [""], ["DAFTAR PEKERJA RENTAN"], ["", "Tahun 2025"], ["Kabupaten Musi Banyuasin"]]


def between(made: List, heading: list[Any]) -> list[list[Any]]:
    blank = [""] * len(made.columns)
    return [[], blank, heading, ["Jumlah"], ["", "Jumlah", "5"], ["Total"]]


def below(made: List) -> list[list[Any]]:
    return [
        [],
        ["", "Mengetahui,"],
        ["Kepala Desa"],
        ["Catatan: data sementara"],
        ["Jumlah"],
        ["", "Sekayu, 31 Juli 2025"],
    ]


TEXTS: Mapping[str, Callable[[Any], bytes]] = {
    "utf-8": csv_of,
    "utf-8 with a mark": lambda rows: csv_of(rows, encoding="utf-8-sig"),
    "cp1252, semicolons": lambda rows: csv_of(rows, delimiter=";", encoding="cp1252", line="\n"),
    "utf-16, tabs": lambda rows: csv_of(rows, delimiter="\t", encoding="utf-16"),
    "pipes, old Mac": lambda rows: csv_of(rows, delimiter="|", line="\r"),
}

BOOKS: Mapping[str, Callable[[Any], bytes]] = {
    name: getattr(rendering, name) for name in ("xlsx_of", "xls_of", "ods_of", "xlsb_of") if hasattr(rendering, name)
}


def judge(made: List, content: bytes) -> None:
    reading = read_file(content, name="x", kind=made.kind, within="16.06", today=TODAY)
    note(str(made.rows))
    accounts(reading)
    nothing_whole(reading)
    assert_rows_are_accounted_for(made, reading)
    assert_intact_values_are_equal(made, reading)


def assert_rows_are_accounted_for(made: List, reading: Reading) -> None:
    """Each row of a person is accepted, quarantined or repeated; whatever else was written is counted as well."""
    repeated = {one.row for one in reading.problems if one.code == "row_repeated"}
    taken = {row["row"] for row in reading.records().to_pylist()}
    aside = {row["row"] for row in reading.quarantine().to_pylist()}
    assert set(made.intact) | made.damaged | set(made.twins) <= taken | aside | repeated
    assert reading.rows_in == len(taken) + len(aside) + len(repeated)
    (table,) = reading.tables
    used = max(at for at, row in enumerate(made.rows, 1) if any(str(cell or "").strip() for cell in row))
    assert table.sheet_rows == used


def assert_intact_values_are_equal(made: List, reading: Reading) -> None:
    """An intact row says what it says, wherever it stands; one that stands twice is told once, by either row."""
    records = {row["row"]: row for row in reading.records().to_pylist()}
    other = {at: twin for twin, at in made.twins.items()}
    for at, told in made.intact.items():
        found = records.get(at) or records.get(other.get(at, 0))
        assert found is not None, f"row {at} is not accepted: {[p for p in reading.problems if p.row == at]}"
        assert {name: found[name] for name in told} == told
    assert not set(made.twins) & set(records) - {twin for twin, at in made.twins.items() if at not in records}


@unhurried
@given(lists(typed=False), st.sampled_from(sorted(TEXTS)))
def test_any_list_in_any_text_comes_back_whole(made: List, container: str) -> None:
    judge(made, TEXTS[container](made.rows))


@unhurried
@given(lists(typed=True), st.sampled_from(sorted(BOOKS)))
def test_any_list_in_a_workbook_comes_back_whole(made: List, container: str) -> None:
    judge(made, BOOKS[container](made.rows))


@unhurried
@given(lists(typed=False), st.sampled_from(sorted(TEXTS)))
def test_a_list_says_the_same_in_a_text_and_in_a_workbook(made: List, container: str) -> None:
    def said(content: bytes) -> list[dict[str, Any]]:
        reading = read_file(content, name="x", kind=made.kind, within="16.06", today=TODAY)
        return sorted(reading.records().drop_columns(["sheet"]).to_pylist(), key=lambda row: row["row"])

    assert said(TEXTS[container](made.rows)) == said(xlsx_of(made.rows))
