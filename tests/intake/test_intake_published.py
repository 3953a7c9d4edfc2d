"""Published tables, as they were found, go through as recaps without a mapping."""

from pathlib import Path

import pytest

from cakupan.intake import Kind, read_file


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "month"),
    [("bpjstk_members_province_2023-12.csv", "2023-12"), ("bpjstk_active_province_2025-02.csv", "2025-02")],
)
def test_members_by_province_are_read_as_they_were_published(shared: Path, name: str, month: str) -> None:
    content = (shared / "data" / "coverage" / name).read_bytes()
    reading = read_file(content, name=name, kind=Kind.RECAP)
    rows = reading.records().to_pylist()
    assert len(rows) == reading.rows_in == len(content.splitlines()) - 1
    assert {row["month"] for row in rows} == {month}
    assert all(len(row["area"]) == 2 and row["members"] > 0 for row in rows)
