"""Which row of another office's token file each row of ours is, if any: no name and no NIK is seen."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from cakupan.engines.linker import MATCH, PLACES, POSSIBLE
from cakupan.identity.clusters import Edges
from cakupan.identity.listed_twice import firsts_among
from cakupan.identity.match import NONE, NOTHING_NEAR, Matched
from cakupan.identity.rivals import CANDIDATES, SEVERAL_FIT
from cakupan.identity.tokens import MARKS, TEXTS
from cakupan.identity.verdict import ALONE_BY_NIK

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from cakupan.engines.port import Engine

_CROWD = 40  # rows that may share a token: more say nothing of any one of them
_MILLION = 10**PLACES


@dataclass(frozen=True, slots=True)
class Step:
    """What a pair must show (`asks`), and must not (`bars`). `because` names it to people."""

    because: str
    millionths: int
    asks: frozenset[str]
    bars: frozenset[str]


@cache
def steps() -> Sequence[Step]:
    """The steps of tokens.toml, the most probable first."""
    read = _read()["step"]
    made = [
        Step(
            entry["because"],
            int(Decimal(entry["probability"]).scaleb(PLACES)),
            frozenset(entry["asks"]),
            frozenset(entry.get("bars", ())),
        )
        for entry in read
    ]
    return sorted(made, key=lambda step: -step.millionths)


@cache
def _match_from() -> int:
    return int(Decimal(_read()["match_from"]).scaleb(PLACES))


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("tokens.toml").read_text(encoding="utf-8"))


def match_tokens(listed: "ir.Table", register: "ir.Table", engine: "Engine") -> Matched:
    """Each row of `listed` with its row of `register`, both as `tokens_of` makes them with one key.

    As `match_lists` answers: one register row at most for a match, and where several fit equally well each is only
    possible. The same for any order of rows and any number of threads.
    """
    ours, theirs = engine.keep(listed), engine.keep(_once(register))
    judged = engine.keep(_judged(_shown(_pairs(ours, theirs), ours, theirs), _persons(theirs, engine)))
    rows = engine.run(_answered(_chosen(judged), ours).order_by(["list_row", "_rank"]).drop("_rank")).combine_chunks()
    said = list(zip(*(rows[name].to_pylist() for name in ("list_row", "verdict", "because")), strict=True))
    verdicts = Counter({row: verdict for row, verdict, _ in said}.values())
    passes = Counter(because for _, verdict, because in said if verdict == MATCH)
    return Matched(rows, {name: verdicts[name] for name in (MATCH, POSSIBLE, NONE)}, dict(sorted(passes.items())))


def _once(register: "ir.Table") -> "ir.Table":
    """`register` without the rows that say again what an earlier one says under a NIK that stands in a crowd of rows:
    a list of payments has a person once a month, and would be passed over as a crowd of people."""
    numbered = register.filter(register["nik"].notnull())
    crowded = numbered.group_by("nik").agg(rows=numbered.count()).filter(lambda row: row["rows"] > _CROWD)
    loud = numbered.semi_join(crowded, "nik")
    first = loud.group_by([name for name in loud.columns if name != "row"]).agg(row=loud["row"].min())
    return register.anti_join(loud.anti_join(first, "row"), "row")


def _pairs(ours: "ir.Table", theirs: "ir.Table") -> "ir.Table":
    """left, right: the rows that share a token; for each kind how many tokens of it they share."""
    import ibis

    shared = ibis.union(*(_sharing(ours, theirs, kind) for kind in TEXTS))
    counts = {kind: (shared["kind"] == kind).cast("int32").sum() for kind in TEXTS}
    return shared.group_by(["left", "right"]).agg(**counts)


def _sharing(ours: "ir.Table", theirs: "ir.Table", kind: str) -> "ir.Table":
    import ibis

    left, right = _borne(ours, kind), _borne(theirs, kind)
    crowd = right.count().over(ibis.window(group_by="token"))
    right = right.mutate(crowd=crowd).filter(lambda row: row["crowd"] <= _CROWD).view()
    joined = left.join(right, left["token"] == right["token"])
    return joined.select(left=left["row"], right=right["row"], kind=ibis.literal(kind))


def _borne(table: "ir.Table", kind: str) -> "ir.Table":
    tokens = table[kind].unnest() if table[kind].type().is_array() else table[kind]
    borne = table.select(row=table["row"], token=tokens)
    return borne.filter(borne["token"].notnull())


def _shown(pairs: "ir.Table", ours: "ir.Table", theirs: "ir.Table") -> "ir.Table":
    """`pairs` with all that a step may ask for: whether a token of a kind is shared, and

    - part: every telling word of one of the two names, with birth and village
    - one_untold, one_vague: one of the rows tells no name and birth, or a default day
    - rare, uncommon: so few share the name, in either list
    - other: both rows have a NIK, and not the same; against: so, and both fit. One that Excel may have cut is none
    """
    import ibis

    words = "word_birth_village"
    joined = pairs.join(_sided(ours, "l", words), "left").join(_sided(theirs, "r", words), "right")
    fewer = ibis.least(joined["l_words"], joined["r_words"])
    kinds = {kind: joined[kind] > 0 for kind in TEXTS}
    differ = ~(kinds["nik"] | joined["l_cut"] | joined["r_cut"])
    shown = {
        **kinds,
        "part": (joined[words] > 0) & (joined[words] == fewer),
        "one_untold": joined["l_untold"] | joined["r_untold"],
        "one_cut": joined["l_cut"] | joined["r_cut"],
        "one_vague": joined["l_vague"] | joined["r_vague"],
        "rare": joined["l_rare"] & joined["r_rare"],
        "uncommon": joined["l_uncommon"] & joined["r_uncommon"],
        "other": differ & joined["l_numbered"] & joined["r_numbered"],
        "against": differ & joined["l_fits"] & joined["r_fits"],
    }
    return joined.select("left", "right", **shown)


def _sided(table: "ir.Table", side: str, words: str) -> "ir.Table":
    """The marks and the number of telling words of each row, named for the side of a pair on which it stands."""
    marks = {f"{side}_{name}": table[name] for name in MARKS}
    row = {"l": "left", "r": "right"}[side]
    return table.select(**{row: table["row"], f"{side}_words": table[words].length()}, **marks)


def _judged(shown: "ir.Table", persons: "ir.Table") -> "ir.Table":
    """left, right, its `order`, and the first step that fits; of a person whom the register has twice the row that
    agrees best."""
    import ibis

    fits = [(_fits(shown, step), at) for at, step in enumerate(steps())]
    spoken = shown.select("left", "right", step=ibis.cases(*fits, else_=ibis.null("int64")))
    spoken = spoken.filter(spoken["step"].notnull())
    of_person = spoken.join(persons, "right")
    best = ibis.row_number().over(group_by=["left", "first"], order_by=["step", "order", "right"])
    return of_person.mutate(best=best).filter(lambda row: row["best"] == 0).select("left", "right", "order", "step")


def _persons(register: "ir.Table", engine: "Engine") -> "ir.Table":
    """For each row of the register: right, the `first` row of its person, and a number that only what it tells decides,
    to put rows in `order` that agree alike."""
    import ibis

    order = ibis.struct({name: register[name] for name in (*MARKS, *TEXTS)}).hash()
    told = register.select(right=register["row"], order=order).left_join(_firsts(register, engine), "right")
    return told.select("right", "order", first=ibis.coalesce(told["first"], told["right"]))


def _firsts(register: "ir.Table", engine: "Engine") -> "ir.Table":
    """right, first: the rows of the register whose person an earlier one is too, by one fitting NIK and how the name
    begins or the birth date. A row that tells its number alone follows it, where all who bear it are one."""
    import numpy as np
    import pyarrow as pa

    numbered = register.filter(register["fits"])
    several = numbered.group_by("nik").agg(rows=numbered.count()).filter(lambda row: row["rows"].between(2, _CROWD))
    twice = engine.keep(numbered.semi_join(several, "nik").select("row", "nik", "nik_begin", "nik_birth", "untold"))
    ours, theirs = twice, twice.view()
    joined = ours.join(theirs, [ours["nik"] == theirs["nik"], ours["row"] < theirs["row"]], rname="{name}_other")
    same = (joined["nik_begin"] == joined["nik_begin_other"]) | (joined["nik_birth"] == joined["nik_birth_other"])
    told = joined.select("row", "row_other", bare=joined["untold"] | joined["untold_other"], same=same.fill_null(False))
    found = engine.run(told.filter(told["bare"] | told["same"]))
    rows = engine.run(twice.select("row", "untold").order_by("row"))
    engine.forget(twice)
    ids = rows["row"].to_numpy()
    left, right = (np.searchsorted(ids, found[name].to_numpy()) for name in ("row", "row_other"))
    because = np.where(found["bare"].to_numpy(zero_copy_only=False), ALONE_BY_NIK, "")
    edges = Edges(left, right, np.zeros(len(left), np.int64), because, because)
    named = np.flatnonzero(~rows["untold"].to_numpy(zero_copy_only=False))
    return engine.table(pa.table({"right": ids, "first": ids[firsts_among(edges, named, len(ids))]}))


def _fits(shown: "ir.Table", step: Step) -> "ir.BooleanValue":
    import ibis

    asked = [shown[name] for name in sorted(step.asks)]
    return ibis.and_(*asked, *(~shown[name] for name in sorted(step.bars)))


def _chosen(judged: "ir.Table") -> "ir.Table":
    """The one best register row of a list row where it is a match and alone; else up to three, only possible."""
    import ibis

    of_row = ibis.window(group_by="left")
    told = judged.mutate(
        strength=judged["step"].cases(*((at, step.millionths) for at, step in enumerate(steps())), else_=0),
        because=judged["step"].cases(*((at, step.because) for at, step in enumerate(steps())), else_=""),
    )
    told = told.mutate(best=told["strength"].max().over(of_row))
    told = told.mutate(rivals=(told["strength"] == told["best"]).cast("int64").sum().over(of_row))
    told = told.mutate(
        rank=ibis.row_number().over(group_by="left", order_by=[ibis.desc(told["strength"]), "order", "right"])
    )
    first, strong = told["strength"] == told["best"], told["best"] >= _match_from()
    match = strong & first & (told["rivals"] == 1)
    several = strong & first & (told["rivals"] > 1)
    kept = told.filter(match | (~(strong & (told["rivals"] == 1)) & (told["rank"] < CANDIDATES)))
    return kept.mutate(
        verdict=ibis.ifelse(match, MATCH, POSSIBLE),
        because=ibis.ifelse(several, SEVERAL_FIT, told["because"]),
        strength=ibis.ifelse(several, (told["strength"] // told["rivals"]).cast("int64"), told["strength"]),
    )


def _answered(chosen: "ir.Table", ours: "ir.Table") -> "ir.Table":
    """A row for every row of the list, in the columns and types of `Matched`."""
    import ibis

    joined = ours.select("row").left_join(chosen, ours["row"] == chosen["left"])
    strength = ibis.coalesce(joined["strength"], 0).cast("decimal(13, 6)")
    return joined.select(
        list_row=joined["row"],
        register_row=joined["right"],
        probability=(strength / _MILLION).cast(f"decimal(7, {PLACES})"),
        verdict=ibis.coalesce(joined["verdict"], NONE),
        because=ibis.coalesce(joined["because"], NOTHING_NEAR),
        _rank=ibis.coalesce(joined["rank"], 0),
    )
