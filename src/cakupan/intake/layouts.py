"""Which columns each kind of file has; the tables of figures here, the lists of people in `person_layouts`."""

from collections.abc import Mapping

from cakupan.intake.bounds import parse_month_reported
from cakupan.intake.cells import (
    parse_count_cell,
    parse_day_cell,
    parse_denominator_or_weight,
    parse_rate_cell,
    parse_sampling_error,
    parse_stated,
    parse_text_cell,
    parse_vintage_cell,
    parse_year_cell,
    word_of,
)
from cakupan.intake.kind import Kind, Subject
from cakupan.intake.layout import Field, Layout, column
from cakupan.intake.person_layouts import PERSON_LAYOUTS
from cakupan.intake.places import PLACE_COLUMNS, parse_place


def layout_of(kind: Subject) -> Layout:
    return _LAYOUTS[kind]


_AREA = Field("area", parse_place, PLACE_COLUMNS, required=True)
_SEGMENT = column("segment", word_of("segment"))
_SOURCE = column("source", parse_text_cell, free=True)

_LAYOUTS: Mapping[Subject, Layout] = {
    Kind.RECAP: Layout(
        fields=(
            _AREA,
            column("month", parse_month_reported, required=True),
            column("members", parse_count_cell, "int64", required=True),
            _SEGMENT,
            column("payer", word_of("payer")),
            column("programme", word_of("programme")),
            _SOURCE,
        ),
        key=("area", "month", "segment", "payer", "programme", "source"),
        aliases=("shared", "recap"),
        figures=("members",),
    ),
    Kind.WORKFORCE: Layout(
        fields=(
            column("denominator", parse_text_cell, required=True, free=True),
            _AREA,
            Field("value", parse_denominator_or_weight, ("value", "weight"), "int64", required=True),
            column("vintage", parse_vintage_cell, required=True),
            _SEGMENT,
            column("error", parse_sampling_error, "decimal(20,6)", dispensable=True),
            column("definition", parse_text_cell, free=True),
            _SOURCE,
            column("published_on", parse_day_cell, "date", dispensable=True),
            column("weight", word_of("weight")),
            column("set_by", parse_text_cell, free=True),
            column("reason", parse_text_cell, free=True),
            Field("stated", parse_stated, ("set_by",)),
        ),
        # what a regency states stands beside what was published, and takes nothing away from it
        key=("denominator", "area", "vintage", "segment", "weight", "stated"),
        alternatives=(("value",),),
        aliases=("shared", "workforce"),
        figures=("value",),
    ),
    Kind.TARGETS: Layout(
        fields=(
            column("target", parse_text_cell, required=True, free=True),
            _AREA,
            column("year", parse_year_cell, "int32", required=True),
            column("rate", parse_rate_cell, "decimal(12,6)", required=True),
            column("set_by", parse_text_cell, free=True),
            column("denominator", parse_text_cell, free=True),
            _SOURCE,
        ),
        key=("target", "area", "year"),
        aliases=("shared", "targets"),
        figures=("rate",),
    ),
    **PERSON_LAYOUTS,
}
