"""About the tree itself: nothing personal, nothing of one machine, nothing half-done."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The form of a NIK whose serial is not one of the synthetic ones (9001 to 9999, practically never issued).
REAL_NIK = re.compile(
    r"(?<!\d)(1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])\d{4}[0-7]\d[01]\d{3}(?!9\d{3}(?!\d))\d{4}(?!\d)"
)
CODE = (".py", ".toml", ".md", ".csv", ".txt", ".sh", ".yaml", ".json", "")


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [
        ROOT / name for name in done.stdout.splitlines() if (ROOT / name).suffix in CODE and (ROOT / name).is_file()
    ]


def test_no_number_shaped_like_a_real_nik() -> None:
    found = [path.name for path in tracked() if REAL_NIK.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert not found


def test_no_path_of_a_machine_and_nothing_left_to_do() -> None:
    wrong = re.compile(r"/(?:home/\w+|root|Users/\w+)/|#\s*(?:TODO|FIXME|XXX)\b")
    skip = {Path(__file__)}
    found = [
        p.name for p in tracked() if p not in skip and wrong.search(p.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found


def test_posix_only_modules_stay_out() -> None:
    only = re.compile(
        r"^\s*(?:import|from) (?:fcntl|resource|pwd|grp|termios)\b|signal\.SIGKILL|os\.fork\(", re.MULTILINE
    )
    found = [p.name for p in (ROOT / "src").rglob("*.py") if only.search(p.read_text(encoding="utf-8"))]
    assert not found


def test_no_module_outside_faces_and_commands_prints() -> None:
    prints = re.compile(r"^\s*print\(", re.MULTILINE)
    faces = ROOT / "src" / "cakupan_app" / "cli"
    found = [
        p.name
        for p in (ROOT / "src").rglob("*.py")
        if not p.is_relative_to(faces) and prints.search(p.read_text(encoding="utf-8"))
    ]
    assert not found


def test_how_long_a_code_is_stands_in_one_place() -> None:
    length = re.compile(r"""\.(?:left|length)\(\)? ?[<>=]* ?(?:5|8|13)\b|code\[:(?:5|8)\]|len\("\d\d\.\d\d""")
    own = {ROOT / "src" / "cakupan" / "regions" / name for name in ("levels.py", "tree.py")}
    found = [
        p.name for p in (ROOT / "src").rglob("*.py") if p not in own and length.search(p.read_text(encoding="utf-8"))
    ]
    assert not found, "cakupan.regions.levels says it"
