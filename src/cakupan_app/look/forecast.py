"""The forecast and the lapse calendar as documents: the JSON of the command line (CLI.md) and of the API."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cakupan_app.look.documents import area_title, definition_document, worded
from cakupan_app.look.gap import gap_document
from cakupan_app.look.sheets import as_xlsx
from cakupan_app.look.told import part_named
from cakupan_app.look.voice import Voice

if TYPE_CHECKING:
    from cakupan.targets.forecast import Chance, Expected, ExpectedFlows, Forecast
    from cakupan.targets.lapses import LapseCalendar


def forecast_document(voice: Voice, found: "Forecast", chart: Path | None = None) -> dict[str, Any]:
    """The JSON document of `forecast`: that of `gap` for the last known month, and what is expected after it.

    `path`: members in the middle (`members`) and between what 80 per cent of the paths lie (`low`, `high`), with
    their rates. `flows` are averages, each rounded by itself. `targets` have the chance of each in whole per cent.
    """
    from cakupan.targets.forecast import INTERVAL

    document = gap_document(voice, found.gap, found.pace)
    chances = {chance.target.id: chance for chance in found.chances}
    drawn = found.drawn
    return {
        **document,
        "name": area_title(document["area"]),
        "until": found.until,
        "interval": INTERVAL,
        "method": {
            "id": drawn.method,
            "first": drawn.first,
            "last": drawn.last,
            "of_persons": drawn.of_persons,
            "seed": drawn.seed,
            "paths": drawn.paths,
        }
        if drawn
        else None,
        "path": [_expected(found, one) for one in found.path],
        "flows": [_flows(one) for one in found.flows],
        "groups": [
            {
                "segment": group.segment,
                "payer": group.payer,
                "path": [_counts(one) for one in group.path],
                "flows": [_flows(one) for one in group.flows],
            }
            for group in found.groups
        ],
        "targets": [one | _chance(voice, chances[one["id"]]) for one in document["targets"]],
        "chart": chart,
        "missing": [*document["missing"], *worded(voice, found.missing)],
        "findings": [*document["findings"], *worded(voice, found.findings)],
    }


def _expected(found: "Forecast", one: "Expected") -> dict[str, Any]:
    return {
        **_counts(one),
        "rate": found.rate_of(one.members),
        "rate_low": found.rate_of(one.low),
        "rate_high": found.rate_of(one.high),
    }


def _counts(one: "Expected") -> dict[str, Any]:
    return {"month": one.month, "members": one.members, "low": one.low, "high": one.high}


def _flows(one: "ExpectedFlows") -> dict[str, Any]:
    return {
        "month": one.month,
        "joined": one.joined,
        "left": one.left,
        "known_endings": one.due,
        "renewed": one.renewed,
    }


def _chance(voice: Voice, chance: "Chance") -> dict[str, Any]:
    because = worded(voice, [chance.missing]) if chance.missing and chance.percent is None else []
    return {"wanted": chance.wanted, "chance": chance.percent, "because": because[0] if because else None}


def lapses_document(
    voice: Voice, found: "LapseCalendar", chart: Path | None = None, listed: Path | None = None
) -> dict[str, Any]:
    """The JSON document of `lapses`: members = the people of all rows + before + later + unknown."""
    end = found.year_end
    return {
        "definition": definition_document(found.definition, voice) if found.definition else None,
        "area": found.area,
        "name": area_title(found.area),
        "month": found.month,
        "from": found.since,
        "until": found.until,
        "by": found.by,
        "members": found.members,
        "ending": found.ending,
        "before": found.lasting.before,
        "later": found.lasting.later,
        "unknown": found.lasting.unknown,
        "months": [{"month": month, "people": people} for month, people in found.by_month.items()],
        "rows": [{"month": row.month, **row.dims, "people": row.people} for row in found.rows],
        "year_end": {
            "year": end.year,
            "people": end.people,
            "payers": [{"payer": payer, "people": people} for payer, people in end.payers.items()],
            "decree_by": end.decree_by,
            "protected_until": end.protected_until,
        }
        if end
        else None,
        "chart": chart,
        "list": listed,
        "missing": worded(voice, found.missing),
        "findings": worded(voice, found.findings),
    }


_IN_THE_BOOK = (
    *("nik", "name", "birth", "ends_on", "cause", "paid_month", "renewed_by"),
    *("segment", "payer", "village", "district", "person"),
)


def renewal_book(voice: Voice, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Whom to renew, by name, as a workbook: a row for each person (`work.lapses.renewal_list`)."""
    headings = [voice.text(f"renewal_{name}") for name in _IN_THE_BOOK]
    return as_xlsx(voice.text("renewal_sheet"), headings, (_renewal(voice, row) for row in rows))


def _renewal(voice: Voice, row: Mapping[str, Any]) -> list[Any]:
    cause = voice.text(f"lapse_cause_{row['cause']}")
    places = {name: area_title(row[name]) if row[name] else None for name in ("village", "district")}
    payers = {name: part_named(voice, "payer", row[name]) if row[name] else None for name in ("payer", "renewed_by")}
    told = {**row, **places, **payers, "cause": cause}
    return [told[name] for name in _IN_THE_BOOK]
