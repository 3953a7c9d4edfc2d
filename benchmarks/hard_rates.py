"""How often what goes wrong in a hard list: named mixes of rates, and the names of what was done to a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntFlag, auto


class Done(IntFlag):
    """What was done to a list row, and what makes its person hard to tell from others."""

    NIK_MISSING = auto()
    NIK_CUT = auto()  # fifteen digits and a 0, as Excel shows a number
    NIK_POWER = auto()  # 1.60601E+15
    NIK_SUBSTITUTED = auto()
    NIK_TRANSPOSED = auto()
    NIK_LENGTH = auto()  # a digit left out or doubled
    NIK_FAMILY_CARD = auto()
    NIK_ABOVE = auto()  # the number of the row above, copied down
    NIK_LETTERS = auto()  # O for 0, l for 1
    NIK_SECOND = auto()  # a number of the same person that the register does not know
    NIK_COSMETIC = auto()  # blanks, dots or a quote: no loss
    NAME_TITLED = auto()
    NAME_FATHER = auto()  # bin, binti
    NAME_SHORT = auto()  # M. for Muhammad
    NAME_INITIAL = auto()
    NAME_JOINED = auto()
    NAME_SPLIT = auto()
    NAME_RESPELT = auto()  # oe for u, dj for j, p for f
    NAME_ONE_WORD = auto()
    NAME_NICKNAME = auto()
    NAME_SLIP = auto()
    BIRTH_MISSING = auto()
    BIRTH_SWAPPED = auto()
    BIRTH_DEFAULT = auto()
    BIRTH_SLIPPED = auto()
    SEX_MISSING = auto()
    SEX_WRONG = auto()
    VILLAGE_VARIANT = auto()
    VILLAGE_MISSING = auto()
    DISTRICT_MISSING = auto()
    PHONE_MISSING = auto()
    PHONE_OF_OPERATOR = auto()
    PHONE_NEW = auto()
    CARD_MISSING = auto()
    CARD_NEW = auto()
    REPEATED = auto()  # proposed by another village as well
    TWIN = auto()
    NAMED_AS_FATHER = auto()
    MARRIED_AWAY = auto()  # the register still has the village of her parents
    MOVED = auto()  # the register still has the village before
    OTHER_BIRTH_IN_NIK = auto()
    OTHER_SEX_IN_NIK = auto()
    DEFAULT_BIRTH_KNOWN = auto()  # 1 January, 1 July or 31 December in the register too


DAMAGES: Mapping[Done, float] = {
    Done.NIK_CUT: 0.34,
    Done.NIK_POWER: 0.08,
    Done.NIK_SUBSTITUTED: 0.20,
    Done.NIK_TRANSPOSED: 0.14,
    Done.NIK_LENGTH: 0.12,
    Done.NIK_FAMILY_CARD: 0.05,
    Done.NIK_ABOVE: 0.04,
    Done.NIK_LETTERS: 0.03,
}


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of people, or of the list rows to which it can be done (a day over 12 is swapped with no month)."""

    # the people
    members: float = 0.50  # of those on the list, in the register
    births_a_day: float = 2.0  # in a district: neighbouring numbers are of real people
    moved_in: float = 0.12  # NIK of another regency
    nik_of_other_birth: float = 0.015
    nik_of_other_sex: float = 0.003
    default_birth_known: float = 0.07  # of those over 45, in their NIK too
    default_birth_written: float = 0.0  # of everybody: so in the register, while the NIK has the day
    twins: float = 0.014
    named_as_father: float = 0.012
    married_away: float = 0.22  # of wives
    moved: float = 0.03
    phones: float = 0.85
    phone_of_household: float = 0.35
    # the list
    taken_out: float = 0.0  # of the rows whose NIK the register has: somebody matched those beforehand
    repeated: float = 0.06
    repeated_elsewhere: float = 0.70  # of these, by another village
    nik_missing: float = 0.10
    nik_damaged: float = 0.08
    nik_damages: Mapping[Done, float] = field(default_factory=lambda: DAMAGES)
    nik_second: float = 0.0  # of people: registered twice, the list has the other number
    nik_cosmetic: float = 0.10
    name_titled: float = 0.07
    name_father: float = 0.04
    name_short: float = 0.50  # of names that begin with one of a family of spellings
    name_initial: float = 0.05
    name_joined: float = 0.03
    name_split: float = 0.03
    name_respelt: float = 0.08
    name_one_word: float = 0.03
    name_nickname: float = 0.10  # of names for which there is one
    name_slip: float = 0.06
    birth_missing: float = 0.03
    birth_swapped: float = 0.03
    birth_default: float = 0.025
    birth_slipped: float = 0.02
    sex_missing: float = 0.03
    sex_wrong: float = 0.005
    village_variant: float = 0.25
    village_missing: float = 0.03
    district_missing: float = 0.10
    phone_missing: float = 0.40
    phone_of_operator: float = 0.05
    phone_new: float = 0.08
    card_missing: float = 0.40
    card_new: float = 0.06


USUAL = Rates()
HARD = replace(USUAL, nik_missing=0.40, nik_damaged=0.20)
# Lists kept by an office: few damages, and names as people told them.
OFFICE = replace(
    USUAL,
    nik_missing=0.02,
    nik_damaged=0.015,
    nik_second=0.004,
    name_titled=0.18,
    name_father=0.12,
    name_short=0.80,
    name_initial=0.10,
    name_joined=0.06,
    name_respelt=0.15,
    name_nickname=0.25,
    birth_missing=0.01,
    birth_default=0.01,
)
# Lists that went through Excel and many hands: numbers worn down, days turned round or made up.
TYPED = replace(
    USUAL,
    nik_damaged=0.35,
    nik_damages={**DAMAGES, Done.NIK_CUT: 1.6, Done.NIK_POWER: 0.3},
    birth_swapped=0.12,
    birth_default=0.08,
    birth_slipped=0.05,
    name_slip=0.10,
    sex_wrong=0.02,
)
# Names, dates and little else: no number in half of the rows, hardly a phone or card, many without a village.
BARE = replace(
    USUAL,
    nik_missing=0.55,
    nik_damaged=0.08,
    birth_missing=0.08,
    village_missing=0.20,
    phone_missing=0.90,
    card_missing=0.95,
    sex_missing=0.15,
)
MIXES: Mapping[str, Rates] = {"usual": USUAL, "hard": HARD, "office": OFFICE, "typed": TYPED, "bare": BARE}
# What no mix has, and the given scorecard is not learned of: what is left after equal NIKs were matched, and birth
# dates of which many offices know the year only.
APART: Mapping[str, Rates] = {
    "leftover": replace(USUAL, taken_out=1.0),
    "vague": replace(USUAL, birth_default=0.20, default_birth_written=0.20),
}
