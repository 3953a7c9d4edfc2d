"""Whether a NIK fits its row: what the number says of birth, sex and place, beside what the row says."""

from datetime import date

import pyarrow as pa

from cakupan.identity.prepare import prepared
from cakupan.identity.sightings import told_of
from tables import engine, filled

TEXTS = ("nik", "sex", "fits", "why")
SCHEMA = pa.schema({"id": pa.int64(), "birth": pa.date32(), **dict.fromkeys(TEXTS, pa.string())})


def test_a_nik_fits_where_nothing_in_the_row_contradicts_it() -> None:
    rows = filled(
        """
        id | nik              | birth      | sex | fits | why
        0  | 1606014605829001 | 1982-05-06 | P   | yes  |
        1  | 1606014605829001 |            |     | yes  | nothing is told
        2  | 1606014605829001 | 1982-05-07 | P   | no   | another day
        3  | 1606014605829001 | 1982-01-01 | P   | yes  | a day that is written where nobody knows it
        4  | 1606014605829001 | 1982-07-01 | P   | yes  | so is this
        5  | 1606014605829001 | 1982-12-31 | P   | yes  | and this
        6  | 1606014605829001 | 1983-01-01 | P   | no   | of another year
        7  | 1606014605829001 | 1982-05-06 | L   | no   | another sex
        8  | 1606010605829001 | 1982-05-06 | P   | no   | another sex
        9  | 9906014605829001 | 1982-05-06 | P   | no   | no place ever had this code
        10 | 8205774605829001 | 1982-05-06 | P   | yes  | a district of old in a regency of today
        """,
        SCHEMA,
    )
    told = engine().run(rows.select("id", "fits").order_by("id")).to_pylist()
    found = engine().run(prepared(told_of(rows, date(2025, 7, 31)), engine()).select("id", "fits").order_by("id"))
    assert found["fits"].to_pylist() == [row["fits"] == "yes" for row in told]
