"""What the checks of contracts found, in earlier runs or other processes, so that it is found once.

A check on contracts asks nothing but its contract and the files this refers to, so what it finds follows
from their texts alone; a test holds that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import cached_property
from typing import Any

from planroom.cache import Cache, digest, program
from planroom.diagnostics import Finding, Gathering, Origin, Related, Severity, Span
from planroom.kinds.contract import Contract
from planroom.records import dataclass
from planroom.room import Room


@dataclass
class KeptFindings:
    """The findings of a room's contracts, as far as they are known; with a cache, from earlier runs too."""

    cache: Cache | None
    room: Room
    _held: dict[str, dict[str, Any]] = field(default_factory=dict)
    _new: set[str] = field(default_factory=set)
    _digests: dict[str, str] = field(default_factory=dict)

    def get(self, code: str, contract: Contract) -> list[Finding] | None:
        """What the check of a code finds in a contract, if an earlier run knew."""
        packed = self._of(contract).get(code)
        return None if packed is None else [_unpacked(item) for item in packed]

    def put(self, code: str, contract: Contract, findings: list[Finding]) -> None:
        """Keep what the check of a code found in a contract, to be written by `write`."""
        self.take(contract, {code: [packed(finding) for finding in findings]})

    def take(self, contract: Contract, found: dict[str, list[Any]]) -> None:
        """Keep what checks found in a contract by their codes, in plain values."""
        self._of(contract).update(found)
        self._new.add(contract.path)

    def lacks(self, contract: Contract, codes: Iterable[str]) -> bool:
        """Whether what one of these checks finds in a contract is not known."""
        return not self._of(contract).keys() >= set(codes)

    def write(self) -> None:
        """Write what was found anew, where there is a cache."""
        for path in sorted(self._new):
            contract = self.room.artifact(path)
            if self.cache and isinstance(contract, Contract):
                self.cache.put(self._key(contract), self._held[path])
        self._new.clear()

    def _of(self, contract: Contract) -> dict[str, Any]:
        held = self._held.get(contract.path)
        if held is None:
            kept = self.cache.get(self._key(contract)) if self.cache else None
            held = self._held[contract.path] = kept if isinstance(kept, dict) else {}
        return held

    def _key(self, contract: Contract) -> str:
        """The content of a contract and of all files that it refers to, also over other files."""
        reached = {contract.path: None}
        pending = [contract.path]
        while pending:
            for path in self.room.references.get(pending.pop(), ()):
                if path not in reached:
                    reached[path] = None
                    pending.append(path)
        stated = [f"{path}\0{self._digest(path)}" for path in sorted({*reached, *self._named})]
        return digest("contract", program(), contract.path, *stated)

    @cached_property
    def _named(self) -> tuple[str, ...]:
        """The files with addresses of their own, which any reference may mean."""
        return tuple(
            path
            for path, source in self.room.sources.items()
            if source.format in ("yaml", "json") and ("$id" in source.text or "$self" in source.text)
        )

    def _digest(self, path: str) -> str:
        if path not in self._digests:
            source = self.room.sources.get(path)
            self._digests[path] = digest(source.text) if source is not None else ""
        return self._digests[path]


def packed(finding: Finding) -> list[Any]:
    """A finding in plain values, of which it can be made again."""
    related = [[item.message, _packed_origin(item.origin)] for item in finding.related]
    severity = finding.severity.value if finding.severity else None
    return [
        finding.message,
        _packed_origin(finding.origin),
        finding.hint,
        related,
        severity,
        _packed_gathering(finding.gathering),
    ]


def _packed_gathering(gathering: Gathering | None) -> list[Any] | None:
    if gathering is None:
        return None
    facts = [[name, _packed_origin(origin)] for name, origin in gathering.facts]
    return [facts, list(gathering.nouns), gathering.one, gathering.many]


def _packed_origin(origin: Origin) -> list[Any]:
    span = origin.span
    stated = [span.line, span.column, span.end_line, span.end_column] if span else None
    return [origin.path, list(origin.pointer), stated, origin.on_key]


def _unpacked(packed: list[Any]) -> Finding:
    message, origin, hint, related, severity, gathering = packed
    return Finding(
        message,
        _unpacked_origin(origin),
        hint,
        tuple(Related(words, _unpacked_origin(place)) for words, place in related),
        Severity(severity) if severity else None,
        _unpacked_gathering(gathering) if gathering else None,
    )


def _unpacked_gathering(packed: list[Any]) -> Gathering:
    facts, nouns, one, many = packed
    return Gathering(
        tuple((name, _unpacked_origin(origin)) for name, origin in facts), (nouns[0], nouns[1]), one, many
    )


def _unpacked_origin(packed: list[Any]) -> Origin:
    path, pointer, span, on_key = packed
    return Origin(path, tuple(pointer), Span(*span) if span else None, on_key)


def contract_findings(
    code: str, contract: Contract, found: Iterator[Finding], kept: KeptFindings
) -> Iterator[Finding]:
    """What a check finds in a contract: as kept, else as found, which is then kept if it comes to its end."""
    known = kept.get(code, contract)
    if known is not None:
        yield from known
        return
    new = []
    for finding in found:
        new.append(finding)
        yield finding
    kept.put(code, contract, new)
