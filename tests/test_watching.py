"""What `serve` watches: every change is told of, by the system or by a look at the files."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch
from watchdog.observers.polling import PollingObserver

from planroom.site import watching
from planroom.site.watching import Watched, Watching

# Of folders that were moved, or went and came again, watchdog warns, and goes on to watch them.
pytestmark = pytest.mark.filterwarnings("ignore:Callback with id:RuntimeWarning")
PATIENCE = 60.0


class Told(FileSystemEventHandler):
    """Notes that a change was told of."""

    def __init__(self) -> None:
        self.changed = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take any event; each must be of a file, since MkDocs passes over those of folders."""
        assert not event.is_directory
        self.changed.set()


class Room:
    """A watched folder of decisions, a watched file and names that are not there yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "adr/old").mkdir(parents=True)
        for path in ("adr/a.md", "adr/b.md", "adr/old/c.md", "mkdocs.yml"):
            (root / path).write_text("first", "utf-8")
        self.told, self.watching = Told(), Watching()
        for name in ("adr", "mkdocs.yml", "planroom.yaml", "specs"):
            self.watching.schedule(self.told, str(root / name), recursive=True)

    def write(self, path: str, text: str = "second") -> None:
        """Write a file in place."""
        (self.root / path).write_text(text, "utf-8")

    def save(self, path: str) -> None:
        """Save a file as many editors do: under another name first."""
        self.write("adr/saved.tmp", "saved")
        os.replace(self.root / "adr/saved.tmp", self.root / path)

    def tells(self, change: Callable[[Room], object]) -> bool:
        """Whether a change is told of."""
        self.told.changed.clear()
        change(self)
        return self.told.changed.wait(PATIENCE)


@pytest.fixture(params=["told by the system", "found by looking"])
def room(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """A room that is watched with one of the two observers doing the work."""
    if request.param == "found by looking":
        monkeypatch.setattr(watching, "Observer", PollingObserver)
        monkeypatch.setattr(watching, "LOOK_ALONE", 0.02)
    elif Observer is PollingObserver:
        pytest.skip("this system tells of no changes")
    else:
        monkeypatch.setattr(watching, "LOOK_TOO", 10 * PATIENCE)
    made = Room(tmp_path / "room")
    made.watching.start()
    yield made
    made.watching.stop()
    made.watching.join()


def come(room: Room) -> None:
    (room.root / "specs/shop").mkdir(parents=True)


def go(room: Room) -> None:
    """What lies in the folder is told of first: that the folder itself has gone must be known too."""
    folder = room.root / "specs"
    shutil.rmtree(folder)
    end = time.monotonic() + PATIENCE
    while any(watched.path == str(folder) for side in room.watching._sides for watched in list(side._below)):
        assert time.monotonic() < end
        time.sleep(0.02)


CHANGES: list[tuple[str, Callable[[Room], object]]] = [
    ("a file", lambda room: room.write("adr/a.md")),
    ("a file that is replaced", lambda room: room.save("adr/a.md")),
    ("a file that was replaced", lambda room: room.write("adr/a.md", "third one")),
    ("a single file that is replaced", lambda room: room.save("mkdocs.yml")),
    ("a single file that was replaced", lambda room: room.write("mkdocs.yml", "third one")),
    ("a single file that comes", lambda room: room.write("planroom.yaml")),
    ("a file that goes", lambda room: (room.root / "adr/b.md").unlink()),
    ("a folder that comes", lambda room: (room.root / "adr/new").mkdir()),
    ("a file in it", lambda room: room.write("adr/new/d.md")),
    ("a folder that is moved", lambda room: (room.root / "adr/old").rename(room.root / "adr/older")),
    ("a file in that", lambda room: room.write("adr/older/c.md")),
    ("a folder that leaves", lambda room: (room.root / "adr/older").rename(room.root / "elsewhere")),
    ("a watched folder that comes", come),
    ("a file in that one", lambda room: room.write("specs/shop/a.json")),
    ("a watched folder that goes", go),
    ("a watched folder that comes again", come),
    ("a file in it as well", lambda room: room.write("specs/shop/b.json")),
]


def test_every_change_is_told_of(room: Room) -> None:
    """One after the other, since later ones need what came of the earlier."""
    assert [name for name, change in CHANGES if not room.tells(change)] == []


def test_what_is_watched_later_counts_as_changed(room: Room) -> None:
    """It may have been written before anybody looked."""
    (room.root / "apis").mkdir()
    assert room.tells(lambda room: room.watching.schedule(room.told, str(room.root / "apis"), recursive=True))
    assert room.tells(lambda room: room.write("apis/a.yaml"))


NO_CHANGES: list[tuple[str, Callable[[Room], object]]] = [
    ("a file is read", lambda room: (room.root / "adr/a.md").read_text("utf-8")),
    ("a folder is listed", lambda room: list((room.root / "adr").iterdir())),
    ("an editor keeps what is not saved", lambda room: room.write("adr/.a.md.swp")),
    ("an editor tries whether it may write", lambda room: room.write("adr/4913")),
    ("a file beside what is watched", lambda room: room.write("notes.txt")),
    ("a folder beside what is watched", lambda room: (room.root / ".planroom").mkdir()),
]


@pytest.mark.parametrize("change", [change for _, change in NO_CHANGES], ids=[name for name, _ in NO_CHANGES])
def test_what_changes_no_page_is_not_told_of(
    room: Room, change: Callable[[Room], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build reads all files itself: it must not lead to another one."""
    heard: list[str] = []
    state = watching._state

    def note(path: str) -> object:
        heard.append(path)
        return state(path)

    monkeypatch.setattr(watching, "_state", note)
    change(room)
    assert room.tells(lambda room: room.write("adr/b.md"))
    assert set(heard) == {str(room.root / "adr/b.md")}


def test_a_look_passes_over_what_the_system_has_told_of(tmp_path: Path) -> None:
    """Else every change would be built twice; a change since then is another one."""
    file = tmp_path / "a.md"
    file.write_text("first", "utf-8")
    told, both = Told(), Watching()
    watched = both.schedule(told, str(tmp_path))

    def tells(take: Callable[[Watched, list[str]], None]) -> bool:
        told.changed.clear()
        take(watched, [str(file)])
        return told.changed.is_set()

    assert tells(both._find)
    assert not tells(both._find)
    assert tells(both._hear)
    assert not tells(both._find)
    file.write_text("other, longer", "utf-8")
    assert tells(both._find)
    file.unlink()
    assert tells(both._hear)
    assert not tells(both._find)
    file.write_text("again", "utf-8")
    assert tells(both._find)


def test_where_the_system_refuses_files_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is a limit to how many folders it watches."""

    class Refusing(PollingObserver):
        def schedule(self, *args: object, **settings: object) -> ObservedWatch:
            raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watching, "Observer", Refusing)
    monkeypatch.setattr(watching, "LOOK_ALONE", 0.02)
    room = Room(tmp_path / "room")
    room.watching.start()
    try:
        assert room.tells(lambda room: room.write("adr/a.md"))
    finally:
        room.watching.stop()
        room.watching.join()
