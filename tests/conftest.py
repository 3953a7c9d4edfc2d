"""What every test may lean on."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tables import running_on

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data that stands beside the project; tests that read it skip where a clone stands alone."""
    if not (SHARED / "data").is_dir():
        pytest.skip("no ../shared beside this clone: the data it holds is not part of the project")
    return SHARED


# A few dozen each time, so that all tests take a quarter of an hour; thousands under `make prove`. What must pass
# before a change lands is drawn alike each time: whether it passes then depends on the change alone. New cases are met
# at every desk and in the proofs.
settings.register_profile(
    "told", max_examples=int(os.environ.get("CAKUPAN_EXAMPLES", "25")), deadline=None, derandomize="CI" in os.environ
)
settings.load_profile("told")


@pytest.fixture
def on_each_engine(request: pytest.FixtureRequest) -> Iterator[None]:
    """The test runs once on DuckDB and once on Sail; the folders whose rooms run on both ask for it in their conftest.

    One marked `duckdb_only` runs on DuckDB, and so does one of Hypothesis: a hundred examples take Sail too long.
    """
    with running_on(request.param):
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the rooms ask for on the second engine as well is long (`make prove AREA=tests`): that both engines make the
    same tables is shown each time by tests/engines."""
    for item in items:
        values = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        if values.get("on_each_engine") == "sail":
            item.add_marker(pytest.mark.long)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "on_each_engine" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("duckdb_only") or hasattr(metafunc.function, "hypothesis")
        metafunc.parametrize("on_each_engine", ["duckdb"] if alone else ["duckdb", "sail"], indirect=True)
