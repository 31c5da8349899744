"""A cache changes how long a run takes and nothing else, whatever state it is in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import planroom.cache
from planroom.cache import Cache, cache_of, digest
from planroom.checks import REGISTRY, Outcome, run
from planroom.kinds.contract import Contract
from planroom.load import load
from planroom.model import build

CONTRACT = """\
openapi: 3.1.1
info: {title: Orders, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, maxLength: 40}}
      responses:
        "200":
          description: The order.
          content:
            application/json:
              schema: {$ref: parts/order.yaml}
"""
PART = "type: object\nproperties:\n  total: {type: intger}\n"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "specs/parts").mkdir(parents=True)
    (tmp_path / "specs/orders.yaml").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "specs/parts/order.yaml").write_text(PART, encoding="utf-8")
    return tmp_path


@pytest.fixture
def cache(room: Path) -> Cache:
    made = cache_of(room, ())
    assert made is not None
    return made


def found(room: Path, cache: Cache | None) -> Outcome:
    loaded = load(room)
    return run(loaded, build(loaded), cache=cache, raise_faults=True)


def said(outcome: Outcome) -> list[dict[str, object]]:
    return [diagnostic.as_json() for diagnostic in outcome.diagnostics]


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the contracts that a check really looked at."""
    seen: list[str] = []
    check = REGISTRY["API001"]

    def watched(contract: Contract, scope: object) -> object:
        seen.append(contract.path)
        yield from original(contract, scope)  # type: ignore[arg-type]

    original = check.find
    monkeypatch.setitem(REGISTRY, "API001", type(check)(**{**vars(check), "find": watched}))
    return seen


def test_what_is_kept_comes_back(cache: Cache) -> None:
    value = {"a": [1, None, "é\ud800", True], "b": {}}
    cache.put("key", value)
    assert cache.get("key") == value
    assert cache.get("other") is None


def test_a_cache_keeps_itself_out_of_git(room: Path, cache: Cache) -> None:
    cache.put("key", 1)
    assert (room / ".planroom/.gitignore").read_text(encoding="ascii") == "*\n"


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data + b" ",
        lambda data: b"",
        lambda data: b"\xff\xfe" + data,
        lambda data: data.replace(b"value", b"valve"),
    ],
)
def test_a_damaged_file_is_no_file(cache: Cache, damage: Callable[[bytes], bytes]) -> None:
    cache.put("key", "value")
    file = cache.folder / "key.json"
    file.write_bytes(damage(file.read_bytes()))
    assert cache.get("key") is None
    cache.put("key", "value")
    assert cache.get("key") == "value"


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / ".planroom").write_text("a file where the folder would be", encoding="utf-8")
    cache = cache_of(tmp_path, ())
    assert cache is not None
    cache.put("key", 1)
    cache.trim()
    assert cache.get("key") is None


@pytest.mark.parametrize("path", [".planroom", ".planroom/cache/key.json", ".planroom/.gitignore"])
def test_a_cache_that_came_with_the_repository_is_not_believed(tmp_path: Path, path: str) -> None:
    assert cache_of(tmp_path, ("adr/0001-a.md", path)) is None
    assert cache_of(tmp_path, ("adr/0001-a.md", ".planroom-notes.md")) is not None


def test_a_cache_behind_a_link_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".planroom").symlink_to("elsewhere", target_is_directory=True)
    assert cache_of(tmp_path, ()) is None


def test_what_was_longest_not_used_is_removed_first(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    for age, key in enumerate(("new", "used", "old")):
        cache.put(key, "x" * 1000)
        os.utime(cache.folder / f"{key}.json", (1_000_000 - age, 1_000_000 - age))
    os.utime(cache.folder / "used.json", (2_000_000, 2_000_000))
    monkeypatch.setattr(planroom.cache, "MAX_BYTES", 2500)
    cache.trim()
    assert sorted(file.name for file in cache.folder.iterdir()) == ["new.json", "used.json"]


def test_a_digest_tells_where_its_parts_end() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ab") == digest(b"ab")


def test_a_contract_that_has_not_changed_is_not_looked_at_again(
    room: Path, cache: Cache, looked_at: list[str]
) -> None:
    without = said(found(room, None))
    assert said(found(room, cache)) == without
    assert len(looked_at) == 2
    assert said(found(room, cache)) == without
    assert len(looked_at) == 2
    assert "specs/parts/order.yaml" in {entry["path"] for entry in without}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("specs/orders.yaml", CONTRACT.replace("The order.", "One order.")),
        ("specs/parts/order.yaml", PART.replace("intger", "integer")),
        ("specs/parts/order.yaml", None),
    ],
)
def test_a_contract_is_looked_at_again_when_anything_it_is_made_of_changes(
    room: Path, cache: Cache, looked_at: list[str], path: str, text: str | None
) -> None:
    found(room, cache)
    if text is None:
        (room / path).unlink()
    else:
        (room / path).write_text(text, encoding="utf-8")
    assert said(found(room, cache)) == said(found(room, None))
    assert len(looked_at) == 3


def test_a_contract_is_looked_at_again_when_another_file_takes_the_address_it_means(
    room: Path, cache: Cache, looked_at: list[str]
) -> None:
    """A reference may mean a schema by its `$id`, wherever that stands."""
    found(room, cache)
    other = CONTRACT.replace("$ref: parts/order.yaml", "$id: https://example.org/order, type: object")
    (room / "specs/other.yaml").write_text(other, encoding="utf-8")
    assert said(found(room, cache)) == said(found(room, None))
    assert looked_at.count("specs/orders.yaml") == 3


def test_a_run_of_some_checks_leaves_the_others_to_be_made(room: Path, cache: Cache) -> None:
    loaded = load(room)
    run(loaded, build(loaded), only=frozenset({"API019"}), cache=cache)
    assert said(found(room, cache)) == said(found(room, None))


class _Closed:
    """A scope that may not be asked anything."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"a check of contracts asks its scope for `{name}`")


def test_checks_of_contracts_ask_nothing_but_their_contract(room: Path) -> None:
    """What they find is kept by the texts of the contract's files, so it may not depend on anything else."""
    (contract,) = load(room).of(Contract)
    for check in REGISTRY.values():
        if check.on is Contract:
            list(check.find(contract, _Closed()))  # type: ignore[arg-type]


def called(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "planroom", *words], cwd=folder, capture_output=True, text=True, check=False
    )


def asked(room: Path) -> tuple[int, str, str]:
    """What the command says, which has to be what it says without a cache."""
    said, plain = (called(room, "check", *more) for more in ((), ("--no-cache",)))
    assert (said.returncode, said.stdout, said.stderr) == (plain.returncode, plain.stdout, plain.stderr)
    return said.returncode, said.stdout, said.stderr


def kept_answers(room: Path) -> int:
    """How many runs have kept their answer."""
    files = (room / ".planroom/cache").glob("*.json")
    return sum(b'"looked_up"' in file.read_bytes() for file in files)


@pytest.mark.site
def test_an_answer_is_given_again_while_everything_it_follows_from_is_the_same(room: Path) -> None:
    first = asked(room)
    assert first[0] == 1
    assert asked(room) == first
    assert kept_answers(room) == 1
    (room / "notes.txt").write_text("of no kind, but a link may lead to it", encoding="utf-8")
    assert asked(room) == first
    assert kept_answers(room) == 2
    (room / "specs/parts/order.yaml").write_text(PART.replace("intger", "integer"), encoding="utf-8")
    assert asked(room)[0] == 0
    (room / "planroom.yaml").write_text("fail_on: info\n", encoding="utf-8")
    assert asked(room)[0] == 1


@pytest.mark.site
def test_an_answer_is_not_given_for_another_question(room: Path) -> None:
    plain = asked(room)[1]
    assert called(room, "check", "--format", "json").stdout.startswith("{")
    (room / "adr").mkdir()
    assert called(room, "check", "adr").stdout != plain
    assert called(room, "check", "--ignore", "API001").returncode == 0
    assert called(room, "check", "--today", "2030-01-01", "--format", "json").stdout.count("2030-01-01") == 1


@pytest.mark.site
def test_an_answer_is_not_given_when_what_git_ignores_comes_or_goes(room: Path) -> None:
    """A link may lead to an ignored file, and a reference into one; neither is among the room's files."""
    subprocess.run(["git", "init", "-q"], cwd=room, check=True)
    (room / ".gitignore").write_text("made/\n", encoding="utf-8")
    (room / "adr").mkdir()
    head = "---\nstatus: accepted\ndate: 2026-02-03\n---\n\n# Use REST\n\n"
    (room / "adr/0001-use-rest.md").write_text(f"{head}See [the plan](../made/plan.txt).\n", encoding="utf-8")
    contract = CONTRACT.replace("parts/order.yaml", "../made/order.yaml")
    (room / "specs/orders.yaml").write_text(contract, encoding="utf-8")
    assert "LNK001" in asked(room)[1]
    assert "API003" in asked(room)[1]
    (room / "made").mkdir()
    (room / "made/plan.txt").write_text("a plan", encoding="utf-8")
    (room / "made/order.yaml").write_text("type: object\n", encoding="utf-8")
    said = asked(room)[1]
    assert "LNK001" not in said
    assert "API003" not in said
    (room / "made/order.yaml").write_text("type: objekt\n", encoding="utf-8")
    assert "objekt" in asked(room)[1]


@pytest.mark.site
def test_no_cache_leaves_the_cache_alone(room: Path) -> None:
    called(room, "check", "--no-cache")
    assert not (room / ".planroom").exists()


@pytest.mark.site
def test_an_answer_with_a_damaged_cache_is_the_answer_without(room: Path) -> None:
    first = asked(room)
    for file in (room / ".planroom/cache").glob("*.json"):
        file.write_bytes(file.read_bytes()[:-9])
    assert asked(room) == first
