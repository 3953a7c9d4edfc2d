"""What is compared of a sighting: forms of its name, digits of its NIK and whether they fit, its birth and place."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cakupan.basics.names import fold_place
from cakupan.identity.normalise import name_table, sound_of
from cakupan.identity.sightings import distinct_texts
from cakupan.regions import area, area_exists, ever_issued

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

_FEMALE = 40
_DIGITS = 16
_PLACE = 6  # of them, which say where it was issued
_STEM = 15  # of them, which Excel keeps
_BEGIN = 3  # letters of a name's sound
_SAID = 6, 6  # where a NIK tells the birth date
_TOLD = 14  # fewer digits may be any number
_UNTOLD = 12  # people that a row without a birth date may be
_TELLING = 1_000  # rows from which on they tell which words hardly anybody bears
_HOUSEHOLD = 6  # names given with one phone: more are of people who share whoever wrote the list
_LOOKS_LIKE = str.maketrans("OoQDIil|!ZzSsBGbgq", "000011111225586699")


def prepared(sightings: "ir.Table", engine: "Engine") -> "ir.Table":
    """`sightings` as they are compared, kept in the engine: `id`, and

    - `plain`, `sound`, `solid`, `bones`, `words` of the name; `holders`, how many people may share its sound
    - `begin`, the first letters of the name's sound
    - `nik`; `digits`, the same or what can be read of a damaged one; `stem`, what Excel keeps of it; `said`, the birth
      date in it; `fits`, whether nothing contradicts the NIK: no birth date, no sex, and its place once was one
    - `birth` as stated; `born`, else as the NIK says, if it is of the sex; `day`, `month`, `year` of it
    - `spot`, the village's name by its sound; `district`; `sex`, `kpj`, `phone` unless a crowd gives it, `family_card`
    - `bearers`, how many people the KPJ is written for; `rarest`, see `with_rarest_words`
    """
    import ibis

    told = _with_names(sightings, engine)
    told = _with_issue(_with_spots(_with_digits(told, engine), engine), engine)
    said = birth_in_nik(told["digits"], told["known_on"])
    born = ibis.coalesce(told["birth"], ibis.ifelse(_same_sex(told), said, ibis.null("date")))
    fits = told["nik"].notnull() & told["ever_issued"] & _same_sex(told)
    fits &= told["birth"].isnull() | (told["birth"] == said).fill_null(False) | _same_day(told)
    full = engine.keep(
        told.select(
            *("id", "plain", "sound", "solid", "bones", "words", "nik", "digits", "birth", "spot", "sex", "kpj"),
            *("phone", "family_card"),
            district=ibis.coalesce(told["district"], told["village"].substr(0, 8)),
            fits=fits,
            begin=told["sound"].substr(0, _BEGIN),
            said=ibis.ifelse(told["digits"].length() == _DIGITS, told["digits"].substr(*_SAID), ibis.null("string")),
            stem=ibis.ifelse(told["digits"].length() >= _STEM, told["digits"].substr(0, _STEM), ibis.null("string")),
            born=born,
            day=born.day(),
            month=born.month(),
            year=born.year(),
        )
    )
    counted = engine.keep(_counted(full))
    engine.forget(full)
    return with_rarest_words([counted], engine)[0]


def with_rarest_words(tables: "Sequence[ir.Table]", engine: "Engine") -> "list[ir.Table]":
    """Prepared tables with `rarest`: in how many rows of all of them the word of the name stands that stands in fewest.

    A word that hardly anybody bears is rather a slip of the pen than another name: so twins are told from one person.
    In a village's few rows every name is rare, and the word counts as common.
    The engine keeps them in place of those given.
    """
    import ibis

    told = [table.drop("rarest") if "rarest" in table.columns else table for table in tables]
    words = [table.select("id", word=table["words"].unnest()) for table in told]
    every = ibis.union(*(one.select("word") for one in words)) if len(words) > 1 else words[0].select("word")
    counts = engine.keep(every.group_by("word").agg(rows=every.count()))
    rows = sum(engine.run(table.count().as_table())[0][0].as_py() for table in told)
    unknown = _TELLING if rows < _TELLING else 0  # of so few people nobody knows which names are rare
    found = []
    for table, of_table in zip(told, words, strict=True):
        joined = of_table.join(counts, "word")
        fewest = joined.group_by("id").agg(rarest=ibis.greatest(joined["rows"].min(), unknown))
        found.append(engine.keep(table.left_join(fewest, "id").drop("id_right")))
    for given in (*tables, counts):
        engine.forget(given)
    return found


def _counted(full: "ir.Table") -> "ir.Table":
    """With how many people share what each row tells; without a phone that is no household's."""
    import ibis

    told = full
    for column, count in (("sound", _holders), ("kpj", _bearers), ("phone", _givers)):
        rows = full.filter(full[column].notnull())
        told = told.left_join(rows.group_by(column).agg(count(rows)), column).drop(f"{column}_right")
    own_phone = ibis.ifelse(told["givers"] <= _HOUSEHOLD, told["phone"], ibis.null("string"))
    others = told["holders"] - ibis.ifelse(told["born"].isnull(), _UNTOLD, 0)  # a row does not make its own name common
    return told.mutate(phone=own_phone, holders=others).drop("givers")


def _holders(full: "ir.Table") -> "ir.Value":
    """How many may bear a name: its birth dates, and for each row without one as many as make a name no longer rare.

    Of rows that tell no birth date nobody knows how many people they are.
    """
    import ibis

    untold = ibis.ifelse(
        full["born"].isnull(), ibis.coalesce(full["kpj"], full["id"].cast("string")), ibis.null("string")
    )
    return (full["born"].nunique() + _UNTOLD * untold.nunique()).name("holders")


def _bearers(full: "ir.Table") -> "ir.Value":
    """How many people a KPJ is surely written for: by NIKs that fit, else by names together with birth dates.

    One person's name or birth date alone is often written in several ways.
    """
    import ibis

    numbered = full["nik"].nunique(where=full["fits"])
    born = ibis.least(full["bones"].nunique(), full["born"].nunique())
    return ibis.greatest(numbered, born, full["bones"].nunique(where=full["born"].isnull())).name("bearers")


def _givers(full: "ir.Table") -> "ir.Value":
    return full["bones"].nunique().name("givers")


def _with_names(sightings: "ir.Table", engine: "Engine") -> "ir.Table":
    import pyarrow as pa

    text, texts = pa.string(), pa.list_(pa.string())
    forms = name_table(distinct_texts(sightings, "name", engine))
    kinds = {**dict.fromkeys(forms, text), "words": texts}
    # not kept: what the engine keeps stays in its memory until the lists are linked
    named = engine.table(pa.table({name: pa.array(forms[name], kinds[name]) for name in forms}))
    return sightings.left_join(named, "name").drop("name_right")


def _with_digits(sightings: "ir.Table", engine: "Engine") -> "ir.Table":
    import ibis

    read = {text: digits_of(text) for text in distinct_texts(sightings, "nik_written", engine)}
    joined = _looked_up(sightings, "nik_written", read, "read_digits", engine)
    return joined.mutate(digits=ibis.coalesce(joined["nik"], joined["read_digits"]))


def _with_issue(sightings: "ir.Table", engine: "Engine") -> "ir.Table":
    """With `ever_issued`, whether a place ever had the code with which the NIK begins."""
    import ibis
    import pyarrow as pa

    placed = sightings.mutate(code=sightings["nik"].substr(0, _PLACE))
    codes = distinct_texts(placed, "code", engine)
    unknown = [code for code in codes if not ever_issued(f"{code[:2]}.{code[2:4]}.{code[4:]}")]
    strange = engine.table(pa.table({"code": pa.array(unknown, pa.string()), "strange": [True] * len(unknown)}))
    joined = placed.left_join(strange, "code")
    return joined.mutate(ever_issued=~ibis.coalesce(joined["strange"], False)).drop("code", "code_right", "strange")


def _with_spots(sightings: "ir.Table", engine: "Engine") -> "ir.Table":
    import ibis

    named = {code: _spot_of_code(code) for code in distinct_texts(sightings, "village", engine)}
    read = {text: spot_of(text) for text in distinct_texts(sightings, "village_written", engine)}
    joined = _looked_up(sightings, "village", named, "named_spot", engine)
    joined = _looked_up(joined, "village_written", read, "read_spot", engine)
    return joined.mutate(spot=ibis.coalesce(joined["named_spot"], joined["read_spot"]))


def _spot_of_code(code: str) -> str:
    """By name as well, so that a village meets its own name in a spelling that nobody found a code for."""
    return (spot_of(area(code).name) if area_exists(code) else None) or code


def _looked_up(
    table: "ir.Table", column: str, read: Mapping[str, str | None], name: str, engine: "Engine"
) -> "ir.Table":
    import pyarrow as pa

    columns = {column: pa.array(read.keys(), pa.string()), name: pa.array(read.values(), pa.string())}
    found = engine.table(pa.table(columns))
    return table.left_join(found, column).drop(f"{column}_right")


def digits_of(written: str) -> str | None:
    """The digits that a damaged NIK shows, letters read as the digits they look like; None where they are too few.

    >>> digits_of("16O6 0101 0180 900l"), digits_of("1,60601E+15"), digits_of("belum ada")
    ('1606010101809001', None, None)
    """
    bare = "".join(letter for letter in written if letter.isalnum())
    known = sum(letter.isdigit() for letter in bare)
    read = bare.translate(_LOOKS_LIKE)
    told = read.isascii() and read.isdigit() and known >= _TOLD - 2
    return read if told and _TOLD <= len(read) <= _DIGITS + 2 else None


def spot_of(written: str) -> str | None:
    """A village's name as it is compared where no code is known: its words by their sound, level words left out.

    >>> spot_of("Ds. Soekadjaja") == spot_of("sukajaya")
    True
    """
    words = [
        word for word in fold_place(written).split() if word not in ("desa", "kelurahan", "kabupaten", "kecamatan")
    ]
    return "".join(sound_of(word) for word in words) or None


def birth_in_nik(nik: "ir.StringValue", known_on: "ir.DateValue") -> "ir.DateValue":
    """The birth date inside a NIK, the century as for somebody under a hundred, of whatever age: a list may have the
    children of its workers. Null where it tells none."""
    import ibis

    digits = ibis.ifelse(nik.length() == _DIGITS, nik, None)
    day = digits.substr(6, 2).try_cast("int32")
    plain = ibis.ifelse(day > _FEMALE, day - _FEMALE, day).cast("string").lpad(2, "0")
    latest = known_on.year() % 100
    century = ibis.ifelse(digits.substr(10, 2).try_cast("int32") <= latest, "20", "19")
    return (century + digits.substr(10, 2) + "-" + digits.substr(8, 2) + "-" + plain).try_cast("date")


def _same_day(told: "ir.Table") -> "ir.BooleanValue":
    """Whether stated birth and NIK agree in day, month and two digits of the year, whatever the century; in the year
    alone, where the stated day is one that is written where nobody knows it."""
    import ibis

    day = told["nik"].substr(6, 2).try_cast("int32")
    plain = ibis.ifelse(day > _FEMALE, day - _FEMALE, day)
    month, year = (told["nik"].substr(start, 2).try_cast("int32") for start in (8, 10))
    birth = told["birth"]
    same = (birth.day() == plain) & (birth.month() == month)
    by_default = default_day(birth.month(), birth.day())
    return ((same | by_default) & (birth.year() % 100 == year)).fill_null(False)


def _same_sex(told: "ir.Table") -> "ir.BooleanValue":
    """Whether the NIK does not tell another sex than the row."""
    import ibis

    day = ibis.ifelse(told["digits"].length() == _DIGITS, told["digits"].substr(6, 2).try_cast("int32"), None)
    return ((told["sex"] == "P") == (day > _FEMALE)).fill_null(True)


def default_day(month: "ir.IntegerValue", day: "ir.IntegerValue") -> "ir.BooleanValue":
    """1 January, 1 July, 31 December: what is written where nobody knows the day."""
    return (month * 100 + day).isin((101, 701, 1231))
