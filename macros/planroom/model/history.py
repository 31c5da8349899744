"""What git knows of decisions: who changed each and when, its statuses over time, and where it lay before.

One question to git for all decisions. Where it knows nothing (no repository, a file that was never committed)
nothing is said; and of a clone that was cut off, only what came after the cut.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date

from planroom import git
from planroom.cache import Cache, cache_of, digest, program
from planroom.kinds.decision import KIND, Decision, Status
from planroom.records import dataclass
from planroom.room import Room
from planroom.source import Source, decode, format_of

_AT_ONCE = 500
"""How many old texts are held in memory at a time."""

_BEHIND = 5
"""A status that is stated under a heading ends at most so many lines behind the place where it is found."""


@dataclass(frozen=True, slots=True)
class Version:
    """A decision as a commit left it: the commit, the path it had, its status, and how that was written.

    `before` is the status of the version before it, `None` where there is none or it is not known.
    """

    commit: git.Commit
    path: str
    status: Status
    status_text: str
    before: Status | None
    is_first: bool = False

    @property
    def day(self) -> date:
        """The day on which its author wrote it."""
        return date.fromisoformat(self.commit.time[:10])

    @property
    def is_turn(self) -> bool:
        """Whether the status became another one here."""
        return self.before is not None and self.status not in (self.before, Status.UNKNOWN)


@dataclass(frozen=True)
class History:
    """The versions of every decision by its path, the newest first, and where decisions lay before.

    `moved` leads from the paths that decisions had once to those that they have now.
    """

    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    def of(self, decision: Decision) -> tuple[Version, ...]:
        """The versions of a decision, the newest first; none where git knows of none."""
        return self.versions.get(decision.path, ())


def history(room: Room) -> History:
    """The history of a room's decisions as far as its clone has it."""
    decisions = room.of(Decision)
    cache = cache_of(room.root, room.paths)
    said = _log(room, decisions, cache) if decisions and not git.is_partial(room.root) else None
    if said is None:
        return History()
    changes, moved = _changes(decisions, said, git.is_shallow(room.root))
    statuses = _statuses(room, changes, cache)
    versions = {
        path: tuple(_versions(found, statuses, _begins(found))) for path, found in changes.items() if found
    }
    if cache is not None:
        cache.trim()
    return History(versions, moved)


def _log(room: Room, decisions: Iterable[Decision], cache: Cache | None) -> str | None:
    head = git.commit_of(room.root, "HEAD")
    if not head:
        return None
    folders = {path.rpartition("/")[0] or path for path in (item.path for item in decisions)}
    paths = [path for path in sorted(folders) if not _within(path, folders)]
    key = digest("log", head, str(git.is_shallow(room.root)), *paths)
    known = cache.get(key) if cache is not None else None
    if isinstance(known, str):
        return known
    said = git.log(room.root, paths)
    if said is not None and cache is not None:
        cache.put(key, said)
    return said


def _within(path: str, folders: set[str]) -> bool:
    """Whether a folder above a path is among some."""
    while "/" in path:
        path = path.rpartition("/")[0]
        if path in folders:
            return True
    return False


def _changes(
    decisions: Iterable[Decision], said: str, shallow: bool
) -> tuple[dict[str, list[git.FileChange]], dict[str, str]]:
    """Every change of every decision, newest first, through all of its names; and the names it had."""
    found: dict[str, list[git.FileChange]] = {decision.path: [] for decision in decisions}
    called = {path: path for path in found}
    moved: dict[str, str] = {}
    for change in git.file_changes(said):
        now = called.get(change.path)
        if now is None or change.kind == "D":
            continue
        # Where a clone was cut off, its first commit seems to add every file.
        if not (shallow and change.commit.is_first):
            found[now].append(change)
        if change.kind in ("A", "R", "C"):
            called.pop(change.path)
        if change.kind == "R" and change.before not in called:
            called[change.before] = now
            moved.setdefault(change.before, now)
    return found, {old: now for old, now in moved.items() if old not in found}


def _begins(changes: list[git.FileChange]) -> bool:
    """Whether the oldest change that is known is the one which made the file."""
    return changes[-1].kind == "A"


def _versions(
    changes: list[git.FileChange], statuses: Mapping[str, tuple[Status, str]], whole: bool
) -> Iterator[Version]:
    states = [statuses.get(change.blob, (Status.UNKNOWN, "")) for change in changes]
    for place, change in enumerate(changes):
        status, text = states[place]
        last = place == len(changes) - 1
        before = None if last else states[place + 1][0]
        yield Version(change.commit, change.path, status, text, before, last and whole)


def _statuses(
    room: Room, changes: Mapping[str, list[git.FileChange]], cache: Cache | None
) -> dict[str, tuple[Status, str]]:
    """The status that each version of a decision states, by the version's blob."""
    key = digest("statuses", program())
    kept = cache.get(key) if cache is not None else None
    known = {blob: (Status(pair[0]), pair[1]) for blob, pair in (kept or {}).items()}
    waiting: list[tuple[Decision, list[git.FileChange]]] = []
    for decision in room.of(Decision):
        found = changes[decision.path]
        if found and _blob(decision.source.text, found[0].blob) == found[0].blob:
            known[found[0].blob] = (decision.status, decision.status_text)
        if any(change.blob not in known for change in found):
            waiting.append((decision, found))
    before = len(known)
    for group in _groups(waiting):
        texts = git.texts_of(room.root, [change.blob for _, found in group for change in found])
        for decision, found in group:
            _read_versions(decision, found, texts, known)
    if cache is not None and len(known) > before:
        cache.put(key, {blob: [status.value, text] for blob, (status, text) in sorted(known.items())})
    return known


def _groups(
    waiting: list[tuple[Decision, list[git.FileChange]]],
) -> Iterator[list[tuple[Decision, list[git.FileChange]]]]:
    group: list[tuple[Decision, list[git.FileChange]]] = []
    held = 0
    for decision, found in waiting:
        group.append((decision, found))
        held += len(found)
        if held >= _AT_ONCE:
            yield group
            group, held = [], 0
    if group:
        yield group


def _blob(text: str, like: str) -> str:
    """The name that git gives to a text, in the digest that another name is made with."""
    data = text.encode("utf-8", "surrogatepass")
    made = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return made(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _read_versions(
    decision: Decision,
    changes: list[git.FileChange],
    texts: Mapping[str, bytes],
    known: dict[str, tuple[Status, str]],
) -> None:
    """Add the statuses of a decision's versions; one whose head is as in the next has the same status."""
    head: list[bytes] = []
    status: tuple[Status, str] | None = None
    for change in changes:
        data = texts.get(change.blob)
        if data is None:
            continue
        lines = data.splitlines()
        if change.blob in known:
            status, head = known[change.blob], []
            if _blob(decision.source.text, change.blob) == change.blob:
                head = lines[: _last_line(decision)]
        elif status is not None and head and lines[: len(head)] == head:
            known[change.blob] = status
        else:
            read = _read(change.path, data)
            if read is not None:
                status, head = (read.status, read.status_text), lines[: _last_line(read)]
                known[change.blob] = status


def _last_line(decision: Decision) -> int:
    """The line by which a decision has stated its status, 0 where it states none."""
    if not decision.status_place:
        return 0
    (place,) = decision.source.locate((decision.status_origin,)).values()
    return place.line + _BEHIND


def _read(path: str, data: bytes) -> Decision | None:
    text, problems = decode(data)
    try:
        read = KIND.parse(Source(path, text, format_of(path), problems))
    except Exception:  # what cannot be read today says nothing of its status then
        return None
    return read if isinstance(read, Decision) else None
