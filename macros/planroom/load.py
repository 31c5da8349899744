"""From a folder on disk to a room: which files are read, as what, and what they refer to."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from pathlib import Path

from planroom.dates import run_date
from planroom.files import MAX_BYTES, SETTINGS_FILE, SITE_FILES, list_files, own_files
from planroom.kinds.contract import Contract
from planroom.kinds.design import Design
from planroom.kinds.every import KINDS, Kind
from planroom.kinds.refs import Documents, referenced_files
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import BASELINE_FILE, Artifact, Reading, Room
from planroom.settings import Settings, read_settings
from planroom.source import Problem, Source, decode, format_of


def load(
    root: Path,
    *,
    named: Iterable[str] = (),
    paths: Iterable[str] | None = None,
    today: date | None = None,
    before: Room | None = None,
) -> Room:
    """Load the room at `root`.

    `named` are paths (from the root) that the user asked for by name: they are read wherever they lie, and
    reported on even if they are of no kind. `paths` are the files of the room where it is known which they
    are, as in a commit. Artifacts whose texts are as they were `before` are taken from there. Never raises
    for what stands in a file.
    """
    root = root.resolve()
    reader = _Reader(root)
    settings = read_settings(reader.read(SETTINGS_FILE) if (root / SETTINGS_FILE).is_file() else None)
    if not settings.site_url:
        settings = replace(settings, site_url=_site_url(root))
    asked = frozenset(named)
    known = list_files(root) if paths is None else own_files(tuple(paths))
    paths = tuple(sorted({*known, *asked}))
    wanted = (path for path in paths if path in asked or not settings.excludes(path))
    reader.take(path for path in wanted if path not in (SETTINGS_FILE, BASELINE_FILE))
    artifacts, readings, reported = _sort(reader, asked, _read_before(before))
    parts, references = _add_parts(reader, artifacts)
    reported += parts
    documents = Documents(reader.sources)
    artifacts = [item.among(documents) if isinstance(item, Contract) else item for item in artifacts]
    if settings.source is not None:
        readings.append(Reading(SETTINGS_FILE, "settings", "the settings of this repository"))
        reported = [settings.source, *reported]
    if BASELINE_FILE in paths and (baseline := reader.read(BASELINE_FILE)) is not None:
        readings.append(Reading(BASELINE_FILE, "baseline", "the findings not to be reported again"))
        reported.append(baseline)
    return Room(
        root,
        settings,
        reader.sources,
        tuple(artifacts),
        tuple(sorted([*readings, *_excluded(paths, settings, asked)], key=lambda reading: reading.path)),
        frozenset(paths),
        run_date(today),
        tuple(reported),
        references=references,
        looked_up={
            path: False for held in references.values() for path in held if path not in reader.sources
        },
        asked=asked,
    )


_SITE_URL = late(r"^site_url:[ \t]*([\"']?)(https?://[^\s\"'#]+)\1[ \t]*(?:#.*)?$", re.MULTILINE)


def _site_url(root: Path) -> str:
    """The address that MkDocs knows the site by; not read as YAML, since the file may hold tags of Python."""
    for name in SITE_FILES:
        try:
            match = _SITE_URL.search((root / name).read_text("utf-8", "replace"))
        except OSError:
            continue
        return match[2] if match else ""
    return ""


@dataclass
class _Reader:
    """Reads files of the room once each, and never one that lies outside of it."""

    root: Path
    sources: dict[str, Source] = field(default_factory=dict)
    paths: tuple[str, ...] = ()
    _folders: dict[Path, bool] = field(default_factory=dict)

    def take(self, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)

    def read(self, path: str) -> Source | None:
        """The source of a path, or `None` where there is no such file inside the room."""
        if path in self.sources:
            return self.sources[path]
        file = self.root / path
        try:
            if not self._is_inside(file):
                return None
            status = file.stat()
            if not stat.S_ISREG(status.st_mode):
                return None
            if status.st_size > MAX_BYTES:
                say = f"the file is larger than {MAX_BYTES // 2**20} MiB and is not read"
                source = Source(path, "", format_of(path), (Problem("limit", say, hint="split it"),))
            else:
                text, problems = decode(file.read_bytes())
                source = Source(path, text, format_of(path), problems)
        except (OSError, ValueError):
            return None
        self.sources[path] = source
        return source

    def _is_inside(self, file: Path) -> bool:
        """Whether a file lies in the room, links followed; those of its folder are looked up once."""
        if file.is_symlink():
            return file.resolve().is_relative_to(self.root)
        folder = file.parent
        if folder not in self._folders:
            self._folders[folder] = folder.resolve().is_relative_to(self.root)
        return self._folders[folder]

    def forget(self, path: str) -> None:
        del self.sources[path]


Read = tuple[Reading, Artifact | None, Source | None]
"""What a file is read as: the reading, the artifact if any, the source if its text is reported on."""


def _read_before(room: Room | None) -> dict[str, Read]:
    """What the artifacts of a room were read as, by path: that follows from their own texts alone."""
    if room is None:
        return {}
    kept = {artifact.path: artifact for artifact in room.artifacts if artifact.path not in room.asked}
    return {
        reading.path: (reading, kept[reading.path], kept[reading.path].source)
        for reading in room.readings
        if reading.path in kept
    }


def _sort(
    reader: _Reader, asked: frozenset[str], before: Mapping[str, Read]
) -> tuple[list[Artifact], list[Reading], list[Source]]:
    """Give every file to the kind that claims it."""
    artifacts: list[Artifact] = []
    readings: list[Reading] = []
    reported: list[Source] = []
    for path in reader.paths:
        if not format_of(path):
            if path in asked:
                readings.append(Reading(path, "", "in no format that planroom reads"))
            continue
        source = reader.read(path)
        if source is None:
            readings.append(Reading(path, "", "not a file of this folder (a link out of it, or unreadable)"))
            continue
        known = before.get(path)
        if known is not None and known[2] is not None and known[2].is_same(source):
            reading, artifact, report = known
            reader.sources[path] = known[2]
        else:
            reading, artifact, report = _read_as(source, asked)
        readings.append(reading)
        if artifact is not None:
            artifacts.append(artifact)
        if report is not None:
            reported.append(report)
        if artifact is None and report is None:
            reader.forget(path)
    return artifacts, readings, reported


def _read_as(source: Source, asked: frozenset[str]) -> Read:
    reasons: list[str] = []
    for kind in KINDS:
        if source.format not in kind.formats:
            continue
        claim = kind.claims(source)
        if claim:
            parsed, source = _parse(kind, source)
            if isinstance(parsed, Artifact):
                return Reading(source.path, kind.name, claim), parsed, source
            reasons.append(parsed)
            if source.problems:
                return Reading(source.path, "", f"{parsed} ({claim})", kind.name), None, source
        if kind.home(source.path) and source.problems:
            return Reading(source.path, "", f"unreadable, where a {kind.name} lives", kind.name), None, source
    if source.path in asked:
        reason = reasons[0] if reasons else "neither a decision, a design, a contract nor a page"
        return Reading(source.path, "", reason), None, source
    return Reading(source.path, "", reasons[0] if reasons else "of no kind"), None, None


def _parse(kind: Kind, source: Source) -> tuple[Artifact | str, Source]:
    try:
        return kind.parse(source), source
    except Exception as fault:  # a fault of ours must not hide the other files
        say = f"reading this {kind.name} stopped with {type(fault).__name__}: {fault}".splitlines()[0]
        problem = Problem(
            "internal", say, hint="report it with this file: it is a fault of planroom, not of yours"
        )
        failed = Source(source.path, source.text, source.format, (*source.read_problems, problem))
        return "unreadable by a fault of planroom", failed


def _add_parts(
    reader: _Reader, artifacts: Iterable[Artifact]
) -> tuple[list[Source], dict[str, tuple[str, ...]]]:
    """Read the files that contracts and designs name, and those that these refer to.

    Returns what was added, and the paths that each file refers to.
    """
    references = {artifact.path: _named_by(artifact) for artifact in artifacts}
    wanted = [path for paths in references.values() for path in paths]
    seen = set(references)
    added: list[Source] = []
    while wanted:
        path = wanted.pop()
        if path in seen:
            continue
        seen.add(path)
        source = reader.read(path)
        if source is not None:
            references[path] = tuple(referenced_files(source))
            wanted.extend(references[path])
            added.append(source)
    return added, {path: paths for path, paths in references.items() if paths}


def _named_by(artifact: Artifact) -> tuple[str, ...]:
    if isinstance(artifact, Design):
        return artifact.schema_files
    return tuple(referenced_files(artifact.source)) if isinstance(artifact, Contract) else ()


def _excluded(paths: Iterable[str], settings: Settings, asked: frozenset[str]) -> Iterator[Reading]:
    for path in paths:
        if format_of(path) and path not in asked and settings.excludes(path):
            yield Reading(path, "", f"excluded by {SETTINGS_FILE}")
