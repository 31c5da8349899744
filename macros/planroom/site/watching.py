"""Watching files for `serve`: the system tells of a change at once, and a look at all files finds the rest.

On network shares, behind links and in some containers the system tells of nothing, and does not say so. So
all files are looked at too, less often than where nothing else would find a change.
"""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from watchdog.events import FileModifiedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from planroom.patterns import late
from planroom.records import dataclass

log = logging.getLogger("mkdocs.plugins.planroom")

LOOK_ALONE, LOOK_TOO = 0.5, 1.0
"""Seconds between two looks at all files: where the system tells of nothing, and where it does."""

_CHANGES = frozenset(("created", "modified", "moved", "deleted", "closed", "attrib"))
"""Not that a file was opened or read: a build does that itself."""

_OF_CONTENT = frozenset(("modified", "closed", "attrib"))

_OF_EDITORS = late(r"\..*\.sw[a-z]|\.#.*|4913")
"""Files in which editors keep what is not saved, or try whether they may write; none is ever a page."""

_State = tuple[int, int, int, int] | None


@dataclass(frozen=True, eq=False)
class Watched:
    """A file or folder that is watched, and who is told of its changes."""

    handler: FileSystemEventHandler
    path: str
    recursive: bool


Tell = Callable[[Watched, list[str]], None]
"""Takes what is watched, and the paths that have changed there."""


class Watching:
    """Stands for one observer of watchdog, and tells of every change of what is watched.

    A path need not be there. A file is watched through its folder, since saving it may put a new one in its
    place; so is a folder, which may go and come again.
    """

    def __init__(self) -> None:
        self._watched: list[Watched] = []
        self._sides: list[_Side] = []
        self._told: dict[str, _State] = {}

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False) -> Watched:
        """Watch a path. One that is watched later on counts as changed: nobody has looked until now."""
        watched = Watched(handler, os.path.realpath(path), recursive)
        self._watched.append(watched)
        for side in self._sides:
            side.add(watched)
        if self._sides:
            self._say(watched)
        return watched

    def unschedule(self, watched: Watched) -> None:
        """Watch a path no longer."""
        self._watched.remove(watched)
        for side in self._sides:
            side.remove(watched)

    def start(self) -> None:
        """Begin to watch."""
        told = _started(self._watched, self._hear)
        found = _Side(PollingObserver(timeout=LOOK_TOO if told else LOOK_ALONE), self._find)
        found.start(self._watched)
        self._sides = [told, found] if told else [found]

    def stop(self) -> None:
        """Tell of nothing any more."""
        for side in self._sides:
            side.observer.stop()

    def join(self, timeout: float | None = None) -> None:
        """Wait until nothing is watched any more."""
        for side in self._sides:
            side.observer.join(timeout)

    def _hear(self, watched: Watched, paths: list[str]) -> None:
        """Take what the system tells of."""
        self._told.update((path, _state(path)) for path in paths)
        self._say(watched)

    def _find(self, watched: Watched, paths: list[str]) -> None:
        """Take what a look has found, unless it is what the system has told of."""
        if any(path not in self._told or self._told[path] != _state(path) for path in paths):
            self._hear(watched, paths)

    def _say(self, watched: Watched) -> None:
        watched.handler.dispatch(FileModifiedEvent(watched.path))


class _Side:
    """One observer, and what it watches: each folder, and each path by its name in the folder above."""

    def __init__(self, observer: Any, tell: Tell) -> None:
        self.observer = observer
        self._tell = tell
        self._below: dict[Watched, Any] = {}
        self._above: dict[str, dict[str, list[Watched]]] = {}

    def start(self, found: Iterable[Watched]) -> None:
        """Watch these; raises `OSError` where the system has no room for it."""
        self.observer.start()
        for watched in list(found):
            self.add(watched)

    def add(self, watched: Watched) -> None:
        """Watch one more."""
        folder, name = os.path.split(watched.path)
        if folder not in self._above and os.path.isdir(folder):
            self._above[folder] = {}
            self.observer.schedule(_Events(lambda paths: self._named(folder, paths)), folder, recursive=False)
        self._above.setdefault(folder, {}).setdefault(name, []).append(watched)
        self._look_below(watched)

    def remove(self, watched: Watched) -> None:
        """Watch one no longer."""
        folder, name = os.path.split(watched.path)
        self._above[folder][name].remove(watched)
        self._leave(watched)

    def _named(self, folder: str, paths: list[str]) -> None:
        """Tell of what is watched by its name; a folder that has come is watched as the one before."""
        for path in paths:
            above, name = os.path.split(path)
            for watched in self._above[folder].get(name, ()) if above == folder else ():
                self._leave(watched)
                with suppress(OSError):
                    self._look_below(watched)
                self._tell(watched, [path])

    def _look_below(self, watched: Watched) -> None:
        if os.path.isdir(watched.path):
            events = _Events(lambda paths: self._tell(watched, paths))
            self._below[watched] = self.observer.schedule(events, watched.path, recursive=watched.recursive)

    def _leave(self, watched: Watched) -> None:
        if watched in self._below:
            with suppress(KeyError):
                self.observer.unschedule(self._below.pop(watched))


class _Events(FileSystemEventHandler):
    """Gives on the paths of those events that are changes."""

    def __init__(self, tell: Callable[[list[str]], None]) -> None:
        self._give = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Give on one event; that something has changed in a folder is told of that thing too."""
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type in _OF_CONTENT):
            return
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        if not all(_OF_EDITORS.fullmatch(os.path.basename(path)) for path in paths):
            self._give(paths)


def _started(found: Iterable[Watched], tell: Tell) -> _Side | None:
    """The system's own watcher; `None` where there is none, or it has no room for so many folders."""
    if Observer is PollingObserver:
        return None
    side = _Side(Observer(), tell)
    try:
        side.start(found)
    except (OSError, RuntimeError) as fault:
        log.info("Changes are found by looking at all files: the system cannot tell of them (%s)", fault)
        side.observer.stop()
        return None
    return side


def _state(path: str) -> _State:
    """By what a file is told from what it was; `None` if it is not there. A folder is what it is in."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    if stat.S_ISDIR(found.st_mode):
        return found.st_ino, 0, 0, 0
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
