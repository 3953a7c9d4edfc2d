"""Kills commands at every durable step and at random instants: is the workspace sound, does the command finish?"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

DYING = Path(__file__).with_name("dying.py")
MEMBERS = """nik,nama,segmen,desa,kecamatan,tanggal lahir,no kpj
1606010101809001,SITI AMINAH,BPU,Sukarami,Sekayu,1980-01-01,12000000001
1606010202829001,BUDI SANTOSO,PU,Lumpatan,Sekayu,1982-02-02,12000000002
"1,60601E+15",AHMAD,BPU,Lumpatan,Sekayu,1983-03-03,
,,BPU,,,,
"""
LIST = """nik,nama,tanggal lahir,desa,kecamatan
1606010101809001,SITI AMINAH,1980-01-01,Sukarami,Sekayu
"1,60601E+15",BUDI SANTOSO,1982-02-02,Lumpatan,Sekayu
1606010303839003,AHMAD,1983-03-03,Lumpatan,Sekayu
"""
MENDED = """nik,nama,tanggal lahir,desa,kecamatan
1606010202829001,BUDI SANTOSO,1982-02-02,Lumpatan,Sekayu
"""
RECAP = "wilayah,bulan,peserta\n16.06,2024-12,88958\n16.06,2025-07,103079\n16.06,Juli,1\n"


@dataclass
class Tally:
    killed: int = 0
    unsound: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)


def cakupan(*arguments: str, root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cakupan_app.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment(root), check=False)


def environment(root: Path) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if k not in ("CAKUPAN_KEY_FILE", "DATABASE_URL", "CAKUPAN_DEBUG")}
    return clean | {"CAKUPAN_WORKSPACE": str(root)}


def check_after(root: Path, arguments: list[str], when: str, tally: Tally) -> None:
    """After a kill: verify must be clean, and the same command must finish.

    An `init` that was killed in its last instant had finished: then there is a sound workspace, and it says so.
    """
    tally.killed += 1
    begun = (root / "workspace.json").exists()
    if begun and not json.loads(cakupan("verify", "--json", root=root).stdout)["sound"]:
        tally.unsound.append(when)
    again = cakupan(*arguments, root=root)
    if again.returncode != 0 and not (arguments[0] == "init" and begun):
        tally.unfinished.append(f"{when}: {again.stderr.strip()[-200:]}")


def at_every_step(arguments: list[str], prepare: list[list[str]], tally: Tally, *, stride: int = 1) -> int:
    """Kill `arguments` at its first durable step and each `stride`-th after it, each time in a fresh workspace."""
    step, total = 1, 0
    while True:
        with tempfile.TemporaryDirectory() as folder:
            root = prepared(Path(folder), prepare)
            command = [sys.executable, str(DYING), str(step), *placed(arguments, Path(folder))]
            done = subprocess.run(command, capture_output=True, text=True, env=environment(root), check=False)
            if done.returncode != 137:
                return total
            total += 1
            check_after(root, placed(arguments, Path(folder)), f"{arguments[0]} at step {step}", tally)
        step += stride


def at_random(arguments: list[str], prepare: list[list[str]], rounds: int, tally: Tally, seed: int) -> None:
    """Kill -9 (TerminateProcess on Windows) `rounds` times, at instants spread over the command's own duration."""
    chance = random.Random(seed)  # noqa: S311 - instants to try, not secrets
    length = None
    for number in range(rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            root = prepared(Path(folder), prepare)
            command = [sys.executable, "-m", "cakupan_app.cli", *placed(arguments, Path(folder))]
            started = time.perf_counter()
            process = subprocess.Popen(
                command, env=environment(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            if length is None:  # the first round measures how long the command takes
                process.wait()
                length = time.perf_counter() - started
                continue
            time.sleep(chance.uniform(0.2, 1.0) * length)
            process.kill()
            process.wait()
            check_after(root, placed(arguments, Path(folder)), f"{arguments[0]} at random, round {number}", tally)


def prepared(folder: Path, commands: list[list[str]]) -> Path:
    root = folder / "workspace"
    (folder / "recap.csv").write_text(RECAP, encoding="utf-8")
    (folder / "members.csv").write_text(MEMBERS, encoding="utf-8")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "mended.csv").write_text(MENDED, encoding="utf-8")
    for command in commands:
        done = cakupan(*placed(command, folder), root=root)
        if done.returncode:
            raise RuntimeError(done.stderr)
    return root


def placed(arguments: list[str], folder: Path) -> list[str]:
    files = {name: str(folder / f"{name.lower()}.csv") for name in ("RECAP", "MEMBERS", "LIST", "MENDED")}
    return [files.get(argument, argument) for argument in arguments]


INIT = ["init", "--area", "16.06"]
ADD = ["add", "RECAP", "--kind", "recap"]
ADD_PEOPLE = ["add", "MEMBERS", "--kind", "members", "--month", "2025-07"]
ADD_LIST = ["add", "LIST", "--kind", "nominations"]
ADD_MENDED = ["add", "MENDED", "--kind", "nominations"]
BUILD = ["build"]


def main(rounds: int = 20, seed: int = 1) -> list[str]:
    """Everything above; lines of a report."""
    lines = []
    for arguments, prepare in (
        (INIT, []),
        (ADD, [INIT]),
        (ADD_PEOPLE, [INIT]),
        (ADD_MENDED, [INIT, ADD_PEOPLE, ADD_LIST]),
        (BUILD, [INIT, ADD, ADD_PEOPLE]),
    ):
        steps, chance = Tally(), Tally()
        count = at_every_step(arguments, prepare, steps)
        at_random(arguments, prepare, rounds, chance, seed)
        lines.append(
            f"{' '.join(arguments)}: killed at each of {count} durable steps and at {chance.killed} random instants; "
            f"unsound {len(steps.unsound) + len(chance.unsound)}, "
            f"not finished by the same command {len(steps.unfinished) + len(chance.unfinished)}"
        )
        lines += [f"  {problem}" for tally in (steps, chance) for problem in (*tally.unsound, *tally.unfinished)]
    return lines
