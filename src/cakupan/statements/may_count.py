"""Whether a figure without a noun or a unit can be a claim: as a count of people, or as a rate without its sign."""

from cakupan.basics.figures import FoundFigure

BARE = 200  # a smaller number without a noun counts anything
PLAIN_SMALL = 10  # a smaller number is a list number, a rank, or people in a story
_MOST_OF_A_RATE = 130
_YEAR_LIKE = range(1900, 2101)


def may_count(found: FoundFigure) -> bool:
    """Whether a figure without noun or unit can be a count of people: never a fraction, a year or a list number."""
    figure = found.figure
    if figure.decimals and not figure.scale:
        return False  # "nilai indikator 25,00"
    if figure.value != figure.value.to_integral_value() or figure.value < PLAIN_SMALL:
        return False
    plain = found.text.isdigit()
    if plain and figure.value < BARE:
        return False  # "14 dari 14", "9 dari 122"
    return not (plain and int(figure.value) in _YEAR_LIKE)


def may_be_told(found: FoundFigure) -> bool:
    """Whether a figure that counts nothing may be a rate without its sign, where its surroundings say so."""
    figure = found.figure
    return figure.decimals in (1, 2) and not figure.scale and 0 < figure.value < _MOST_OF_A_RATE
