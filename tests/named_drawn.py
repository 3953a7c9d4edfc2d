"""The columns of lists, of who is named on them, and of what is known beside them, as the tests draw them."""

import pyarrow as pa

_TEXTS = ("village", "district", "occupation", "sex", "born_by_nik", "file_area", "file", "sheet")
_LISTED = [
    pa.field("person", pa.int64()),
    *(pa.field(name, pa.string()) for name in _TEXTS),
    *(pa.field(name, pa.date32()) for name in ("birth", "known_on")),
    pa.field("card", pa.int64()),
    pa.field("order", pa.int64()),
    pa.field("row", pa.int32()),
]
NOMINATIONS = pa.schema([*_LISTED, pa.field("decile", pa.int32())])
POPULATION = pa.schema([*_LISTED, pa.field("died_on", pa.date32())])
NAMED = pa.schema(
    {
        "person": pa.int64(),
        **dict.fromkeys(("village", "district", "area", "occupation", "sex", "born", "died_month"), pa.string()),
        "decile": pa.int32(),
        "named_on": pa.date32(),
    }
)
_EPISODE = ("starts_month", "ends_month", "ended_as", "village", "district", "area")
EPISODES = pa.schema({"person": pa.int64(), **dict.fromkeys(_EPISODE, pa.string())})
PAIRS = pa.schema({"left_person": pa.int64(), "right_person": pa.int64()})
