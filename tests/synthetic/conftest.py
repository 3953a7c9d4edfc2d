"""A small made-up regency, written once for all these tests."""

from pathlib import Path

import pytest

from cakupan.synthetic import Made, make_regency

SIZE, SEED = 2_000, 7


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make_small(tmp_path_factory.mktemp("regency"), SEED)


def make_small(root: Path, seed: int) -> Made:
    return make_regency(root / "files", root / "truth", seed=seed, size=SIZE)
