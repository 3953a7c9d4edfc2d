"""The specs of coverage run on DuckDB and on Sail."""

import pytest


@pytest.fixture(autouse=True)
def _both(on_each_engine: None) -> None:
    pass
