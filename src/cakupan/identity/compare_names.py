"""How far the names of two sightings agree."""

from typing import TYPE_CHECKING

from cakupan.identity.engine_functions import engine_functions

if TYPE_CHECKING:
    import ibis.expr.types as ir

LIKE_ENOUGH = 0.94  # Jaro-Winkler of the names' sounds, from which a slip of the pen is more likely than another name
ALIKE = 0.88
_HARDLY = 2  # rows in which a word stands that is rather a slip of the pen
_MORE = 30  # times as often stands the word that it slipped from: of millions of names each slip is made again
_CALLED = 3  # letters of a name that people are called by


def name_level(pairs: "ir.Table") -> "ir.StringValue":
    """The level of each pair, as `compare.compared` tells them."""
    import ibis

    # nested, and words shared by name only where some are: most pairs are of two names that share none
    some = engine_functions().list_has_any(pairs["l_words"], pairs["r_words"])
    return ibis.cases(
        (pairs["l_sound"].isnull() | pairs["r_sound"].isnull(), "open"),
        (pairs["l_plain"] == pairs["r_plain"], "equal"),
        ((pairs["l_sound"] == pairs["r_sound"]) | (pairs["l_solid"] == pairs["r_solid"]), "sound"),
        (some, _sharing(pairs)),
        else_=_sharing_none(pairs),
    )


def _sharing(pairs: "ir.Table") -> "ir.StringValue":
    """The level of two names that share a word."""
    import ibis

    shared = engine_functions().list_intersect(pairs["l_words"], pairs["r_words"]).length()
    fewer = ibis.least(pairs["l_words"].length(), pairs["r_words"].length())
    rest = engine_functions().jaro_winkler_similarity(_but(pairs, "l", "r"), _but(pairs, "r", "l"))
    slip = _by_slip(pairs)
    return ibis.cases(
        (shared == fewer, ibis.ifelse(fewer > 1, "most", "one")),
        ((pairs["l_bones"] == pairs["r_bones"]) | (_like(pairs) >= LIKE_ENOUGH), ibis.ifelse(slip, "typed", "slip")),
        (rest >= ALIKE, ibis.ifelse(slip, "mistyped", "near")),
        else_="share",
    )


def _sharing_none(pairs: "ir.Table") -> "ir.StringValue":
    """The level of two names that share no word."""
    import ibis

    called = _called(pairs, "l", "r") | _called(pairs, "r", "l")
    slip = ibis.ifelse(_by_slip(pairs), "typed", "slip")
    return ibis.cases(
        (pairs["l_bones"] == pairs["r_bones"], slip),
        (_like(pairs) < ALIKE, ibis.ifelse(called, "called", "other")),
        (_like(pairs) >= LIKE_ENOUGH, slip),
        else_=ibis.ifelse(called, "called", "alike"),
    )


def _like(pairs: "ir.Table") -> "ir.FloatingValue":
    return engine_functions().jaro_winkler_similarity(pairs["l_solid"], pairs["r_solid"])


def _by_slip(pairs: "ir.Table") -> "ir.BooleanValue":
    """Whether the rarer of the two names' rarest words is rather a slip of the pen than a name."""
    import ibis

    fewest = ibis.coalesce(ibis.least(pairs["l_rarest"], pairs["r_rarest"]), 0)
    most = ibis.coalesce(ibis.greatest(pairs["l_rarest"], pairs["r_rarest"]), 0)
    return fewest <= ibis.greatest(_HARDLY, most / _MORE)


def _called(pairs: "ir.Table", short: str, whole: str) -> "ir.BooleanValue":
    """Whether one is a name people are called by: one word that begins or ends a word of the other, as in Slamet."""
    import ibis

    called = pairs[f"{short}_solid"]
    words = pairs[f"{whole}_words"].filter(lambda word: word.startswith(called) | word.endswith(called))
    one = (pairs[f"{short}_words"].length() == 1) & (called.length() >= _CALLED)
    # to look through the words takes long: only where the name as a whole has it
    return ibis.ifelse(one & pairs[f"{whole}_solid"].contains(called), words.length() > 0, False)


def _but(pairs: "ir.Table", side: str, other: str) -> "ir.StringValue":
    """The words that the other side has not, as one."""
    theirs = pairs[f"{other}_words"]
    own: ir.StringValue = pairs[f"{side}_words"].filter(lambda word: ~theirs.contains(word)).join("")
    return own
