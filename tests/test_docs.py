"""The hand-written pages are true: snippets pass, commands exist, links lead somewhere, macros are shown."""

from __future__ import annotations

import inspect
import posixpath
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from own_room import own_room
from planroom.checks import run
from planroom.cli import program
from planroom.diagnostics import Severity
from planroom.kinds.macro import MACROS
from planroom.kinds.page import Page, shield
from planroom.load import load
from planroom.model import build
from planroom.reports import REPORTS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))

FENCE = re.compile(
    r"^(?P<mark>`{3,})(?P<language>\w*)(?: title=\"(?P<path>[^\"]+)\")?\n(?P<text>.*?)^(?P=mark)$",
    re.MULTILINE | re.DOTALL,
)
NAMED_COMMAND = re.compile(r"(?<!`)`(planroom [^`]*)`(?!`)")
OUTSIDE = re.compile(r"[a-z]+:|//|#")


def text_of(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


# Snippets ---------------------------------------------------------------------------------------


def snippets(page: str) -> dict[str, str]:
    """The files that a page shows whole, by the path that its fence gives as title."""
    return {found["path"]: found["text"] for found in FENCE.finditer(text_of(page)) if found["path"]}


def test_a_design_a_contract_a_decision_and_settings_are_shown() -> None:
    """What the next test looks at is there, whatever becomes of the form of fences."""
    shown = {path for page in PAGES for path in snippets(page)}
    assert {"planroom.yaml", "specs/shop/design.json", "specs/shop/orders.openapi.yaml"} <= shown
    assert any(path.startswith("adr/") for path in shown)


def test_the_files_that_pages_show_pass_the_check(tmp_path: Path) -> None:
    """All of them make one room, in which nothing is wrong and nothing is risky."""
    for page in PAGES:
        for path, text in snippets(page).items():
            file = tmp_path / path
            assert not file.exists(), f"{path} is shown twice"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    room = load(tmp_path)
    outcome = run(room, build(room), raise_faults=True)
    wrong = [
        f"{found.location} {found.code} {found.message}"
        for found in outcome.diagnostics
        if found.severity is not Severity.INFO
    ]
    assert wrong == []
    read = {reading.path for reading in room.readings if reading.kind}
    assert read == {path for page in PAGES for path in snippets(page)}


def test_suppressions_that_pages_show_are_in_use(tmp_path: Path) -> None:
    """What they hide would be found without them, and the reasons are the ones shown."""
    for path, text in snippets("how-to/live-with-findings.md").items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    room = load(tmp_path)
    outcome = run(room, build(room), raise_faults=True)
    assert [(item.diagnostic.code, item.reason) for item in outcome.suppressed] == [
        ("LNK001", "legal/ is not in this repository"),
        ("DSN035", "the tables are parted in release 8"),
        ("DSN020", "the carrier's side is described by the carrier"),
    ]


def test_the_formats_that_pages_name_are_those_there_are() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", text_of("how-to/check-in-ci.md"), re.MULTILINE)
    assert rows == list(REPORTS)


# Commands ---------------------------------------------------------------------------------------


def commands(page: str) -> Iterator[str]:
    """Every `planroom …` line of the shell blocks of a page, and every one that its text names."""
    text = text_of(page)
    for found in FENCE.finditer(text):
        if found["language"] == "sh":
            lines = found["text"].replace("\\\n", " ").splitlines()
            yield from (line.strip() for line in lines if line.strip().startswith("planroom "))
    yield from NAMED_COMMAND.findall(FENCE.sub("", text))


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist(page: str) -> None:
    """Verbs are verbs of the program, and options are options of those verbs."""
    for line in commands(page):
        command, words = verb_of(line)
        options = {option for parameter in command.params for option in (*parameter.opts, "--help")}
        for word in words:
            if word.startswith("-") and word not in ("-", "--"):
                assert word.partition("=")[0] in options, f"`{line}`: no option `{word}`"


def verb_of(line: str) -> tuple[click.Command, list[str]]:
    """The command of a line, groups followed, and the words after it."""
    command: click.Command = program
    words = shlex.split(line, comments=True)[1:]
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        context = click.Context(command)
        found = command.get_command(context, words[0])
        assert found is not None, f"`{line}`: there is no `{words[0]}`"
        command, words = found, words[1:]
    return command, words


# Links ---------------------------------------------------------------------------------------


@cache
def generated_pages() -> frozenset[str]:
    """The pages that planroom makes of this repository, by their paths beside the hand-written ones."""
    from planroom.render import Rendering, pages

    room = own_room()
    return frozenset(page.path for page in pages(Rendering(run(room, build(room)))))


@pytest.mark.site
@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_pages_and_headings(page: str) -> None:
    """Relative links lead to a page of docs/ and its heading, to a file there, or to a generated page."""
    for target in links_of(page):
        if OUTSIDE.match(target):
            continue
        path, _, anchor = target.partition("#")
        there = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        if there in PAGES:
            assert not anchor or anchor in anchors_of(there), f"{target}: no such heading"
        else:
            assert (DOCS / there).is_file() or there in generated_pages(), f"{target} leads nowhere"


def links_of(page: str) -> list[str]:
    text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", text_of(page)))
    return re.findall(r"\]\(([^()\s]+)\)", text)


def anchors_of(page: str) -> set[str]:
    """The anchors that Python-Markdown gives the headings of a page."""
    from markdown.extensions.toc import slugify

    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", text_of(page)), re.MULTILINE)
    return {slugify(heading, "-") for heading in headings}


# Macros ---------------------------------------------------------------------------------------


def test_every_macro_is_called_on_a_page() -> None:
    """A reader sees each macro at work, and the build of the site runs it."""
    room = own_room()
    called = {call.name for page in room.of(Page) for call in page.calls}
    assert called == {macro.name for macro in MACROS}


def test_macros_are_what_the_reference_says() -> None:
    """The object that pages call has the macros of the list, with the same parameters and defaults."""
    from planroom.render.macros import PageMacros

    methods = {
        name: inspect.signature(method)
        for name, method in inspect.getmembers(PageMacros, inspect.isfunction)
        if not name.startswith("_")
    }
    assert set(methods) == {macro.name for macro in MACROS}
    for macro in MACROS:
        told = [(parameter.name, parameter.default) for parameter in macro.parameters]
        taken = [
            (parameter.name, None if parameter.default is parameter.empty else parameter.default)
            for parameter in list(methods[macro.name].parameters.values())[1:]
        ]
        assert taken == told, macro.name


def test_code_on_pages_is_no_template() -> None:
    """A call that a page shows in a fence or code span stays as it is written."""
    text = text_of("how-to/write-pages.md")
    assert '{% raw %}`{{ planroom.check("DSN024") }}`{% endraw %}' in shield(text)
