"""How far two sightings agree, comparison by comparison: the levels that passes ask for."""

from typing import TYPE_CHECKING

from cakupan.identity.compare_names import name_level
from cakupan.identity.engine_functions import engine_functions
from cakupan.identity.prepare import default_day

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEVELS = ("nik", "kpj", "known", "name", "stated", "birth", "place", "contact", "household", "sex", "common")
HOLDERS = {"sole": 2, "rare": 12, "few": 50, "some": 150, "many": 600}  # people who share the sound of a name
HOME = ("card", "phone")  # contacts that two who live together share
_DIGITS = 16
_SLIPS = 2  # digits that may be mistyped in a number
_GENERATION = 15  # years from which on one of two may be the other's child
_FEW = 3  # people on one KPJ: more are no slip, but a cell copied down or the number of their company


def compared(pairs: "ir.Table") -> "ir.Table":
    """`pairs` (columns l_* and r_*, as `prepare.prepared` makes them) with the level of each comparison:

    - nik: same, shorn (same, but with a last digit of 0, which Excel puts for any, so that neighbours so cut are the
      same; not where one row tells nothing else), card (of one the number of the other's family card), near (one slip),
      serial (so, but only in the serial: many are born on one day in one district, and twins), beside (one slip, but
      both fit their rows), neighbour (so, and the slip is in the serial: twins, or two born on one day), cut (a
      neighbour by a last digit of 0), against (both fit, and differ), unlike (both whole, and differ), other, open
    - kpj: same, shared (same, but of more people than a slip explains), other, open
    - known: both, one or neither row says a name or a birth date
    - name: equal, sound, most (every telling word of one, two at least), one (its only telling word), slip (consonants,
      or very like) and typed (so, by a word that hardly anybody bears), near (words shared and the others alike) and
      mistyped (so, by such a word), share (some words shared), called (by a part of one
      word), alike, other, open
    - stated: equal, swapped (day and month), other, open; birth: as stated, or else as the NIK says: also vague (equal,
      a default day), slip (one digit), near (two of three parts), year (one is a default day of the same year),
      untold (by neither)
    - place: village, district, open, other; contact: card (the same family card), phone, cards and phones (both tell
      one, and no slip makes one of the other), open; household: what place and contact say together, since people of
      one house share all of it
    - sex: fine, other; common (how many bear the name): sole, rare, few, some, many, crowd
    """
    import ibis

    levels = pairs.mutate(
        nik=_nik(pairs),
        kpj=_kpj(pairs),
        known=_known(pairs),
        name=name_level(pairs),
        stated=_stated(pairs),
        birth=_birth(pairs),
        place=_place(pairs),
        contact=_contact(pairs),
        sex=ibis.ifelse((pairs["l_sex"] != pairs["r_sex"]).fill_null(False), "other", "fine"),
        common=_common(pairs),
    )
    return levels.mutate(household=levels["place"] + " " + levels["contact"])


def _nik(pairs: "ir.Table") -> "ir.StringValue":
    import ibis

    ours, theirs = pairs["l_digits"], pairs["r_digits"]
    both_fit = pairs["l_fits"] & pairs["r_fits"]
    of_card = (ours == pairs["r_family_card"]) | (theirs == pairs["l_family_card"])
    whole = (ours.length() == _DIGITS) & (theirs.length() == _DIGITS)
    cut = _cut(ours, theirs)
    # nested, so that most pairs are asked only once for a slip, which takes longest
    fitting = ibis.cases((ours.substr(12) == theirs.substr(12), "beside"), (cut, "cut"), else_="neighbour")
    damaged = ibis.cases((~_in_serial(ours, theirs), "near"), (cut, "cut"), else_="serial")
    return ibis.cases(
        (ours.isnull() | theirs.isnull(), "open"),
        (pairs["l_nik"] == pairs["r_nik"], ibis.ifelse(_shorn(pairs), "shorn", "same")),
        (of_card.fill_null(False), "card"),
        (_one_slip(ours, theirs), ibis.ifelse(both_fit, fitting, damaged)),
        (both_fit, "against"),
        else_=ibis.ifelse(whole, "unlike", "other"),
    )


def _shorn(pairs: "ir.Table") -> "ir.BooleanValue":
    return pairs["l_digits"].endswith("0") & (_known(pairs) == "both")


def _in_serial(ours: "ir.StringValue", theirs: "ir.StringValue") -> "ir.BooleanValue":
    return (ours.length() == _DIGITS) & (theirs.length() == _DIGITS) & (ours.substr(0, 12) == theirs.substr(0, 12))


def _cut(ours: "ir.StringValue", theirs: "ir.StringValue") -> "ir.BooleanValue":
    return (ours.substr(0, 15) == theirs.substr(0, 15)) & (ours.endswith("0") | theirs.endswith("0"))


def _one_slip(ours: "ir.StringValue", theirs: "ir.StringValue") -> "ir.BooleanValue":
    """One digit other, missing or doubled, or two neighbours swapped; so a last digit that was lost, too."""
    import ibis

    apart = engine_functions().hamming(ours, theirs)
    # The distance that knows swaps costs most: only where it can matter. A swap moves a number by a multiple of 9.
    moved = ours.try_cast("int64") - theirs.try_cast("int64")
    swapped = ibis.ifelse(moved % 9 == 0, engine_functions().damerau_levenshtein(ours, theirs) == 1, False)
    longer = (ours.length() - theirs.length()).abs()
    return ibis.cases(
        (longer == 0, ibis.cases((apart <= 1, True), (apart == 2, swapped), else_=False)),
        (longer == 1, ours.levenshtein(theirs) <= 1),
        else_=False,
    )


def _known(pairs: "ir.Table") -> "ir.StringValue":
    import ibis

    ours = pairs["l_sound"].notnull() | pairs["l_birth"].notnull()
    theirs = pairs["r_sound"].notnull() | pairs["r_birth"].notnull()
    return ibis.cases((ours & theirs, "both"), (ours | theirs, "one"), else_="neither")


def _stated(pairs: "ir.Table") -> "ir.StringValue":
    import ibis

    ours, theirs = pairs["l_birth"], pairs["r_birth"]
    return ibis.cases(
        (ours.isnull() | theirs.isnull(), "open"),
        (ours == theirs, "equal"),
        (_swapped(pairs), "swapped"),
        else_="other",
    )


def _birth(pairs: "ir.Table") -> "ir.StringValue":
    import ibis

    ours, theirs = pairs["l_born"], pairs["r_born"]
    parts = sum((pairs[f"l_{part}"] == pairs[f"r_{part}"]).cast("int8") for part in ("day", "month", "year"))
    one_year = pairs["l_year"] == pairs["r_year"]
    return ibis.cases(
        (ours.isnull() & theirs.isnull(), "untold"),
        (ours.isnull() | theirs.isnull(), "open"),
        (ours == theirs, ibis.ifelse(_default_day(pairs, "l"), "vague", "equal")),
        (_swapped(pairs), "swapped"),
        (_generation(pairs), "other"),
        (engine_functions().hamming(*(pairs[f"{side}_born"].strftime("%Y%m%d") for side in "lr")) == 1, "slip"),
        (parts == 2, "near"),
        (one_year & (_default_day(pairs, "l") | _default_day(pairs, "r")), "year"),
        else_="other",
    )


def _swapped(pairs: "ir.Table") -> "ir.BooleanValue":
    crossed = (pairs["l_day"] == pairs["r_month"]) & (pairs["l_month"] == pairs["r_day"])
    return crossed & (pairs["l_year"] == pairs["r_year"])


def _generation(pairs: "ir.Table") -> "ir.BooleanValue":
    """Whether the years are so far apart that the two may be parent and child."""
    return (pairs["l_year"] - pairs["r_year"]).abs() >= _GENERATION


def _default_day(pairs: "ir.Table", side: str) -> "ir.BooleanValue":
    return default_day(pairs[f"{side}_month"], pairs[f"{side}_day"])


def _place(pairs: "ir.Table") -> "ir.StringValue":
    import ibis

    district = pairs["l_district"] == pairs["r_district"]
    unknown = pairs["l_district"].isnull() | pairs["r_district"].isnull()
    spot = pairs["l_spot"] == pairs["r_spot"]
    return ibis.cases(
        (spot & (unknown | district), "village"),
        (unknown, "open"),
        (district, "district"),
        else_="other",
    )


def _contact(pairs: "ir.Table") -> "ir.StringValue":
    import ibis

    return ibis.cases(
        ((pairs["l_family_card"] == pairs["r_family_card"]).fill_null(False), "card"),
        ((pairs["l_phone"] == pairs["r_phone"]).fill_null(False), "phone"),
        (_unlike(pairs["l_family_card"], pairs["r_family_card"]), "cards"),
        (_unlike(pairs["l_phone"], pairs["r_phone"]), "phones"),
        else_="open",
    )


def _unlike(ours: "ir.StringValue", theirs: "ir.StringValue") -> "ir.BooleanValue":
    """Whether both are told as numbers, which no slip makes of one another."""
    import ibis

    numbers = ours.try_cast("int64").notnull() & theirs.try_cast("int64").notnull()
    longer = ours.length() != theirs.length()
    apart = ibis.ifelse(longer, ours.levenshtein(theirs), engine_functions().hamming(ours, theirs))
    return ibis.ifelse(numbers.fill_null(False), apart > _SLIPS, False)


def _common(pairs: "ir.Table") -> "ir.StringValue":
    import ibis

    holders = ibis.coalesce(ibis.greatest(pairs["l_holders"], pairs["r_holders"]), 0)
    return ibis.cases(*((holders <= most, level) for level, most in HOLDERS.items()), else_="crowd")


def _kpj(pairs: "ir.Table") -> "ir.StringValue":
    import ibis

    ours, theirs = pairs["l_kpj"], pairs["r_kpj"]
    people = ibis.coalesce(ibis.greatest(pairs["l_bearers"], pairs["r_bearers"]), 0)
    return ibis.cases(
        (ours.isnull() | theirs.isnull(), "open"),
        (ours == theirs, ibis.ifelse(people > _FEW, "shared", "same")),
        else_="other",
    )
