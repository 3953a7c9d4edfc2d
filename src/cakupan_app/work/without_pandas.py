"""Arrow imports pandas with the first list it is given, where that is installed; who reads lists needs none."""

import sys


def keep_out_pandas() -> None:
    """Have this process do without pandas, for good: its import takes longer than most lists."""
    sys.meta_path.insert(0, _Without())


class _Without:
    def find_spec(self, name: str, *_: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)
