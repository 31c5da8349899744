"""A cache changes how long a run takes and nothing else, whatever state it is in."""

from __future__ import annotations

import os
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
