"""The formats of reports, each held as a whole against a kept text: look at what you accept.

To write the kept texts anew after a change that is meant: `python tests/test_reports.py`.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from planroom.checks import Comparison, Outcome, Suppressed
from planroom.cli.ci import source_url
from planroom.diagnostics import Diagnostic, Location, RelatedLocation, Severity
from planroom.load import load
from planroom.model import build
from planroom.reports import REPORTS
from planroom.reports.characters import cells
from planroom.reports.layout import Layout
from planroom.reports.markdown import LIMIT

KEPT = Path(__file__).parent / "reports"
SUFFIX = {"json": "json", "gitlab": "json", "sarif": "json", "junit": "xml", "markdown": "md"}
LAYOUT = Layout(folder="docs/rooms", source_url="https://git.example/shop/blob/0a1b2c/")

HOSTILE = "x\n::error::%0A|,` <b>@team</b> ]]> & #1 [l](u) \x1b[31m\x00 ü\u202e"
PATH = "adr/0002-50%,a:b|c`d.md"
FILES = {
    "adr/0001-use-rest.md": "---\nstatus: accepted\nstatus: rejected\n---\n# Use REST\n",
    PATH: f"# Use `gRPC`\n\n{HOSTILE}\n",
    "specs/shop/design.yaml": "service_design:\n  services:\n    - service_name: orders\n",
}


def place(path: str, line: int, column: int = 1, end_column: int = 9, pointer: str = "") -> Location:
    return Location(path, line, column, line, end_column, pointer)


PLAIN = Diagnostic(
    "CFG001",
    "unusable-setting",
    Severity.ERROR,
    "`status` is no setting",
    place("adr/0001-use-rest.md", 3, end_column=7, pointer="/status"),
    "remove it",
    (RelatedLocation("first here", place("adr/0001-use-rest.md", 2, end_column=7)),),
    "reference/checks/cfg001/",
    "00aa11bb22cc33dd",
)
MISSING = Diagnostic(
    "CFG009",
    "stale-baseline",
    Severity.INFO,
    "one thing is not stated",
    Location("specs/shop/design.yaml", 2, 3, 3, 28, "/service_design/a~1b/0"),
    url="reference/checks/cfg009/",
    fingerprint="44ee55ff66aa77bb",
)
ODD = Diagnostic(
    "CFG006",
    "stale-suppression",
    Severity.WARNING,
    f"`{HOSTILE}` is {HOSTILE}",
    place(PATH, 3),
    f"do {HOSTILE}",
    (RelatedLocation(HOSTILE, place(PATH, 1)),),
    "https://docs.example/reference/checks/cfg006/",
    "0123456789abcdef",
)
"""Every word of it is against the format."""


def outcome(folder: Path) -> Outcome:
    """What is found in a small room with all there is: suppressed, in the baseline, known, cured."""
    for path, text in FILES.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    room = load(folder, today=date(2026, 11, 21))
    by = place(PATH, 2)
    return Outcome(
        room,
        build(room),
        (PLAIN, ODD, ODD, MISSING),
        (Suppressed(MISSING, "it has none", place(MISSING.location.path, 1)), Suppressed(ODD, HOSTILE, by)),
        (ODD,),
        Comparison("origin/main", "0a1b2c", (ODD,), (ODD, PLAIN)),
    )


def without_pages(text: str) -> str:
    """A SARIF report without the pages of checks, which change for reasons of their own."""
    report = json.loads(text)
    for rule in report["runs"][0]["tool"]["driver"]["rules"]:
        rule["fullDescription"] = rule["help"] = {"text": "…"}
    return json.dumps(report, indent=2, ensure_ascii=False)


def reports(folder: Path) -> Iterator[tuple[str, str]]:
    """The kept text's name and the report, for each format and for what `--verbose` adds."""
    whole = outcome(folder)
    for name, report in REPORTS.items():
        text = report(whole, LAYOUT)
        yield f"{name}.{SUFFIX.get(name, 'txt')}", without_pages(text) if name == "sarif" else text
    for name in ("text", "json"):
        yield f"{name}-verbose.{SUFFIX.get(name, 'txt')}", REPORTS[name](whole, replace(LAYOUT, verbose=True))


@pytest.fixture
def made(tmp_path: Path) -> dict[str, str]:
    return dict(reports(tmp_path))


def test_every_report_is_as_kept(made: dict[str, str]) -> None:
    assert {path.name for path in KEPT.iterdir()} == set(made)
    for name, text in made.items():
        assert text + "\n" == (KEPT / name).read_text("utf-8"), name


def test_no_report_steers_a_terminal(made: dict[str, str]) -> None:
    for name, text in made.items():
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text), name


# GitHub


def test_github_reads_one_command_for_each_finding(made: dict[str, str]) -> None:
    """A line is a command from its start, and ends where the line ends: no text of a file begins one."""
    *commands, last = made["github.txt"].split("\n")
    assert len(commands) == len(json.loads(made["json.json"])["diagnostics"])
    assert last.startswith("Checked ")
    for command in commands:
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", command)
        assert match is not None
        fields = dict(pair.split("=", 1) for pair in match[2].split(","))
        columns = {"col", "endColumn"} if fields["line"] == fields["endLine"] else set()
        assert set(fields) == {"file", "line", "endLine", "title"} | columns
        assert fields["file"].startswith("docs/rooms/")
    assert [command.split(" ")[0] for command in commands] == sorted(
        (command.split(" ")[0] for command in commands), key=["::error", "::warning", "::notice"].index
    )


# GitLab


def test_gitlab_gets_a_fingerprint_of_its_own_for_each_finding(made: dict[str, str]) -> None:
    entries = json.loads(made["gitlab.json"])
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 4
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"]["lines"]["begin"] >= 1
        assert not entry["location"]["path"].startswith(("/", "./"))


# SARIF

_TEXT = {"type": "string", "minLength": 1}
_MESSAGE = {
    "type": "object",
    "properties": {"text": _TEXT, "markdown": _TEXT},
    "required": ["text"],
    "additionalProperties": False,
}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_NUMBER = {"type": "integer", "minimum": 1}


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


_PHYSICAL = _object(
    "artifactLocation region",
    artifactLocation=_object(
        "uri uriBaseId",
        uri={"type": "string", "pattern": r"^([A-Za-z0-9._~!$&'()*+;=@/-]|%[0-9A-F]{2})+$"},
        uriBaseId={"const": "SRCROOT"},
    ),
    region=_object(
        "startLine startColumn endLine endColumn",
        startLine=_NUMBER,
        startColumn=_NUMBER,
        endLine=_NUMBER,
        endColumn=_NUMBER,
    ),
)
_LOCATION = _object(
    "physicalLocation",
    id={"type": "integer", "minimum": -1},
    physicalLocation=_PHYSICAL,
    message=_MESSAGE,
    logicalLocations=_list(_object("fullyQualifiedName", fullyQualifiedName=_TEXT), 1),
)
SARIF = _object(
    "$schema version runs",
    **{"$schema": _TEXT},
    version={"const": "2.1.0"},
    runs=_list(
        _object(
            "tool results",
            tool=_object(
                "driver",
                driver=_object(
                    "name rules",
                    name=_TEXT,
                    version=_TEXT,
                    rules=_list(
                        _object(
                            "id",
                            id=_TEXT,
                            name=_TEXT,
                            shortDescription=_MESSAGE,
                            fullDescription=_MESSAGE,
                            help=_MESSAGE,
                            helpUri={"type": "string", "pattern": "^https?://"},
                            defaultConfiguration=_object("level", level=_LEVEL),
                        )
                    ),
                ),
            ),
            automationDetails=_object("id", id=_TEXT),
            columnKind={"const": "unicodeCodePoints"},
            originalUriBaseIds=_object("SRCROOT", SRCROOT=_object("description", description=_MESSAGE)),
            results=_list(
                _object(
                    "ruleId ruleIndex level message locations partialFingerprints",
                    ruleId=_TEXT,
                    ruleIndex={"type": "integer", "minimum": 0},
                    level=_LEVEL,
                    message=_MESSAGE,
                    locations=_list(_LOCATION, 1),
                    relatedLocations=_list(_LOCATION),
                    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
                    suppressions=_list(
                        _object(
                            "kind",
                            kind={"enum": ["inSource", "external"]},
                            justification=_TEXT,
                            location=_LOCATION,
                        ),
                        1,
                    ),
                )
            ),
        ),
        1,
    ),
)
"""What of SARIF 2.1.0 a report uses, each with what the specification asks of it (section 3)."""


def test_sarif_is_valid(tmp_path: Path) -> None:
    report = json.loads(REPORTS["sarif"](outcome(tmp_path), LAYOUT))
    assert [
        error.json_path + error.message for error in Draft202012Validator(SARIF).iter_errors(report)
    ] == []
    (one,) = report["runs"]
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    assert [result["ruleId"] for result in one["results"]] == [
        rules[result["ruleIndex"]] for result in one["results"]
    ]
    assert set(rules) == {result["ruleId"] for result in one["results"]}
    kinds = [result["suppressions"][0]["kind"] for result in one["results"] if "suppressions" in result]
    assert sorted(kinds) == ["external", "inSource", "inSource"]
    for rule in one["tool"]["driver"]["rules"]:
        assert "## Fix" in rule["help"]["markdown"]


# JUnit


def test_junit_is_xml_with_a_test_for_each_file(made: dict[str, str], tmp_path: Path) -> None:
    suites = ElementTree.fromstring(made["junit.xml"])
    (suite,) = suites
    cases = list(suite)
    assert [case.tag for case in cases] == ["testcase"] * int(suites.attrib["tests"])
    failed = [case.attrib["name"] for case in cases if case.find("failure") is not None]
    assert failed == ["docs/rooms/adr/0001-use-rest.md"]
    assert suite.attrib["failures"] == "1"
    strict = REPORTS["junit"](outcome(tmp_path), replace(LAYOUT, fail_on=Severity.INFO))
    assert ElementTree.fromstring(strict).attrib["failures"] == "3"
    assert "0002-50%,a:b|c`d.md" in cases[1].attrib["name"]


# Markdown


def test_markdown_holds_no_markup_of_files(made: dict[str, str]) -> None:
    text = made["markdown.md"]
    rows = [line for line in text.split("\n") if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}
    prose = re.sub(r"`[^`]*`", "", text)
    assert not re.search(r"<(?!br>|/?details>|/?summary>)|(?<![\w/])@|]\(u\)", prose)


def test_markdown_is_cut_and_says_so(tmp_path: Path) -> None:
    whole = outcome(tmp_path)
    many = tuple(replace(ODD, message=f"`{number}` is gone") for number in range(2_000))
    comparison = Comparison("main", "0a1b2c", (), many)
    text = REPORTS["markdown"](replace(whole, diagnostics=many, comparison=comparison), LAYOUT)
    assert LIMIT - 1_000 < len(text) <= LIMIT
    left = [
        int(number.replace(",", "")) for number in re.findall(r"^([\d,]+) findings more", text, re.MULTILINE)
    ]
    assert len(left) == 2
    assert sum(left) + text.count("\n| warning ") == 4_000
    assert text.count("<details>") == text.count("</details>") == 1


# Text


@pytest.mark.parametrize("many", [0, 1, 50, 2_000])
def test_text_ends_with_an_overview_where_there_is_much(tmp_path: Path, many: int) -> None:
    whole = outcome(tmp_path)
    found = [replace(ODD, location=place(f"a/{number % 30}.md", number + 1)) for number in range(many)]
    text = REPORTS["text"](Outcome(whole.room, whole.model, tuple(found)), Layout())
    last = text.split("\n\n")[-2:]
    assert last[-1].startswith("Checked ")
    assert max(map(cells, text.split("\n"))) <= 80
    if many <= 20:
        assert "by check:" not in text
        return
    overview = last[0].split("\n")
    assert overview[:3] == ["by check:", f"{many:>7,}  warning  CFG006 stale-suppression", "by file:"]
    assert len(overview) == 3 + 11
    assert overview[-1].endswith("in 20 more")


# What CI says


def test_the_address_of_sources_is_known_in_ci() -> None:
    github = {"GITHUB_SERVER_URL": "https://git.example", "GITHUB_REPOSITORY": "shop/room"}
    github["GITHUB_SHA"] = "0a1b"
    assert source_url(github) == "https://git.example/shop/room/blob/0a1b/"
    gitlab = {"CI_PROJECT_URL": "https://git.example/shop", "CI_COMMIT_SHA": "0a1b"}
    assert source_url(gitlab) == "https://git.example/shop/-/blob/0a1b/"
    assert source_url({"CI_PROJECT_URL": "https://git.example/shop"}) == source_url({}) == ""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for name, text in reports(Path(temporary)):
            (KEPT / name).write_text(text + "\n", "utf-8")
