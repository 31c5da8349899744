"""Checking contracts in several processes at once, where there is so much to check that it pays.

A worker begins as a copy of this process (`fork`), so that it has the room without being sent it; where a
system has no such copies, everything is checked in this process. What a check finds is the same either way:
contracts are looked at one by one, and nothing one of them says depends on another's turn.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from planroom.checks.check import Check, Scope
from planroom.checks.kept import packed
from planroom.kinds.contract import Contract
from planroom.records import dataclass

LEAST = 1_000_000
"""Characters of contracts from which a second process pays: below, it takes longer to start than it saves."""

Packed = dict[str, list[Any]]
"""What checks find in a contract by their codes, in plain values."""


@dataclass(frozen=True)
class _Work:
    """What all workers look at: they inherit it."""

    contracts: tuple[Contract, ...]
    checks: tuple[Check, ...]
    scope: Scope


_work: _Work | None = None


def looked_at(
    contracts: Iterable[Contract], checks: Sequence[Check], scope: Scope
) -> Iterator[tuple[Contract, Packed]]:
    """What the checks find in the contracts, one contract after the other; in no special order.

    What stops a check is left out: whoever asks runs it again and meets the fault.
    """
    global _work
    held = sorted(contracts, key=lambda contract: (-len(contract.source.text), contract.path))
    processes = min(_processors(), len(held))
    if processes < 2 or sum(len(contract.source.text) for contract in held) < LEAST:
        yield from ((contract, _look(contract, checks, scope)) for contract in held)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
    from multiprocessing import get_context

    _work = _Work(tuple(held), tuple(checks), scope)
    try:
        # The smallest one first and here: what it makes the checks load, the workers need not load again.
        yield held[-1], _look(held[-1], checks, scope)
        gc.collect()
        gc.freeze()  # or every worker's first collection would copy the room
        with ProcessPoolExecutor(processes, get_context("fork")) as executor:
            yield from zip(held, executor.map(_look_at, range(len(held) - 1)), strict=False)
    except (OSError, ImportError, NotImplementedError, BrokenExecutor):
        # No process, pipe or semaphore to be had, or a worker was killed: the caller checks what is left.
        return
    finally:
        gc.unfreeze()
        _work = None


def _processors() -> int:
    """How many processors this process may use; 1 where no copy of a process can be made.

    One with several threads is not copied: a lock that another thread holds would stay locked in the copy.
    """
    if threading.active_count() > 1 or not hasattr(os, "fork") or not hasattr(os, "sched_getaffinity"):
        return 1
    return len(os.sched_getaffinity(0))


def _look_at(index: int) -> Packed:
    assert _work is not None
    return _look(_work.contracts[index], _work.checks, _work.scope)


def _look(contract: Contract, checks: Iterable[Check], scope: Scope) -> Packed:
    """What the checks find in a contract; what they have read of it is let go again."""
    found: Packed = {}
    with contract.read_for_now():
        for check in checks:
            try:
                found[check.code] = [packed(finding) for finding in check.find(contract, scope)]
            except Exception:
                continue
    return found
