"""What a sender is told on one page: what was received, counts that add up, reasons, and what to do next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from cakupan.basics.refused import Fact
from cakupan.intake import Reading
from cakupan.reports.verdicts import Counts, Reason, counts_by_sheet, reasons_of
from cakupan.reports.voice import Lang, Say, while_held

_ROWS_TOLD = 12
_REASONS_TOLD = 8
_COUNTS = ("sheet_rows", "set_aside", "rows_in", "accepted", "quarantined", "repeated")


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt is about. `name` is masked; `title` and `place` say which list of whom it is, where that is known.

    `status` is what became of the file (CLI.md); `because` are whole sentences: why it was refused, held, or could not
    be matched to a form; `news` such about what it brought. `code` is that of an earlier file, if this one is not kept.
    `at` is in the time of Jakarta. Of a refused file there may be no `reading`.
    """

    name: str
    status: str
    at: datetime
    by: str
    reading: Reading | None = None
    title: str = ""
    place: str = ""
    because: Sequence[str] = ()
    returned: str = ""
    news: Sequence[str] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Receipt:
    """The page before it is set: its heading, facts, counts by sheet and in all, reasons, and what to do."""

    heading: str
    facts: Sequence[tuple[str, str]]
    status: str
    news: Sequence[str]
    counts: Sequence[tuple[str, Counts]]
    total: Counts | None
    reasons: Sequence[Reason]
    more: int
    steps: Sequence[str]


def receipt_text(told: ReceiptFacts, say: Say, lang: Lang) -> str:
    """The receipt as plain text that a telephone shows well: short lines, a star on each side of what is bold.

    It holds no NIK and no name of a person: reasons are told of rows by their numbers.
    """
    say = _voice(told, say)
    page = _page(told, say, lang)
    return "\n".join(_lines(page, say, lang)) + "\n"


def receipt_html(told: ReceiptFacts, say: Say, lang: Lang) -> str:
    """The same receipt as one page to print: no script, nothing from elsewhere."""
    say = _voice(told, say)
    page = _page(told, say, lang)
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(fact)}</dd>" for name, fact in page.facts)
    steps = "".join(f"<li>{escape(step)}</li>" for step in page.steps)
    body = f"<h1>{escape(page.heading)}</h1><dl>{facts}</dl><p class=status>{escape(page.status)}</p>"
    body += "".join(f"<p>{escape(one)}</p>" for one in page.news)
    body += _counts_in_html(page, say, lang) + _reasons_in_html(page, say, lang)
    body += f"<h2>{escape(say('receipt_next', {}, lang))}</h2><ol>{steps}</ol>"
    head = f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>{escape(page.heading)}</title>"
    return f"<!doctype html>\n<html lang={lang}><head>{head}<style>{_STYLE}</style></head><body>{body}</body></html>\n"


def _voice(told: ReceiptFacts, say: Say) -> Say:
    return while_held(say) if told.status == "held" else say


def _page(told: ReceiptFacts, say: Say, lang: Lang) -> _Receipt:
    reading = told.reading
    counts = counts_by_sheet(reading) if reading else ()
    if told.status == "unchanged":
        counts = [(sheet, _unchanged(one)) for sheet, one in counts]
    total = _total(counts)
    reasons = reasons_of(reading, say, lang) if reading else ()
    return _Receipt(
        heading=say("receipt_heading", {"title": told.title}, lang).strip(),
        facts=list(_facts(told, say, lang)),
        status=say(f"receipt_{told.status}", {}, lang),
        news=told.news,
        counts=counts,
        total=total,
        reasons=reasons[:_REASONS_TOLD],
        more=max(0, len(reasons) - _REASONS_TOLD),
        steps=[*told.because, *_steps(told, total, say, lang)],
    )


def _unchanged(counts: Counts) -> Counts:
    # the same file again: every row that had been taken in is a repetition now, so the sum still holds
    rows, aside, rows_in, accepted, quarantined, repeated = counts
    return rows, aside, rows_in, 0, quarantined, repeated + accepted


def _total(counts: Sequence[tuple[str, Counts]]) -> Counts | None:
    if not counts:
        return None
    rows, aside, rows_in, accepted, quarantined, repeated = (
        sum(one) for one in zip(*(counted for _, counted in counts), strict=True)
    )
    return rows, aside, rows_in, accepted, quarantined, repeated


def _facts(told: ReceiptFacts, say: Say, lang: Lang) -> Iterator[tuple[str, str]]:
    at = say("receipt_when", {"day": told.at.date(), "hour": f"{told.at:%H:%M}"}, lang)
    facts: Mapping[str, str] = {
        "place": told.place,
        "file": told.name,
        "at": at,
        "by": told.by,
        "code": told.code or (told.reading.sha256[:12] if told.reading else ""),
    }
    for name, fact in facts.items():
        if fact:
            yield say(f"receipt_{name}", {}, lang), fact


def _steps(told: ReceiptFacts, total: Counts | None, say: Say, lang: Lang) -> Iterator[str]:
    if total and total[4]:
        facts: dict[str, Fact] = {"rows": total[4], "file": told.returned}
        yield say("receipt_repair_in" if told.returned else "receipt_repair", facts, lang)
    elif not told.because:
        yield say("receipt_nothing_to_do", {}, lang)


def _lines(page: _Receipt, say: Say, lang: Lang) -> Iterator[str]:
    yield f"*{page.heading}*"
    yield from (f"{name}: {fact}" for name, fact in page.facts)
    yield ""
    yield f"*{page.status}*"
    yield from page.news
    if page.total:
        yield ""
        if len(page.counts) > 1:
            for sheet, counts in page.counts:
                yield f"{sheet}: {_sum_in_words(counts, say, lang)}"
            yield ""
        yield from (
            f"{say(f'counted_{name}', {}, lang)}: {count}" for name, count in zip(_COUNTS, page.total, strict=True)
        )
        yield _sum_in_words(page.total, say, lang)
    if page.reasons:
        yield ""
        yield f"*{say('receipt_reasons', {}, lang)}*"
        for reason in page.reasons:
            yield f"- {_headed(reason)} ({_rows_told(reason, len(page.counts) > 1, say, lang)})"
        if page.more:
            yield f"- {say('receipt_more', {'count': page.more}, lang)}"
    yield ""
    yield f"*{say('receipt_next', {}, lang)}*"
    yield from (f"{number}. {step}" for number, step in enumerate(page.steps, 1))


def _sum_in_words(counts: Counts, say: Say, lang: Lang) -> str:
    return say("receipt_sum", dict(zip(_COUNTS, counts, strict=True)), lang)


def _headed(reason: Reason) -> str:
    return f"{reason.column}: {reason.sentence}" if reason.column else reason.sentence


def _rows_told(reason: Reason, by_sheet: bool, say: Say, lang: Lang) -> str:
    told = [f"{sheet} {row}" if by_sheet else str(row) for sheet, row in reason.rows[:_ROWS_TOLD]]
    rows = ", ".join(told)
    code = "receipt_rows_of" if len(reason.rows) > _ROWS_TOLD else "receipt_rows"
    return say(code, {"count": len(reason.rows), "rows": rows}, lang)


def _counts_in_html(page: _Receipt, say: Say, lang: Lang) -> str:
    if not page.total:
        return ""
    names = [escape(say(f"counted_{name}", {}, lang)) for name in ("sheet", *_COUNTS)]
    heads = "".join(f"<th>{name}</th>" for name in names)
    lines = [*page.counts, (say("counted_total", {}, lang), page.total)] if len(page.counts) > 1 else page.counts
    rows = "".join(f"<tr>{_cells_in_html(names, (sheet, *counts))}</tr>" for sheet, counts in lines)
    words = escape(_sum_in_words(page.total, say, lang))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table><p>{words}</p>"


def _cells_in_html(names: Sequence[str], cells: Sequence[str | int]) -> str:
    # a telephone has no room for seven columns: there the cells stand one below the other, each after its name
    told = zip(names, cells, strict=True)
    return "".join(f'<td data-name="{name}">{escape(str(cell))}</td>' for name, cell in told)


def _reasons_in_html(page: _Receipt, say: Say, lang: Lang) -> str:
    if not page.reasons:
        return ""
    items = "".join(
        f"<li>{escape(_headed(reason))} ({escape(_rows_told(reason, len(page.counts) > 1, say, lang))})</li>"
        for reason in page.reasons
    )
    more = f"<li>{escape(say('receipt_more', {'count': page.more}, lang))}</li>" if page.more else ""
    return f"<h2>{escape(say('receipt_reasons', {}, lang))}</h2><ul>{items}{more}</ul>"


_STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;color:#1d2530;max-width:46rem;margin:1.5rem auto;padding:0 1rem}"
    "h1{font-size:1.35rem;color:#14532d}h2{font-size:1.05rem;margin:1.2rem 0 .3rem}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .8rem;margin:0}dt{color:#4b5663}dd{margin:0}"
    ".status{font-weight:600}table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #d5dae0;padding:.25rem .4rem;text-align:right;font-variant-numeric:tabular-nums}"
    "th:first-child,td:first-child{text-align:left}th{font-weight:600;vertical-align:bottom}"
    "@media(max-width:36rem){thead{display:none}tr{display:block;padding:.4rem 0;border-bottom:1px solid #d5dae0}"
    "td{display:flex;justify-content:space-between;gap:1rem;border:0;padding:.1rem 0}td:first-child{font-weight:600}"
    "td::before{content:attr(data-name);color:#4b5663;font-weight:400}dd{overflow-wrap:anywhere}}"
    "@page{size:A4;margin:15mm}@media print{body{margin:0;padding:0;font-size:11pt}}"
)
