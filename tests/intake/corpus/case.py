"""What a case of the corpus is: a file, how it is sent, and what must come of it; and how its people are made up."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

DISTRICT, REGENCY = "16.06.04", "16.06"
VILLAGES = {"16.06.04.2010": "Bukit Selabu", "16.06.04.2011": "Saut", "16.06.04.2009": "Sako Suban"}
HOME = "16.06.04.2010"
HEADING = ("No", "NIK", "Nama", "Tanggal Lahir", "L/P", "Desa", "Kecamatan", "No HP")
TODAY = "2025-09-18"
_NAMES = ("Siti Aminah", "Budi Santoso", "Rina Marlina", "Ahmad Fauzi", "Dewi Lestari", "Eko Wijaya", "Nur Hidayah")

Rows = Sequence[Sequence[Any]]
Content = Callable[[], bytes]


@dataclass(frozen=True)
class Comes:
    """What must come of a file: `counts` are accepted, quarantined and repeated rows, summed over what is in it.

    `codes` must all be told (one of several where a bar divides them), of the file, its problems or its repairs;
    `records` are parts of accepted rows that must be among them, `nobody` are NIKs that must not; `quiet` are codes
    that must not be told.
    """

    status: str = "accepted"
    counts: tuple[int, int, int] | None = None
    codes: tuple[str, ...] = ()
    records: tuple[Mapping[str, Any], ...] = ()
    nobody: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A file and how it is sent. `before` are the files that came earlier: name, content, and what was said of each."""

    name: str
    file: str
    content: Content
    comes: Comes
    kind: str = "nominations"
    said: tuple[str, ...] = ()
    before: tuple[tuple[str, Content, tuple[str, ...]], ...] = ()
    slow: bool = False


def refused(*codes: str) -> Comes:
    return Comes("refused", None, codes)


def nik(number: int) -> str:
    """The NIK of the made-up person `number` (0 to 99): the odd ones are women."""
    return f"160604{1 + number % 28 + 40 * (number % 2):02}0{1 + number % 9}{70 + number % 25}{9001 + number}"


def birth(number: int) -> str:
    return f"19{70 + number % 25}-0{1 + number % 9}-{1 + number % 28:02}"


def name(number: int) -> str:
    return f"{_NAMES[number % 7]} {'ABCDEFGHIJ'[number // 7 % 10]}{'aiueo'[number % 5]}wi"


def person(number: int, **other: Any) -> list[Any]:
    """A row of HEADING, with other cells where they are said: no, nik, name, birth, sex, village, district, phone."""
    told = {
        "no": str(number + 1),
        "nik": nik(number),
        "name": name(number),
        "birth": birth(number),
        "sex": "LP"[number % 2],
        "village": VILLAGES[HOME],
        "district": "Batang Hari Leko",
        "phone": f"0812345{number:05}",
    }
    return list({**told, **other}.values())


def people(many: int, start: int = 0) -> list[list[Any]]:
    return [person(number) for number in range(start, start + many)]


def known(*numbers: int, **told: Any) -> tuple[Mapping[str, Any], ...]:
    """What the records of these people must say."""
    return tuple({"nik": nik(number), "name": name(number), **told} for number in numbers)


def text(rows: Rows, delimiter: str = ",", encoding: str = "utf-8", line: str = "\r\n", bom: bytes = b"") -> bytes:
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line).writerows(rows)
    return bom + out.getvalue().encode(encoding)


def archive(parts: Mapping[str, bytes | str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for path, part in parts.items():
            packed.writestr(path, part)
    return out.getvalue()
