"""Cases about single cells: NIKs in every shape, numbers, days, words, formulas; text stays text."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from intake.corpus.case import HEADING, HOME, Case, Comes, birth, known, name, nik, people, person, text
from intake.rendering import Formula, xlsx_of

NOBODY: tuple[str, ...] = ()
_WITH_CARD = (*HEADING, "No KK", "Pekerjaan")


def one(title: str, comes: Comes, file: str = "daftar.csv", **cells: Any) -> Case:
    """A list in which the second of three people has these cells."""
    rows = [HEADING, person(0), person(1, **cells), person(2)]
    typed = any(not isinstance(cell, str) or isinstance(cell, Formula) for cell in cells.values())
    content = xlsx_of(rows) if typed else text(rows)
    return Case(title, "daftar.xlsx" if typed else file, lambda: content, comes)


def kept(*codes: str, **told: Any) -> Comes:
    return Comes("accepted", (3, 0, 0), codes, (*known(0, 2), {"nik": nik(1), **told}))


def aside(*codes: str) -> Comes:
    return Comes("accepted", (2, 1, 0), codes, known(0, 2), (nik(1),))


def cases() -> Iterator[Case]:
    yield from _niks()
    yield from _days()
    yield from _words()
    yield from _formulas()
    yield from _numbers()


def _niks() -> Iterator[Case]:
    number = nik(1)
    for title, cell, comes in (
        ("NIK with an apostrophe", f"'{number}", kept()),
        ("NIK with blanks", f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}", kept()),
        ("NIK with blanks that do not break", f"\u00a0{number}\u00a0", kept()),
        ("NIK with dots", f"{number[:6]}.{number[6:12]}.{number[12:]}", kept()),
        ("NIK with its name before it", f"NIK: {number}", kept()),
        ("NIK as a number", int(number), kept()),
        ("NIK as text of a number", f"{number}.0", kept()),
        ("NIK in powers of ten", "1.60604E+15", aside("nik_digits_lost")),
        ("NIK in powers of ten, with a comma", "1,60604E+15", aside("nik_digits_lost")),
        ("NIK as a number that lost its last digit", int(number[:15] + "0"), aside("nik_digits_lost")),
        ("NIK with O for 0", number.replace("0", "O"), aside("nik_letters_for_digits")),
        ("NIK with l for 1", number.replace("1", "l"), aside("nik_letters_for_digits")),
        ("two NIKs in one cell", f"{number} / {nik(50)}", aside("nik_two_in_one_cell")),
        ("NIK of 15 digits", number[:15], aside("nik_too_short")),
        ("NIK of 17 digits", f"{number}1", aside("nik_too_long")),
        ("NIK of one digit over and over", "1" * 16, aside("nik_repeated_digit")),
        ("NIK of month 13", f"{number[:8]}13{number[10:]}", aside("nik_month_out_of_range")),
        ("a word for a NIK", "menyusul", aside("nik_not_a_number")),
        ("no NIK", "", aside("missing_cell|nik_empty")),
    ):
        yield one(title, comes, nik=cell)
    card = f"{number[:12]}0005"
    rows = [_WITH_CARD, *([*person(at, nik=card if at == 1 else nik(at)), card if at == 1 else "", ""]
                          for at in range(3))]  # fmt: skip
    rows[2][3] = "1999-09-09"
    yield Case("the number of the family card as NIK", "daftar.csv", lambda: text(rows), aside("nik_is_family_card"))
    swapped = person(1, nik=name(1), name=nik(1))
    yield Case("NIK and name in each other's column", "daftar.csv",
               lambda: text([HEADING, person(0), swapped, person(2)]),
               kept("nik_and_name_exchanged", name=name(1)))  # fmt: skip


def _days() -> Iterator[Case]:
    day = birth(1)  # 1971-02-02
    year, month, number = day.split("-")
    for title, cell in (
        ("day as day-month-year", f"{number}-{month}-{year}"),
        ("day with slashes", f"{number}/{month}/{year}"),
        ("day with dots", f"{number}.{month}.{year}"),
        ("day with a month's name", f"{int(number)} Februari {year}"),
        ("day with a month's short name", f"{number}-Peb-{year}"),
        ("day as a day of Excel", date.fromisoformat(day)),
        ("day as a number of Excel", (date.fromisoformat(day) - date(1899, 12, 30)).days),
        ("day with a year of two digits", f"{number}/{month}/{year[2:]}"),
        ("day with a time", f"{day} 00:00:00"),
        ("place and day", f"Sekayu, {number}-{month}-{year}"),
    ):
        yield one(title, kept(birth=day), birth=cell)
    yield one("birth in 2090", aside("birth_in_future"), birth="12-05-2090")
    yield one("a birth that no calendar has", kept("birth_not_in_calendar", birth=None), birth="31-02-1971")
    yield one("a birth of a month and year", kept("birth_unreadable|birth_incomplete", birth=None), birth="Mei 1971")
    # person 8 was born on 9 September, 10 on 11 February: the NIK of each settles which order its cell has
    mixed = [person(10, birth="02/11/1980"), person(9, birth="10/01/1979"), person(12, birth="13/04/1982")]
    yield Case("days in two orders, settled by the NIKs", "daftar.csv", lambda: text([HEADING, *mixed]),
               Comes("accepted", (3, 0, 0), (),
                     (*known(10, birth="1980-02-11"), *known(9, birth="1979-01-10"),
                      *known(12, birth="1982-04-13"))))  # fmt: skip


def _words() -> Iterator[Case]:
    for cell in ("Perempuan", "PEREMPUAN", "p", "Pr", "wanita"):
        yield one(f"sex as {cell}", kept(sex="P"), sex=cell)
    yield one("sex against the NIK", kept("nik_sex_differs", sex="L"), sex="L")
    yield one("birth against the NIK", kept("nik_birth_differs", birth="1984-12-24"), birth="1984-12-24")
    yield one("name in curly quotes and odd blanks", kept(), name="“Siti”\u00a0 Aminah")
    yield one("village misspelt", kept(village=HOME), village="Bukit Slabu")
    yield one("village with its kind before it", kept(village=HOME), village="DESA BUKIT SELABU")
    yield one("village nobody knows", kept(village=None, village_written="Antah Berantah"), village="Antah Berantah")
    rows = [_WITH_CARD, *([*person(at), "", job] for at, job in enumerate(("Petani", "buruh tani", "entah")))]
    yield Case("occupations", "daftar.csv", lambda: text(rows), Comes("accepted", (3, 0, 0), (), known(0, 1, 2)))


def _formulas() -> Iterator[Case]:
    link = '=HYPERLINK("http://contoh.id","Siti")'
    yield one("=HYPERLINK as a name", kept("name_is_formula", name=link), name=link)
    yield one("name made by a formula", kept(name="Siti Rahma"), name=Formula('="Siti "&"Rahma"|Siti Rahma'))
    yield one("NIK whose formula failed", aside("error_cell"), nik=Formula("=VLOOKUP(A1,B:C,2)|#N/A"))
    yield one("phone whose formula failed", kept("error_cell_left_out", phone=None), phone=Formula("=1/0|#DIV/0!"))
    yield one("#REF! as a NIK in CSV", aside("error_cell"), nik="#REF!")


def _numbers() -> Iterator[Case]:
    yield one("phone that lost its zero", kept(phone="0812345678"), phone=812345678)
    yield one(
        "phone with a country's code",
        kept(phone="+6281234567890|6281234567890|081234567890"),
        phone="+62 812-3456-7890",
    )
    zeros = ("NIK", "Nama", "Tanggal Lahir", "Segmen", "Bulan", "No KPJ")
    rows = [[nik(at), name(at), birth(at), "BPU", "2025-07", kpj]
            for at, kpj in enumerate(("00012345678", "12345678901", "01234567890"))]  # fmt: skip
    yield Case("leading zeros", "peserta.csv", lambda: text([zeros, *rows]),
               Comes("accepted", (3, 0, 0), (), (*known(0, kpj="00012345678"), *known(2, kpj="01234567890"))),
               kind="members")  # fmt: skip
    blank = [HEADING, person(0, nik=int(nik(0))), person(1, nik=None), person(2, nik=int(nik(2)))]
    yield Case("a blank NIK beside numbers of 16 digits", "daftar.xlsx", lambda: xlsx_of(blank), aside())
    three = ("NIK", "Nama", "Tanggal Lahir", "Desa")
    people_of = [[row[1], row[2], "31/02/1971" if at == 1 else row[3], HOME] for at, row in enumerate(people(3))]
    yield Case("one bad date among three", "penduduk.csv", lambda: text([three, *people_of]),
               aside("birth_not_in_calendar"), kind="population")  # fmt: skip
