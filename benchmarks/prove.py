"""Long proofs by area, written with commit and machine into docs/proofs/: `python -m benchmarks.prove AREA`."""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]


def kill() -> list[str]:
    from benchmarks.kill import main

    return main()


def rows() -> list[str]:
    """The property tests of intake, many thousands of tables instead of a few dozen."""
    return _many_examples("tests/intake", "tests/basics", "tests/engines", "tests/coverage")


def _many_examples(*tests: str, examples: int = 5000) -> list[str]:
    # Oracles have a proof of their own: `coverage`.
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *tests, "-q", "-p", "no:cacheprovider", "-m", "not oracle"],
        cwd=ROOT,
        env=os.environ | {"CAKUPAN_EXAMPLES": str(examples)},
        capture_output=True,
        text=True,
        check=False,
    )
    return [f"examples a property: {examples}", *done.stdout.strip().splitlines()[-3:]]


def statements() -> list[str]:
    from benchmarks.statements import main

    return main()


def site() -> list[str]:
    """How fast it answers, and fifty operators who send their lists at once, on SQLite."""
    from benchmarks.site import main

    told = main()
    # of a process of its own: a process has one workspace
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.uploads"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    verdict = "HOLDS" if done.returncode == 0 else "FALLS SHORT of"
    return [*told, *done.stdout.strip().splitlines(), f"{verdict} none lost, none doubled, every one answered"]


def pages() -> list[str]:
    """Every page to all of axe's rules, in both languages and both themes, on a wall and on a phone; each role's main
    path on SQLite and on PostgreSQL."""
    told = []
    for tests in ("tests/web/test_every_page.py", "tests/web/test_paths.py"):
        command = [sys.executable, "-m", "pytest", tests, "-q", "-m", "", "-p", "no:cacheprovider", "-n", "auto"]
        done = subprocess.run(
            [*command, "--dist", "loadgroup"],
            cwd=ROOT,
            env=os.environ | {"CAKUPAN_EVERY_PAGE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        ended = done.stdout.strip().splitlines()
        told += [tests, *[line for line in ended if line.startswith(("FAILED", "ERROR"))], *ended[-1:]]
    return told


def startup() -> list[str]:
    from benchmarks.startup import main

    return main()


def regency() -> list[str]:
    from benchmarks.regency import main

    return main()


def disclosure() -> list[str]:
    """The attack on public tables of made-up regencies, and on thousands of drawn ones."""
    from benchmarks.disclosure import main

    return [*main(), *_many_examples("tests/coverage/test_disclosure.py", examples=2000)]


def bridge() -> list[str]:
    from benchmarks.bridge import main

    return main(seeds=(1, 2))


def forecast() -> list[str]:
    """The back-test of the forecast, and the lapse calendar beside its plain twin."""
    from benchmarks.forecast import main

    return [*main(), *_many_examples("tests/targets", examples=500)]


def plan() -> list[str]:
    """One regency stage by stage, what each rupiah buys, and drawn questions beside every plan there is of them."""
    from benchmarks.plan import main

    return [*main(), "", *_many_examples("tests/planning", examples=1000)]


def nation() -> list[str]:
    """514 regencies planned in parallel, and the nation as one program."""
    from benchmarks.plan_nation import main

    return main()


def coverage() -> list[str]:
    """Every oracle on thousands of made-up cases, the cube beside its peers, and what each part of the room proves."""
    lines = _oracles(os.environ.get("CAKUPAN_EXAMPLES", "1000"))
    for name in ("cube", "allocation", "waterfall"):  # disclosure and bridge take long: areas of their own
        if find_spec(f"benchmarks.{name}"):
            lines += ["", name, *import_module(f"benchmarks.{name}").main()]
    return lines


def _oracles(examples: str) -> list[str]:
    """How many cases each oracle compared without finding a difference; what pytest said last."""
    command = [sys.executable, "-m", "pytest", "tests", "-m", "oracle", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-n", str(os.cpu_count()), "--hypothesis-show-statistics"],
        cwd=ROOT,
        env=os.environ | {"CAKUPAN_EXAMPLES": examples},
        capture_output=True,
        text=True,
        check=False,
    )
    told = re.findall(r"^tests/(\S+?\.py)::(\w+).*?:$.*?- (\d+) passing, (\d+) failing", done.stdout, re.M | re.S)
    lines = [f"{int(good):>6,} cases, {bad} failing: {file} {test}" for file, test, good, bad in told]
    total = sum(int(good) for *_, good, _ in told)
    if done.returncode == 0:
        return [*lines, f"{total:>6,} cases in all, some of 10 to 20 worlds counted together: no difference"]
    return [*lines, "DIFFERENCES, or a test that did not run", *done.stdout.strip().splitlines()[-40:]]


def intake() -> list[str]:
    from benchmarks.intake import main

    return main()


def linkage() -> list[str]:
    """Our linkage beside its peers, on hard lists of every mix and on lists that everybody can get; how sure it is, on
    several seeds; and its growth."""
    from benchmarks import linkage_bars, linkage_growth, linkage_peers, linkage_public

    told = [*linkage_peers.main(), "", *linkage_bars.main(), "", *linkage_public.main()]
    return [*told, "", *linkage_growth.main()]


def tests() -> list[str]:
    """What `make test` leaves out: the tests that show in full what a shorter one shows in part."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "long", "-n", "auto", "--dist", "loadgroup", "-p", "no:cacheprovider"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return [*told, *done.stdout.strip().splitlines()[-1:]]


AREAS: Mapping[str, Callable[[], list[str]]] = {
    "kill": kill,
    "rows": rows,
    "statements": statements,
    "startup": startup,
    "regency": regency,
    "disclosure": disclosure,
    "bridge": bridge,
    "coverage": coverage,
    "intake": intake,
    "linkage": linkage,
    "site": site,
    "pages": pages,
    "forecast": forecast,
    "plan": plan,
    "nation": nation,
    "tests": tests,
}


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1] not in AREAS:
        sys.exit(f"Say which area to prove: {', '.join(AREAS)}")
    area = sys.argv[1]
    started = datetime.now(UTC)
    lines = [
        f"# Proof: {area}",
        "",
        f"- commit: {_git('rev-parse', '--short', 'HEAD')}{_dirty()}",
        f"- machine: {_machine()}",
    ]
    lines += [f"- begun: {started:%Y-%m-%d %H:%M} UTC", "", "```", *AREAS[area](), "```"]
    lines += ["", f"took {(datetime.now(UTC) - started).total_seconds():.0f} s; again with `make prove AREA={area}`"]
    path = ROOT / "docs" / "proofs" / f"{area}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "?"


def _dirty() -> str:
    changed = _git("status", "--porcelain", "--", ".", ":!docs/proofs")
    return " with uncommitted changes" if changed not in ("", "?") else ""


if __name__ == "__main__":
    main()
