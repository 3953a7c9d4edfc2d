"""How the site logs: where something went wrong and of what kind it was, never what it said."""

import logging
import traceback
from typing import Any


class WithoutTexts(logging.Formatter):
    """Writes where a surprise came from and of what kind it is, and not its text: that may quote a name or a NIK."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  the name is the library's
        kind, _, trace = ei
        return "".join([*traceback.format_tb(trace), kind.__name__ if kind else ""])
