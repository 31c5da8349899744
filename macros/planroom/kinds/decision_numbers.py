"""Numbers of decisions: what a path's number is unique in, and which numbers a set of paths takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from planroom.kinds.decision_place import decisions_by_name, read_name
from planroom.records import dataclass


@dataclass(frozen=True, slots=True, order=True)
class LogNumber:
    """What a number is unique in, and the number: the folder of the log, the series (`API`), the number."""

    folder: str
    series: str
    number: int


def log_number(path: str) -> LogNumber | None:
    """The number of a decision's path within its log; `None` where its name has none."""
    name = read_name(path)
    if name.number is None:
        return None
    series = name.prefix.upper()
    return LogNumber(
        log_path(path).rpartition("/")[0],
        "" if series in ("ADR", "MADR", "DR") else series,
        int(name.number),
    )


def log_path(path: str) -> str:
    """The file or folder that is a decision's entry in its log: of `adr-003-x/index.md` the folder."""
    folder, _, name = path.rpartition("/")
    own = name.rpartition(".")[0] or name
    return path if own == read_name(path).stem else folder


def numbered_decisions(paths: Iterable[str]) -> dict[LogNumber, tuple[str, ...]]:
    """The decisions among paths by their numbers, told by their names alone."""
    found: dict[LogNumber, list[str]] = defaultdict(list)
    for path in decisions_by_name(paths):
        key = log_number(path)
        if key is not None:
            found[key].append(path)
    return {key: tuple(items) for key, items in found.items()}
