"""Compiled templates are kept beside compiled modules, and believed only if they are the same ones."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from planroom.render import compiled
from planroom.render.compiled import Compiled

Say = Callable[..., str]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Renders a shipped template as a new process would."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(compiled, "_is_shipped", lambda filename: "project" not in filename)
    templates = tmp_path / "templates"
    templates.mkdir()

    def render(text: str, **settings: bool) -> str:
        (templates / "a.jinja").write_text(text, "utf-8")
        environment = Environment(
            loader=FileSystemLoader(templates), bytecode_cache=Compiled(tmp_path / "home"), **settings
        )
        return environment.get_template("a.jinja").render(word="<b>")

    return render


@pytest.fixture
def compilings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were compiled."""
    seen: list[str] = []
    compile_template = Environment.compile

    def noted(self: Environment, *args: object, **more: object) -> object:
        seen.append(str(args[0]))
        return compile_template(self, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", noted)
    return seen


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "home").rglob("*.pyc"))


def test_a_template_is_compiled_once(say: Say, compilings: list[str], tmp_path: Path) -> None:
    assert say("Hello {{ word }}") == say("Hello {{ word }}") == "Hello <b>"
    assert len(compilings) == 1
    assert len(kept(tmp_path)) == 1


def test_another_text_is_compiled_anew_in_the_same_place(say: Say, tmp_path: Path) -> None:
    assert (say("one"), say("two"), say("one")) == ("one", "two", "one")
    assert len(kept(tmp_path)) == 1


def test_another_way_to_compile_is_another_code(say: Say) -> None:
    assert say("{{ word }}", autoescape=False) == "<b>"
    assert say("{{ word }}", autoescape=True) == "&lt;b&gt;"


def test_what_is_damaged_is_not_believed(say: Say, compilings: list[str], tmp_path: Path) -> None:
    say("Hello")
    file = kept(tmp_path)[0]
    for data in (b"", b"\n\n", file.read_bytes()[:-3], b"\xff" + file.read_bytes()):
        file.write_bytes(data)
        assert say("Hello") == "Hello"
    assert len(compilings) == 5


def test_nothing_is_written_where_python_may_not(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert say("Hello") == "Hello"
    assert not kept(tmp_path)


def test_a_projects_own_template_is_kept_in_memory_only(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "_is_shipped", lambda filename: False)
    assert say("Hello") == "Hello"
    assert not kept(tmp_path)
