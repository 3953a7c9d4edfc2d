"""Cases about rows among others: repeated here, in an earlier file, a member already; held; corrected; of elsewhere."""

from collections.abc import Iterator

from intake.corpus.case import HEADING, HOME, Case, Comes, birth, known, name, nik, people, person, refused, text
from intake.rendering import xlsx_of

LIST = ("--kind", "nominations", "--area", HOME)
TEN = text([HEADING, *people(10)])
_EXTRACT_HEADING = ("NIK", "Nama", "Tanggal Lahir", "Segmen", "No KPJ")


def extract(*numbers: int) -> bytes:
    return text([_EXTRACT_HEADING, *([nik(at), name(at), birth(at), "BPU", f"120000{at:05}"] for at in numbers)])


def cases() -> Iterator[Case]:
    yield from _within_a_file()
    yield from _beside_others()
    yield from _oddities()


def _within_a_file() -> Iterator[Case]:
    yield Case("one NIK twice", "daftar.csv", lambda: text([HEADING, *people(3), person(1)]),
               Comes("accepted", (3, 0, 1), ("row_repeated",), known(0, 1, 2)))  # fmt: skip
    yield Case("one NIK twice, written otherwise", "daftar.xlsx",
               lambda: xlsx_of([HEADING, *people(3), person(1, nik=f"'{nik(1)}", name=name(1).upper())]),
               Comes("accepted", (3, 0, 1), ("row_repeated",), known(0, 2)))  # fmt: skip
    yield Case("one NIK for two names", "daftar.csv",
               lambda: text([HEADING, *people(3), person(1, name="Orang Lain")]),
               Comes("accepted", (4, 0, 0), ("nik_shared",), known(0, 1, 2)))  # fmt: skip
    twice = {"Satu": [HEADING, *people(3)], "Dua": [HEADING, *people(2, 2)]}
    yield Case("one NIK on two sheets", "daftar.xlsx", lambda: xlsx_of(**twice),
               Comes("accepted", (4, 0, 1), ("row_repeated",), known(0, 3)))  # fmt: skip
    bad = [person(at, nik="1.60604E+15", name="") for at in (1, 2)]
    yield Case("every reason at once", "daftar.csv", lambda: text([HEADING, *people(5, 5), *bad]),
               Comes("accepted", (5, 2, 0), ("nik_digits_lost", "missing_cell|name_unreadable"),
                     known(5, 9)))  # fmt: skip


def _beside_others() -> Iterator[Case]:
    yield Case("the same file twice", "daftar.csv", lambda: TEN, Comes("unchanged", (0, 0, 10)),
               before=(("daftar.csv", lambda: TEN, LIST),), said=("--area", HOME))  # fmt: skip
    yield Case("the same file under another name", "Copy of daftar (1).csv", lambda: TEN,
               Comes("unchanged", (0, 0, 10)), before=(("daftar.csv", lambda: TEN, LIST),),
               said=("--area", HOME))  # fmt: skip
    yield Case("people of an earlier list", "kedua.csv", lambda: text([HEADING, *people(10, 8)]),
               Comes("accepted", (8, 0, 2), ("row_known",), known(10, 17)),
               before=(("daftar.csv", lambda: TEN, LIST),), said=("--area", HOME))  # fmt: skip
    yield Case("a member already", "daftar.csv", lambda: TEN,
               Comes("accepted", (9, 0, 1), ("row_of_member",), known(0, 9)),
               before=(("peserta.csv", lambda: extract(3, 50), ("--kind", "members", "--month", "2025-08")),),
               said=("--area", HOME))  # fmt: skip
    repaired = text([HEADING, *people(3, 7)])
    broken = text([HEADING, *people(7), *(person(at, nik="1.60604E+15") for at in (7, 8, 9))])
    yield Case("repaired rows that come back", "perbaikan.csv", lambda: repaired,
               Comes("accepted", (3, 0, 0), (), known(7, 8, 9)),
               before=(("daftar.csv", lambda: broken, LIST),), said=("--area", HOME))  # fmt: skip
    yield Case("a list of which most was known", "kedua.csv",
               lambda: text([HEADING, *people(14), *people(3, 40)]), Comes("held", (3, 0, 14)),
               before=(("daftar.csv", lambda: text([HEADING, *people(14)]), LIST),), said=("--area", HOME))  # fmt: skip


def _oddities() -> Iterator[Case]:
    yield Case("mostly bad", "daftar.csv",
               lambda: text([HEADING, person(0), *(person(at, nik="x") for at in range(1, 5))]),
               Comes("held", (1, 4, 0), ("nik_not_a_number",)))  # fmt: skip
    yield Case("all bad", "daftar.csv", lambda: text([HEADING, *(person(at, nik="x") for at in range(5))]),
               Comes("refused", None, ("no_row_usable", "nik_not_a_number")))  # fmt: skip
    yield Case("held on request", "daftar.csv", lambda: TEN, Comes("held", (10, 0, 0)), said=("--hold",))
    young, old = person(1, nik="1606044202129002", birth="2012-02-02"), person(2, nik="1606040303409003",
                                                                              birth="1940-03-03")  # fmt: skip
    yield Case("too young and too old", "daftar.csv", lambda: text([HEADING, person(0), young, old]),
               Comes("accepted", (3, 0, 0), ("age_below_working_age", "age_above_working_age"),
                     ({"nik": "1606044202129002"}, {"nik": "1606040303409003"})))  # fmt: skip
    away = [person(at, village="Epil", district="Lais") for at in (3, 4)]
    yield Case("two rows of another district", "daftar.csv", lambda: text([HEADING, *people(3), *away]),
               Comes("accepted", (5, 0, 0), ("area_outside",), known(0, 3, 4)),
               said=("--area", "16.06.04"))  # fmt: skip
    elsewhere = [person(at, village="Epil", district="Lais") for at in range(12)]
    yield Case("another district's list", "daftar.csv", lambda: text([HEADING, *elsewhere]),
               Comes("held", (12, 0, 0), ("places_mostly_elsewhere",)), said=("--area", "16.06.04"))  # fmt: skip
    yield Case("a village's own list, which names its district", "daftar.csv", lambda: TEN,
               Comes("accepted", (10, 0, 0), (), known(0, 9), quiet=("places_mostly_elsewhere",)),
               said=("--area", HOME))  # fmt: skip
    yield Case("an area that is none", "daftar.csv", lambda: TEN, refused(), said=("--area", "99.99"))
