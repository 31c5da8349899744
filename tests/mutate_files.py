"""Breaks files at random and checks what they make of a room: no exception, places that exist, bounded time.

With `--render` their pages are made too: each file that counts has one, which says what is wrong with it,
and whose tags all end where they should.

Not one of the tests: it runs for as long as it is told to, over any folder of decisions and contracts.

    python tests/mutate_files.py FOLDER... --count 5000 --seed 1 --keep /tmp/faults
    python tests/mutate_files.py specs/order-management --every-place

Each round takes one file, breaks it by bytes, lines, tokens or places of its value, puts it into a small
room beside a design and a contract that are whole, and runs load, model and checks. What goes wrong is
printed once per place in the code, with the seed that brings it back, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from check_pages import faults
from planroom.checks import run
from planroom.kinds.contract import Contract
from planroom.kinds.decision import KIND as DECISION
from planroom.kinds.decision import Decision
from planroom.kinds.design import Design
from planroom.load import load
from planroom.model import build
from planroom.render import (
    Rendering,
    contract_page,
    decision_feed,
    decision_index,
    decision_pages,
    findings_page,
    home,
    service_page,
    system_page,
    unread_pages,
)
from planroom.source import Source, decode, format_of

TODAY = date(2026, 11, 21)
BESIDE = Path(__file__).parent / "projects" / "order-management-as-written"
SECONDS, SECONDS_PER_MIB = 3.0, 12.0
"""What one round may take, whatever its file's size, and more for each MiB of it."""
MEMORY_MIB, MEMORY_PER_MIB = 150.0, 80.0

Mutation = Callable[[random.Random, bytes, str], bytes]

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, 10**400, 1e308, float("inf"), "", " ", "x", "null",
    "#/", "#/paths", "../x.yaml#/a/b",
    "a\nb\tc\x00", "{{ x }}", "<b>", "é😀\u2028", "\x1b[31m", "9" * 50, "9" * 5000, "²",
    "2026-13-45", "a `b", [], {}, [[]], [{}], {"": ""}, [None], {"$ref": "#"}, {"$ref": 1},
    {"x": {"y": [1, {"z": None}]}}, ["a", "a"],
    {"type": ["object", 1]}, {"0": 0},
)  # fmt: skip
TOKENS = (
    b"{", b"}", b"[", b"]", b",", b":", b": ", b"\n", b"\r", b"\t", b"'", b'"', b"\\", b"#", b"- ", b"---\n",
    b"...\n", b"&a ", b"*a", b"<<: *a", b"!!str ", b"|", b">", b"? ", b"%", b"@", b"`", b"```", b"<!--",
    b"-->", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xf0\x9f\x98\x80",
    b"\xed\xa0\x80", b"\\ud800", b"$ref", b"null", b"1e999", b"<<<<<<< x\n", b"=======\n", b">>>>>>> x\n",
    b"](", b"[x](", b"](y.md#",
    b"# ", b"| a |", b"{{", b"}}", b"{%", b"%}",
)  # fmt: skip


def bytes_(chance: random.Random, data: bytes, _: str) -> bytes:
    """A few bytes changed, dropped or put in."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(3):
            case 0:
                made[at : at + 1] = bytes((chance.randrange(256),))
            case 1:
                del made[at : at + chance.choice((1, 1, 2, 8))]
            case _:
                made[at:at] = bytes((chance.randrange(256),))
    return bytes(made)


def tokens(chance: random.Random, data: bytes, _: str) -> bytes:
    """A few marks of YAML, JSON, Markdown or templates put in."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 300)) + data[at:]
    return data


def lines(chance: random.Random, data: bytes, _: str) -> bytes:
    """Lines dropped, doubled, moved, indented, joined, or with other ends; or the text cut off."""
    held = data.splitlines(keepends=True) or [b""]
    at, other = chance.randrange(len(held)), chance.randrange(len(held))
    match chance.randrange(8):
        case 0:
            del held[at : at + chance.choice((1, 2, 5))]
        case 1:
            held[at:at] = held[other : other + chance.choice((1, 3, 10))]
        case 2:
            held[at], held[other] = held[other], held[at]
        case 3:
            held[at] = chance.choice((b" ", b"  ", b"\t", b"    ")) + held[at]
        case 4:
            held[at] = held[at].lstrip()
        case 5:
            held[at] = held[at].rstrip(b"\r\n")
        case 6:
            return data.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n")))
        case _:
            return data[: chance.randrange(len(data) + 1)]
    return b"".join(held)


def values(chance: random.Random, data: bytes, path: str) -> bytes:
    """Places of the document's value replaced by what nobody expects there."""
    value, front = _value(data, path)
    places = list(_places(value))
    if len(places) < 2:
        return tokens(chance, data, path)
    value = copy.deepcopy(value)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        odd = copy.deepcopy(
            chance.choice(ODD) if chance.random() < 0.8 else _at(value, chance.choice(places))
        )
        _put(value, chance.choice(places), odd, rename=chance.random() < 0.15)
    return _written(value, path, front)


def _value(data: bytes, path: str) -> tuple[Any, bytes | None]:
    """A file's value and, of Markdown, the text below its front matter."""
    source = Source(path, decode(data)[0], format_of(path))
    if source.format != "markdown":
        return source.value, None
    body = "\n".join(source.lines[source.outline.front_end :])
    return source.value, body.encode("utf-8", "replace")


def _written(value: Any, path: str, body: bytes | None) -> bytes:
    text = json.dumps(value, indent=1).replace("Infinity", "1e999")
    if body is not None:
        front = yaml.safe_dump(json.loads(text), sort_keys=False, allow_unicode=True)
        return b"---\n" + front.encode("utf-8", "replace") + b"---\n" + body
    return text.encode()  # JSON is YAML as well


def _places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    stack = [(above, value)]
    while stack:
        place, held = stack.pop()
        yield place
        items = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
        stack.extend(((*place, key), item) for key, item in items)


def _at(value: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _put(value: Any, place: tuple[Any, ...], odd: Any, *, rename: bool = False) -> None:
    """Replace what stands at a place, if it still exists; `rename` keeps it and changes its key."""
    holder = _at(value, place[:-1]) if place else None
    if not place or not isinstance(holder, dict | list):
        return
    key = place[-1]
    if isinstance(holder, dict) and rename:
        holder[odd if isinstance(odd, str) else json.dumps(odd)] = holder.pop(key, odd)
    elif isinstance(holder, dict) or (isinstance(key, int) and key < len(holder)):
        holder[key] = odd


PAGES = (
    home.pages, system_page.pages, service_page.pages, contract_page.pages, unread_pages.pages,
    decision_pages.pages, findings_page.pages,
)  # fmt: skip
"""The makers of pages that show what stands in files."""
_VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))


class Tags(HTMLParser):
    """The tags of a text that do not end, or end what has not begun."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._open: list[str] = []
        self.faults: list[str] = []
        self.feed(text)
        self.faults += [f"<{tag}> does not end" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if self._open[-1:] == [tag]:
            self._open.pop()
        elif tag not in _VOID:
            self.faults.append(f"</{tag}> in <{self._open[-1] if self._open else ''}>")


def unshown(outcome: Any, path: str) -> Iterator[str]:
    """What is wrong with the pages of a file: none, tags that do not match, or findings that are not told."""
    site = Rendering(outcome)
    made = [page for make in PAGES for page in make(site)]
    for files in (decision_index.files, decision_feed.files, findings_page.files):
        list(files(site))
    for page in made:
        for words in Tags(page.markdown()).faults[:1]:
            yield f"tags of {page.path}: {words}"
    there = site.page_of(path)
    counts = any(path in site.room.unread_as(kind) for kind in ("contract", "design"))
    counts = counts or isinstance(site.room.artifact(path), Decision | Contract | Design)
    if not there and counts:
        yield "page: the file has none"
    if there and there not in {page.path for page in made}:
        yield f"page: {there} is not made"


MUTATIONS: tuple[Mutation, ...] = (bytes_, tokens, lines, values, values, values)


@dataclass
class Watch:
    """Runs rooms and notes what goes wrong, each fault once."""

    root: Path
    keep: Path | None
    render: bool = False
    seen: dict[str, int] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")

    def round(self, label: str, name: str, data: bytes) -> None:
        """Check a room with this file in it."""
        target = self.root / _place(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        before = target.read_bytes() if target.exists() else None
        target.write_bytes(data)
        allowed = SECONDS + SECONDS_PER_MIB * len(data) / 2**20
        started, memory = time.process_time(), _memory()
        signal.setitimer(signal.ITIMER_REAL, 10 * allowed)
        try:
            room = load(self.root, today=TODAY)
            outcome = run(room, build(room), raise_faults=True)
            said = [*faults(outcome), *_internal(outcome)]
            if self.render:
                said += unshown(outcome, _place(name))
        except Exception as fault:
            self.note(f"{type(fault).__name__}: {_frame(fault)}", label, data, traceback.format_exc())
        else:
            for words in said[:3]:
                self.note(f"place: {_code(words)}", label, data, words)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        took, grown = time.process_time() - started, _memory() - memory
        self.slowest = max(self.slowest, (took, label))
        if took > allowed:
            self.note(f"slow: {name}", label, data, f"{took:.1f} s for {len(data):,} bytes")
        if grown > MEMORY_MIB + MEMORY_PER_MIB * len(data) / 2**20:
            self.note(f"memory: {name}", label, data, f"{grown:.0f} MiB more for {len(data):,} bytes")
        target.unlink()
        if before is not None:
            target.write_bytes(before)

    def note(self, fault: str, label: str, data: bytes, words: str) -> None:
        """Print a fault the first time it is seen."""
        self.seen[fault] = self.seen.get(fault, 0) + 1
        if self.seen[fault] > 1:
            return
        print(f"\n{fault}\n  {label}\n  " + words.strip().replace("\n", "\n  "), flush=True)
        if self.keep is not None:
            self.keep.mkdir(parents=True, exist_ok=True)
            (self.keep / f"{len(self.seen):03}-{label.split()[0].replace('/', '+')}").write_bytes(data)


def _internal(outcome: Any) -> Iterator[str]:
    for diagnostic in outcome.diagnostics:
        if diagnostic.code == "SRC090":
            yield f"SRC090 {diagnostic.message}"


def _code(words: str) -> str:
    """A fault of a diagnostic without its place."""
    return " ".join(words.split(" ")[1:5]) if ":" in words.split(" ")[0] else words[:90]


def _frame(fault: BaseException) -> str:
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if "planroom" in frame.filename] or list(frames)
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno} {ours[-1].line}"


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _place(name: str) -> str:
    """Where a file goes in the room: a decision into adr/, everything else beside the design."""
    base = name.rsplit("/", 1)[-1]
    return f"adr/{base}" if format_of(base) in DECISION.formats else f"specs/order-management/{base}"


def _files(folders: list[Path], largest: int) -> list[tuple[str, bytes]]:
    named = [file for folder in folders for file in (sorted(folder.rglob("*")) or [folder])]
    wanted = [file for file in named if file.is_file() and format_of(file.name)]
    return [(file.as_posix(), file.read_bytes()) for file in wanted if 0 < file.stat().st_size <= largest]


def _stop(*_: Any) -> None:
    raise TimeoutError("a round took ten times what it may")


def main() -> int:
    """Run the rounds that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=3600, help="stop after this long")
    parser.add_argument("--largest", type=int, default=200_000, help="bytes of the largest file to take")
    parser.add_argument("--every-place", action="store_true", help="put every odd value at every place")
    parser.add_argument("--render", action="store_true", help="make the pages of each room too")
    parser.add_argument("--keep", type=Path, help="a folder to keep the files in that show a fault")
    asked = parser.parse_args()
    files = _files(asked.folders, asked.largest)
    signal.signal(signal.SIGALRM, _stop)
    rounds = _every_place(files) if asked.every_place else _at_random(files, asked.count, asked.seed)
    started, count = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(BESIDE, folder, dirs_exist_ok=True)
        watch = Watch(Path(folder), asked.keep, asked.render)
        for label, name, data in rounds:
            watch.round(label, name, data)
            count += 1
            if time.monotonic() - started > asked.seconds:
                break
    print(
        f"\n{count} rounds over {len(files)} files in {time.monotonic() - started:.0f} s, {_memory():.0f} MiB"
    )
    print(f"slowest: {watch.slowest[0]:.2f} s, {watch.slowest[1]}")
    for fault, times in sorted(watch.seen.items(), key=lambda item: -item[1]):
        print(f"{times:6} {fault}")
    return 1 if watch.seen else 0


def _at_random(files: list[tuple[str, bytes]], count: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    for number in range(seed, seed + count):
        chance = random.Random(number)
        name, data = chance.choice(files)
        mutation = chance.choice(MUTATIONS)
        yield f"{name} seed {number} {mutation.__name__}", name, mutation(chance, data, name)


def _every_place(files: list[tuple[str, bytes]]) -> Iterator[tuple[str, str, bytes]]:
    for name, data in files:
        whole, body = _value(data, name)
        for place in _places(whole):
            for odd in ODD:
                value = copy.deepcopy(whole)
                if place:
                    _put(value, place, odd)
                else:
                    value = odd
                yield f"{name} {'/'.join(map(str, place))} = {odd!r}", name, _written(value, name, body)


if __name__ == "__main__":
    sys.exit(main())
