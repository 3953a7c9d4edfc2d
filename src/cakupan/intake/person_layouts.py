"""Which columns lists of people have: members, nominations, population, payments, answers, deaths and others."""

from collections.abc import Mapping
from dataclasses import replace

from cakupan.intake.birth_cells import (
    day_kept,
    day_told,
    parse_birth_cell,
    parse_birth_of_nominee,
    parse_death_cell,
    parse_death_of_nominee,
    parse_death_reported,
)
from cakupan.intake.bounds import parse_month_reported
from cakupan.intake.cells import word_of
from cakupan.intake.homes import (
    HOME_COLUMNS,
    parse_district,
    parse_village,
    parse_village_written,
    parse_workplace,
)
from cakupan.intake.kind import Kind, Loose, Subject
from cakupan.intake.layout import Field, Layout, Plainly, Stored, cell_parser, column
from cakupan.intake.membership_cells import (
    MONTH_COLUMNS,
    parse_amount_cell,
    parse_claimed_amount,
    parse_ends_month,
    parse_match_code,
    parse_paid_until,
    parse_programmes_cell,
    parse_result_cell,
    parse_segment_of_person,
    parse_starts_month,
)
from cakupan.intake.name_cells import (
    parse_name_cell,
    parse_occupation_cell,
    parse_occupation_code,
    parse_words,
)
from cakupan.intake.outcome import CellParser, Fault, Given, Outcome, Taken
from cakupan.intake.person_cells import (
    known_word,
    parse_decile_cell,
    parse_family_card_cell,
    parse_kpj_cell,
    parse_nik_cell,
    parse_nik_written,
    parse_sex_cell,
)
from cakupan.intake.phone_cells import parse_phone_cell
from cakupan.intake.plain import (
    plain_births,
    plain_family_cards,
    plain_kpjs,
    plain_names,
    plain_niks,
    plain_niks_unwritten,
    plain_phones,
    plain_words,
)
from cakupan.intake.sheet import Cell


def _personal(name: str, parse: CellParser, plainly: Plainly | None = None, *, required: bool = False) -> Field:
    """A field about a person, without which a row still says enough."""
    return replace(column(name, parse, required=required, dispensable=True), personal=True, plainly=plainly)


def _words(name: str) -> Field:
    return replace(column(name, parse_words, free=True, dispensable=True), personal=True, plainly=plain_words)


def _optional(name: str, parse: CellParser, stored: Stored = "text") -> Field:
    return replace(column(name, parse, stored, dispensable=True), personal=True)


def _word(name: str, parse: CellParser) -> Field:
    """A field that holds words of a list: an unknown one is told whole, so that people see which it is."""
    return column(name, parse, dispensable=True)


def _parse_nik(cells: Mapping[str, Cell], given: Given) -> Outcome:
    cell = cells["nik"]
    return Taken(None, warnings=(Fault("nik_empty"),)) if cell is None else parse_nik_cell(cell, given)


_NIK = replace(_personal("nik", parse_nik_cell, plain_niks, required=True), parse=_parse_nik)
_NIK_OR_OTHER = _personal("nik", parse_nik_cell, plain_niks)
_NIK_WRITTEN = Field(
    "nik_written",
    cell_parser("nik", parse_nik_written),
    ("nik",),
    dispensable=True,
    silent=True,
    personal=True,
    plainly=plain_niks_unwritten,
)
_NAME = replace(_personal("name", parse_name_cell, plain_names), free=True)
_BIRTH = replace(_personal("birth", parse_birth_cell, plain_births), stored="date")
_SEX = _personal("sex", parse_sex_cell)
_KPJ = _personal("kpj", parse_kpj_cell, plain_kpjs)
_PHONE = _personal("phone", parse_phone_cell, plain_phones)
_FAMILY_CARD = _personal("family_card", parse_family_card_cell, plain_family_cards)
_VILLAGE = Field("village", parse_village, HOME_COLUMNS, dispensable=True)
_VILLAGE_WRITTEN = Field("village_written", parse_village_written, HOME_COLUMNS, dispensable=True, silent=True)
_DISTRICT = Field("district", parse_district, (*HOME_COLUMNS[2:], *HOME_COLUMNS[:2]), dispensable=True)
_OCCUPATION = replace(_words("occupation"), parse=cell_parser("occupation", parse_occupation_cell), plainly=None)
_OCCUPATION_CODE = Field(
    "occupation_code", cell_parser("occupation", parse_occupation_code), ("occupation",), dispensable=True, silent=True
)
_OCCUPATIONS = (_OCCUPATION, _OCCUPATION_CODE)
_HOME = (_VILLAGE, _VILLAGE_WRITTEN, _DISTRICT)
_PAYER = _word("payer", known_word("payer"))
_IDENTITY = ("nik", "nik_written", "name")
_SPOKEN_OF = ("nik", "kpj")
_IDENTIFYING = ("nik", "name", "kpj")
_ALIASES = ("shared", "people")


def _needed(field: Field) -> Field:
    return replace(field, required=True, dispensable=False)


def _column_needed(field: Field) -> Field:
    return replace(field, required=True)


PERSON_LAYOUTS: Mapping[Subject, Layout] = {
    Kind.MEMBERS: Layout(
        fields=(
            _NIK,
            _NIK_WRITTEN,
            _column_needed(_NAME),
            column("segment", parse_segment_of_person, required=True),
            column("month", parse_month_reported, required=True),
            _KPJ,
            _BIRTH,
            _SEX,
            *_HOME,
            _word("programmes", parse_programmes_cell),
            _words("employer"),
            Field("workplace", parse_workplace, ("workplace",), dispensable=True),
            _PAYER,
            _optional("started_on", day_kept("started_on"), "date"),
            _optional("ended_on", day_kept("ended_on"), "date"),
            _optional("paid_until", parse_paid_until, "date"),
            _word("status", known_word("status")),
        ),
        # in one month a person may be PU and BPU, have two KPJ, work for two employers: those are different rows
        key=(*_IDENTITY, "kpj", "birth", "segment", "month", "employer", "payer", "programmes", "started_on",
             "ended_on", "paid_until", "status"),
        names=_SPOKEN_OF,
        identifying=_IDENTIFYING,
        aliases=_ALIASES,
        shared_nik_told=True,
    ),
    Kind.NOMINATIONS: Layout(
        fields=(
            _needed(_NIK),
            _NIK_WRITTEN,
            _needed(_NAME),
            replace(_BIRTH, parse=cell_parser("birth", parse_birth_of_nominee), dispensable=False),
            _SEX,
            *_HOME,
            _words("address"),
            _PHONE,
            *_OCCUPATIONS,
            _optional("decile", parse_decile_cell, "int32"),
            _FAMILY_CARD,
            _optional("died_on", parse_death_of_nominee, "date"),
        ),
        key=("nik", "name"),
        folded=("name",),
        names=_SPOKEN_OF,
        aliases=_ALIASES,
        shared_nik_told=True,
        ages_told=True,
    ),
    Kind.POPULATION: Layout(
        fields=(
            _NIK,
            _NIK_WRITTEN,
            _column_needed(_NAME),
            _needed(_BIRTH),
            _SEX,
            _column_needed(_VILLAGE),
            _VILLAGE_WRITTEN,
            _DISTRICT,
            _FAMILY_CARD,
            *_OCCUPATIONS,
            _optional("died_on", parse_death_cell, "date"),
        ),
        key=("nik", "nik_written", "name", "birth", "village", "village_written", "family_card", "died_on"),
        folded=("name",),
        names=_SPOKEN_OF,
        identifying=_IDENTIFYING,
        aliases=_ALIASES,
        shared_nik_told=True,
    ),
    Kind.PAYMENTS: Layout(
        fields=(
            _NIK_OR_OTHER,
            _NIK_WRITTEN,
            _KPJ,
            _NAME,
            Field("starts_month", parse_starts_month, MONTH_COLUMNS, required=True),
            Field("ends_month", parse_ends_month, MONTH_COLUMNS, silent=True),
            replace(column("amount", parse_amount_cell, "int64", required=True), personal=True),
            _words("contribution_code"),
            _PAYER,
            _words("fund"),
            _optional("paid_on", day_told("paid_on"), "date"),
        ),
        # two amounts are two payments, never a contradiction: the amount is in the key too
        key=(*_IDENTITY, "kpj", "starts_month", "ends_month", "amount", "contribution_code", "payer", "fund",
             "paid_on"),
        figures=("amount",),
        names=_SPOKEN_OF,
        identifying=_IDENTIFYING,
        alternatives=(("nik", "kpj"),),
        aliases=_ALIASES,
    ),
    Kind.ANSWERS: Layout(
        fields=(
            _NIK,
            _NIK_WRITTEN,
            column("result", parse_result_cell, required=True),
            _words("reason"),
            _KPJ,
            _words("batch"),
        ),
        key=("nik", "nik_written", "kpj", "result", "reason", "batch"),
        names=_SPOKEN_OF,
        identifying=_IDENTIFYING,
        aliases=_ALIASES,
    ),
    Kind.MATCHES: Layout(
        fields=(
            _NIK,
            _NIK_WRITTEN,
            column("match_code", parse_match_code, required=True),
            _word("alive", known_word("alive")),
            _words("address"),
        ),
        key=("nik", "nik_written", "match_code", "alive", "address"),
        names=_SPOKEN_OF,
        identifying=("nik",),
        aliases=_ALIASES,
    ),
    Kind.DEATHS: Layout(
        fields=(
            _NIK,
            _NIK_WRITTEN,
            _NAME,
            _BIRTH,
            _SEX,
            replace(_optional("died_on", parse_death_reported, "date"), required=True, dispensable=False),
            *_HOME,
            _optional("reported_on", day_told("reported_on"), "date"),
        ),
        key=("nik", "nik_written", "name", "birth", "died_on"),
        folded=("name",),
        names=_SPOKEN_OF,
        identifying=_IDENTIFYING,
        aliases=_ALIASES,
        shared_nik_told=True,
    ),
    Kind.CLAIMS: Layout(
        fields=(
            _NIK_OR_OTHER,
            _NIK_WRITTEN,
            _KPJ,
            _NAME,
            column("benefit", word_of("benefit"), required=True),
            column("status", word_of("claim_status"), required=True),
            replace(column("amount", parse_claimed_amount, "int64", dispensable=True), personal=True),
            _optional("submitted_on", day_told("submitted_on"), "date"),
            _optional("paid_on", day_told("paid_on"), "date"),
        ),
        # one who is hurt twice claims twice, so the days are in the key
        key=(*_IDENTITY, "kpj", "benefit", "status", "amount", "submitted_on", "paid_on"),
        names=_SPOKEN_OF,
        identifying=_IDENTIFYING,
        alternatives=(("nik", "kpj"),),
        aliases=(*_ALIASES, "claims"),
    ),
    Loose.PERSONS: Layout(
        fields=(
            _NIK_OR_OTHER,
            _NIK_WRITTEN,
            _NAME,
            _BIRTH,
            _SEX,
            *_HOME,
            _words("address"),
            _PHONE,
            _FAMILY_CARD,
            _KPJ,
            _words("mother"),
        ),
        key=(),
        names=_SPOKEN_OF,
        identifying=_IDENTIFYING,
        alternatives=(("name", "nik"),),
        aliases=_ALIASES,
        keeps_all=True,
    ),
}  # fmt: skip
