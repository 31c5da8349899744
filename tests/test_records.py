"""The data classes of planroom do what those of the standard library do."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import Any

import pytest

import planroom
from planroom import records

Maker = Callable[..., Any]
PACKAGE = Path(planroom.__file__).parent


def made(dataclass: Maker, **options: bool) -> Any:
    @dataclass(**options)
    class Place:
        path: str
        lines: tuple[int, ...] = ()
        note: str = field(default="", compare=False)
        held: list[int] = field(default_factory=list, repr=False, compare=False)

    return Place


OPTIONS = [
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "order": True},
    {"frozen": True, "eq": False},
    {},
]


@pytest.mark.parametrize("options", OPTIONS)
def test_objects_compare_hash_and_show_as_usual(options: dict[str, bool]) -> None:
    answers = []
    for maker in (dataclasses.dataclass, records.dataclass):
        place = made(maker, **options)
        same, noted, other = place("a", (1,)), place("a", (1,), "x"), place("b")
        answers.append((
            same == noted,
            same == other,
            same == ("a", (1,)),
            place.__hash__ is None or hash(same) == hash(noted),
            repr(noted),
            dataclasses.asdict(noted),
            dataclasses.replace(same, path="c").path,
            hasattr(same, "__dict__"),
            [item.path for item in sorted([other, same])] if options.get("order") else None,
            options.get("order") and (same <= noted, same > other, other >= same),
        ))  # fmt: skip
    assert answers[0] == answers[1]


def test_what_can_be_changed_has_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(made(records.dataclass)("a"))


def test_fields_may_be_given_by_name_alone() -> None:
    with pytest.raises(TypeError):
        made(records.dataclass, kw_only=True)("a")


def test_one_without_fields_equals_its_like() -> None:
    @records.dataclass(frozen=True)
    class Nothing:
        pass

    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())


def test_an_object_survives_being_sent_to_another_process() -> None:
    from planroom.diagnostics import Origin

    origin = Origin("a.yaml", ("paths", 1))
    assert pickle.loads(pickle.dumps(origin)) == origin


def test_every_part_makes_its_data_classes_so() -> None:
    usual = [file for file in PACKAGE.rglob("*.py") if "import dataclass\n" in _of_library(file)]
    assert usual == []


def _of_library(file: Path) -> str:
    lines = file.read_text("utf-8").splitlines()
    held = [line for line in lines if line.startswith("from dataclasses import ")]
    return "".join(
        "import dataclass\n" for line in held if "dataclass" in line.split("import ")[1].split(", ")
    )
