"""What the picture of a change shows, read from its SVG."""

import re
from xml.etree import ElementTree

from cakupan.reports.svg import as_png
from cakupan.reports.waterfall import Bar, Words, waterfall
from reports.drawn import check_fit_for_a_page

WORDS = Words("Musi Banyuasin: 88.958 & lebih", "Desember 2024: 88.958. Bergabung: +31.", "dipotong")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*steps: int, start: int) -> ElementTree.Element:
    bars = [Bar("Desember 2024", start, str(start), figure=True)]
    bars += [Bar(f"Sebab yang panjang namanya {place}", step, f"{step:+}") for place, step in enumerate(steps)]
    bars.append(Bar("Juli 2025", start + sum(steps), str(start + sum(steps)), figure=True))
    return ElementTree.fromstring(waterfall(bars, WORDS))  # noqa: S314  a picture of our own


def spans(picture: ElementTree.Element) -> list[tuple[str, float, float]]:
    """The colour of each bar, and where it begins and ends across."""
    found = []
    for path in picture.iter(f"{SVG}path"):
        if path.get("aria-roledescription") == "bar" or (path.get("fill") or "").startswith("#"):
            left, right = (float(x) for x in re.findall(r"[Mh](-?[\d.]+)", path.get("d") or "")[:2])
            found.append((str(path.get("fill")), left, left + right))
    return found


def texts(picture: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def test_each_step_begins_where_the_one_before_it_ends() -> None:
    first, up, down, last = spans(drawn(600, -200, start=400))
    assert (first[1], first[2]) == (0.0, up[1])
    assert up[2] == down[2]
    assert down[1] == last[2]
    assert (first[0], up[0], down[0]) == ("#3d4b5c", "#1f6fb2", "#b45117")


def test_small_steps_of_large_figures_are_seen_and_the_figures_are_said_to_be_cut() -> None:
    first, up, down, last = spans(drawn(60, -20, start=88_958))
    assert up[2] - up[1] > 20
    assert down[2] - down[1] > 10
    assert first[2] > 10
    shown = texts(drawn(60, -20, start=88_958))
    assert "dipotong" in shown
    assert shown.count("//") == 2
    assert last[2] > first[2]


def test_where_steps_are_large_the_bars_begin_at_nothing_and_nothing_is_cut() -> None:
    shown = texts(drawn(600, -200, start=400))
    assert "//" not in shown
    assert "dipotong" not in shown


def test_arrows_and_signs_say_what_the_colour_says() -> None:
    shown = texts(drawn(600, -200, start=400))
    assert "▲ +600" in shown
    assert "▼ -200" in shown


def test_long_names_stand_whole_on_several_lines() -> None:
    whole = " ".join(texts(drawn(600, start=400)))
    assert "Sebab yang panjang" in whole
    assert "…" not in whole


def test_it_is_read_out_and_carries_no_script_and_no_style_sheet() -> None:
    picture = drawn(60, start=88_958)
    check_fit_for_a_page(picture, WORDS.title, WORDS.description)


def test_numbers_of_a_nation_stand_clear_of_the_bars() -> None:
    bars = [Bar("Desember 2024", 41_234_567, "41.234.567", figure=True), Bar("Bergabung", 12_345_678, "+12.345.678")]
    picture = ElementTree.fromstring(waterfall(bars, WORDS))  # noqa: S314  a picture of our own
    longest = len("▲ +12.345.678") * 8  # as wide as thirteen bold letters of 13 pixels can be
    right_edge = 390 - 132
    assert max(right for _, _, right in spans(picture)) < right_edge - longest


def test_a_month_in_the_title_is_not_parted_from_its_year() -> None:
    title = "Kabupaten Musi Banyuasin: 88.954 di Desember 2024, 103.076 pada Juli 2025"
    assert len(title[: title.index("Desember")]) < 46 < len(title[: title.index("2024,") + 5])
    bars = [Bar("Desember 2024", 88_954, "88.954", figure=True), Bar("Juli 2025", 103_076, "103.076", figure=True)]
    shown = texts(ElementTree.fromstring(waterfall(bars, Words(title, "", ""))))  # noqa: S314  a picture of our own
    assert any("Desember 2024" in one for one in shown if one != "Desember 2024")


def test_nothing_at_all_can_be_drawn() -> None:
    assert len(spans(drawn(start=0))) == 2
    assert len(spans(drawn(-3, start=3))) == 3


def test_as_dots_it_is_twice_as_wide_as_it_is_drawn() -> None:
    bars = [Bar("A", 1, "1", figure=True), Bar("B", 1, "1", figure=True)]
    content = as_png(waterfall(bars, WORDS))
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(content[16:20], "big") > 700
