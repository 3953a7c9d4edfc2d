"""What the minutes of a package look like: one page to print and sign, with counts and without any person."""

from html import escape
from typing import TYPE_CHECKING

from cakupan.basics.refused import Fact
from cakupan_app.look.words import Lang, say

if TYPE_CHECKING:
    from cakupan_app.work.manifest import Manifest

_LOOKS = """
body { font: 11pt/1.5 serif; max-width: 17cm; margin: 2cm auto; }
h1 { font-size: 14pt; text-align: center; } table { width: 100%; border-collapse: collapse; }
th { text-align: left; width: 38%; font-weight: normal; color: #444; } th, td { vertical-align: top; padding: 2pt 0; }
td { overflow-wrap: anywhere; } .sign td { width: 50%; padding-top: 2.5cm; text-align: center; }
"""


def minutes_of(manifest: "Manifest", lang: Lang) -> bytes:
    """The minutes (berita acara) as an HTML page: who hands what to whom, on what basis, how many rows, two lines to
    sign."""

    def text(code: str, **facts: Fact) -> str:
        return escape(say(code, facts, lang))

    offices = [text(f"package_office_{name}") for name in (manifest.sender, manifest.recipient)]
    rows = "\n".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in lines_of(manifest, lang)
    )
    opening = text("minutes_opening", day=manifest.made_on, area=manifest.area)
    signs = "".join(f"<td>{office}<br><br><br>……………………………………</td>" for office in offices)
    page = f"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{text("minutes_title")}</title><style>{_LOOKS}</style></head>
<body><h1>{text("minutes_title")}</h1><p>{opening}</p><table>
{rows}
</table><p>{text("minutes_closing")}</p><table class="sign"><tr>{signs}</tr></table></body></html>
"""
    return page.encode("utf-8")


def lines_of(manifest: "Manifest", lang: Lang) -> list[tuple[str, str]]:
    """What the minutes tell of a package, line by line: name and value."""
    values: dict[str, str] = {
        "number": manifest.number,
        "answers": manifest.answers,
        "sender": say(f"package_office_{manifest.sender}", {}, lang),
        "recipient": say(f"package_office_{manifest.recipient}", {}, lang),
        "basis": manifest.basis,
        "purpose": manifest.purpose,
        "because": manifest.because,
        "columns": ", ".join(manifest.columns),
        "count": say("minutes_rows", {"rows": manifest.rows}, lang),
        "expires": say("minutes_day", {"day": manifest.expires_on}, lang) if manifest.expires_on else "",
        "file": manifest.file,
        "hash": manifest.list_sha256,
    }
    return [(say(f"minutes_{name}", {}, lang), value) for name, value in values.items() if value]
