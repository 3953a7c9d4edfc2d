"""How long `cakupan --help` takes beside a bare Python that does nothing, in the same run; the limit is 0.5 s."""

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

LIMIT_SECONDS = 0.5


def seconds(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - started


def main(rounds: int = 15) -> list[str]:
    """Lines of a report: medians, and the ratio pair by pair."""
    bare = [sys.executable, "-c", "pass"]
    commands = {
        "cakupan --help": [sys.executable, "-m", "cakupan_app.cli", "--help"],
        "cakupan add --help": [sys.executable, "-m", "cakupan_app.cli", "add", "--help"],
    }
    lines = []
    for name, command in commands.items():
        pairs = [(seconds(command), seconds(bare)) for _ in range(rounds + 1)][1:]  # the first warms the disk
        ours = [one for one, _ in pairs]
        ratio = statistics.median(one / other for one, other in pairs)
        held = sum(one <= LIMIT_SECONDS for one in ours)
        lines.append(
            f"{name}: median {statistics.median(ours):.3f} s, longest {max(ours):.3f} s, "
            f"{ratio:.1f} x a bare Python; within {LIMIT_SECONDS} s in {held} of {rounds} runs"
        )
    return lines


if __name__ == "__main__":
    print("\n".join(main()))
