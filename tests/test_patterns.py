"""Patterns that are compiled late do what compiled ones do."""

from __future__ import annotations

import gc
import re
from importlib import import_module
from pathlib import Path

import pytest

import planroom
from planroom import patterns
from planroom.patterns import late

PACKAGE = Path(planroom.__file__).parent


def test_a_pattern_is_compiled_when_it_is_first_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda *stated: made.append(stated) or compile_(*stated))
    word = late(r"(?P<first>\w)\w*", re.ASCII)
    assert made == []
    match = word.match("één two")
    assert match is None
    assert word.findall("one two") == ["o", "t"]
    assert word.sub("-", "one two") == "- -"
    assert [found["first"] for found in word.finditer("one two")] == ["o", "t"]
    assert (word.pattern, word.groups, dict(word.groupindex)) == (r"(?P<first>\w)\w*", 1, {"first": 1})
    assert made == [(r"(?P<first>\w)\w*", re.ASCII)]


def test_a_pattern_has_nothing_else() -> None:
    word = late("a")
    assert not hasattr(word, "scanner")
    assert word.search("cat") is not None
    assert not hasattr(word, "scanner")


def test_every_pattern_can_be_compiled() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.stem != "__main__":
            import_module(".".join(("planroom", *file.relative_to(PACKAGE).with_suffix("").parts)))
    waiting = [held for held in gc.get_objects() if type(held) is patterns._Waiting]
    assert all(held.groups >= 0 for held in waiting)
