"""How many of everything there are: who lives together, who is a member of what, and how often a file is wrong."""

from dataclasses import dataclass, field

POTENTIAL = 213_582  # potential workers of Musi Banyuasin (BPS 2025, in the news report of 2025-09-18)
ACTIVE = {"2024-12": 88_958, "2025-07": 103_079}  # active members in the same report


@dataclass(frozen=True, slots=True)
class Households:
    """Shares among people and households."""

    workers: tuple[float, ...] = (0.22, 0.38, 0.24, 0.12, 0.04)  # households of one worker, two, ... five
    headed_by_men: float = 0.86
    couples: float = 0.85  # second worker is the wife or the husband of the first
    twins: float = 0.014  # of neighbours in age among the grown children
    named_as_father: float = 0.012  # of the grown sons
    default_births: float = 0.07  # of those over 45: 1 January, 1 July, 31 December
    moved_in: float = 0.12  # NIK of a district elsewhere
    nik_of_other_birth: float = 0.015  # the birth date was corrected after the NIK was given
    nik_of_other_sex: float = 0.003
    phones: float = 0.6
    deaths_a_year: float = 0.0042  # at 45; doubles every eleven years of age


@dataclass(frozen=True, slots=True)
class Enrolments:
    """Members as shares of the potential workers, and how they come and go month by month."""

    pu: float = 0.1890  # wage earners in December 2023
    pu_joins: float = 0.0017  # a month, of the potential
    pu_leaves: float = 0.0105  # a month, of the wage earners
    pu_returns: float = 0.25  # of those who leave, at another employer under a new KPJ
    employer_changes: float = 0.003  # of the wage earners: at once at another employer, under the same KPJ
    two_employers: float = 0.005  # of the wage earners: a second KPJ at once
    also_sponsored: float = 0.008  # of the wage earners who stay: a BPU member at once
    become_pu: float = 0.012  # of the sponsored
    decree_2023: float = 0.1120
    decree_2024: float = 0.1455  # about 31,000
    decree_2025: float = 0.2107  # about 45,000
    renewed: float = 0.88
    renewed_late: float = 0.06  # of the renewed: from April, after a lapse
    decree_from_july: float = 0.45  # of those new in 2025; the rest from January to June
    apbdes: float = 0.0115
    dbh_sawit: float = 0.0080
    csr: float = 0.0042
    self_paid: float = 0.0330
    self_lapses: float = 0.022  # a month, of those who pay themselves
    self_returns: float = 0.3
    jakon: float = 0.0125
    pmi: float = 0.0012


@dataclass(frozen=True, slots=True)
class Extracts:
    """Faults of the monthly extracts, as shares of the memberships."""

    nik_damaged: float = 0.020
    nik_damages: tuple[tuple[str, float], ...] = (
        ("rounded", 0.30), ("power", 0.12), ("letters", 0.14), ("missing", 0.12), ("swapped", 0.14), ("another", 0.18),
    )  # fmt: skip
    damage_changes: float = 0.25  # of the damaged: right before or after some month
    kpj_missing: float = 0.015
    kpj_damaged: float = 0.005
    kpj_damages: tuple[tuple[str, float], ...] = (("lost", 0.5), ("swapped", 0.5))  # a zero in front is lost first
    kpj_changes: float = 0.2  # of the missing and damaged: right before or after some month
    kpj_copied: float = 0.001  # of the rows of each extract: the KPJ of the row above
    name_varied: float = 0.06
    variant_changes: float = 0.25
    birth_missing: float = 0.004  # of those who may turn 66: in two months of them
    birth_swapped: float = 0.004
    village_missing: float = 0.005
    village_varied: float = 0.04
    stale: float = 0.05  # of the sponsored: the extract has not seen payments that were made
    behind: float = 0.12  # of the sponsored: the extract is a month behind
    in_arrears: float = 0.04  # of the wage earners: the employer owes, and they stay members
    corrected: tuple[str, ...] = ("2024-12", "2025-03", "2025-05")
    niks_mended: float = 0.15  # of the damaged, in each correction; and of the KPJ that cannot be read
    ends_added: float = 0.25  # of the wage earners who ended in that month
    rows_forgotten: float = 0.003  # of the wage earners
    status_mended: float = 0.02  # of those who pay themselves


@dataclass(frozen=True, slots=True)
class Lists:
    """Faults of the village lists, as shares of their rows."""

    nominated: float = 0.1686  # of the potential: about 36,000 rows
    members_already: float = 0.40
    over_65: float = 0.03
    twice: float = 0.02  # named in a second village as well
    nik_missing: float = 0.04
    nik_damaged: float = 0.05
    nik_dressed: float = 0.08  # apostrophe, blanks, dots
    nik_as_number: float = 0.06
    name_varied: float = 0.20
    father_initial: float = 0.03
    day_and_month_swapped: float = 0.10  # where the day can be a month
    birth_missing: float = 0.02
    phone_missing: float = 0.4


@dataclass(frozen=True, slots=True)
class Rates:
    """Every stated share, by what it is about.

    Faults do not meet where not even a perfect reader of the files could know the truth:

    - A KPJ that reads as another (swapped, copied) stays so in the correction of its month, or two rows would stand.
    - No correction speaks of somebody with several rows in its month of which one has no KPJ that can be read: the row
      could be either. Of two employers under one KPJ a correction names both rows or neither.
    - The KPJ of the row above is copied to no other row of the same person.
    - The birth of whoever may turn 66 is wrong in two months, if six or more list them: other rows tell it.
    - An office's payment has a KPJ or a sound NIK.
    """

    households: Households = field(default_factory=Households)
    enrolments: Enrolments = field(default_factory=Enrolments)
    extracts: Extracts = field(default_factory=Extracts)
    lists: Lists = field(default_factory=Lists)
    payments_without_kpj: float = 0.2
    families_off: float = 0.08  # standard deviation of a village's listed families around its households
    recap_cut_off_day: int = 25  # who joins later in a month is missing from the branch's recap of it
