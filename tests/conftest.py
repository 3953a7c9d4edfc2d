"""What every test may lean on."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The data that stands beside the project; tests that read it skip where a clone stands alone."""
    if not (SHARED / "data").is_dir():
        pytest.skip("no ../shared beside this clone: the data it holds is not part of the project")
    return SHARED


settings.register_profile("many", max_examples=int(os.environ.get("CAKUPAN_EXAMPLES", "100")), deadline=None)
if "CAKUPAN_EXAMPLES" in os.environ:
    settings.load_profile("many")
