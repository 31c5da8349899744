"""Measure `planroom check` beside a peer, in turn and in the same run, and print a table in Markdown.

    python benchmarks/run.py --redocly PATH [--rounds 5] [DOCUMENT_OR_FOLDER]...

Without documents it makes those of `documents.py`. Each is copied into a folder of its own, so that both
programs read the same and nothing else. Time and memory are those of one process: the median of the rounds,
after one that is not counted. Then planroom's cache is put to use, and what a second run takes is measured.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

MADE = ("small.yaml", "middle.yaml", "large.json", "large-faulty.json", "hundred")
DECISIONS = ("decisions-1000", "decisions-5000")


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds on the clock, seconds of processor time, and its largest size in MB."""

    wall: float
    cpu: float
    memory: float


def run(command: list[str], folder: Path) -> Cost:
    """Run a command in a folder to its end, its output thrown away."""
    left = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=left, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def middle(costs: list[Cost]) -> Cost:
    """The median of each figure."""
    figures = (median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "memory"))
    return Cost(*figures)


def planroom(*more: str) -> list[str]:
    """The command that is measured."""
    return [sys.executable, "-m", "planroom", "check", ".", *more]


def said(command: list[str]) -> str:
    """What a command prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def redocly(program: str, folder: Path) -> list[str]:
    """The peer: what its rules for the specification find in all documents of a folder, in one command."""
    names = sorted(file.name for file in folder.iterdir())
    return [program, "lint", "--extends=spec", "--max-problems=100000", "--format=json", *names]


def row(name: str, kilobytes: int, ours: Cost, peer: Cost | None, again: Cost) -> str:
    """A line of the table; `again` is a second run of ours over files that have not changed."""
    cells = [name, f"{kilobytes:,} kB", f"{ours.wall:.2f} / {ours.cpu:.2f} s", f"{ours.memory:.0f} MB"]
    if peer is None:
        cells += ["", "", "", ""]
    else:
        cells += [f"{peer.wall:.2f} / {peer.cpu:.2f} s", f"{peer.memory:.0f} MB"]
        cells += [
            f"{ours.wall / peer.wall:.2f} / {ours.cpu / peer.cpu:.2f}",
            f"{ours.memory / peer.memory:.2f}",
        ]
    cells += [
        f"{again.wall:.2f} / {again.cpu:.2f} s",
        f"{again.wall / ours.wall:.2f} / {again.cpu / ours.cpu:.2f}",
    ]
    return "| " + " | ".join(cells) + " |"


def measured(folder: Path, name: str, program: str, rounds: int) -> str:
    """The line of one folder: both programs in turn, the first round not counted."""
    kilobytes = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) // 1000
    ours: list[Cost] = []
    peers: list[Cost] = []
    for _ in range(rounds + 1):
        ours.append(run(planroom("--no-cache"), folder))
        if program and name not in DECISIONS:
            peers.append(run(redocly(program, folder), folder))
    again = [run(planroom(), folder) for _ in range(rounds + 1)]
    return row(name, kilobytes, middle(ours[1:]), middle(peers[1:]) if peers else None, middle(again[1:]))


def alone(source: Path, below: Path) -> Path:
    """A folder that holds a document, or what a folder holds, and nothing else."""
    made = below / source.name
    if source.is_dir():
        shutil.copytree(source, made)
    else:
        made.mkdir()
        shutil.copy(source, made)
    return made


def versions(program: str) -> str:
    """What was measured, on what."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    lines = [f"- {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, load {load:.1f} at the start"]
    told = said([sys.executable, "-m", "planroom", "--version", "--verbose"])
    lines += [f"- {line}" for line in told.splitlines() if not line.startswith("OpenAPI")]
    if program:
        peer = said([program, "--version"]).strip()
        lines.append(f"- Redocly CLI {peer}: `redocly lint --extends=spec --format=json`")
    command = " ".join(["planroom", *planroom("--no-cache")[3:]])
    lines.append(f"- planroom: `{command}`, and without the option for the second run")
    return "\n".join(lines)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--redocly", default="", help="the program to compare with")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("documents", nargs="*", type=Path, help="documents or folders of them")
    given = parser.parse_args()
    print(versions(given.redocly))
    print("\nSeconds are wall / CPU. Below 1 planroom takes less.\n")
    heads = ("documents", "size", "planroom", "peak", "Redocly", "peak", "ratio of seconds", "ratio of peaks")
    print("| " + " | ".join((*heads, "second run", "ratio to the first")) + " |")
    print("|---" * (len(heads) + 2) + "|")
    with tempfile.TemporaryDirectory() as held:
        sources = [path.resolve() for path in given.documents]
        if not sources:
            # In a process of its own: what is measured starts out as large as this one is.
            made = [sys.executable, str(Path(__file__).with_name("documents.py")), str(Path(held) / "made")]
            subprocess.run(made, check=True)
            sources = [Path(held) / "made" / name for name in (*MADE, *DECISIONS)]
        (Path(held) / "alone").mkdir()
        for source in sources:
            folder = alone(source, Path(held) / "alone")
            print(measured(folder, source.name, given.redocly, given.rounds), flush=True)


if __name__ == "__main__":
    main()
