"""The command line as people and programs meet it: exit codes, streams, formats, misuse."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, cast
from unittest import mock

import pytest

import planroom
from planroom.cli import VERBS, main
from planroom.cli.reference import reference
from planroom.reports.characters import cells, clipped, visible
from planroom.reports.layout import Layout
from planroom.reports.table import labelled, table

DECISION = """\
---
status: {status}
date: 2026-02-12
decision-makers: [Shop team]
systems: [shop]
---
# {title}

## Context and problem statement

Services ask each other for data.

## Considered options

* REST
* gRPC

## Decision outcome

REST, since every team knows it.

### Consequences

* Good, because a browser can call it.
"""
DESIGN = '{"service_design": {"services": [{"service_name": "orders"}, {"service_name": "payments"}]}}\n'
CONTRACT = """\
openapi: 3.1.0
info: {title: Orders, version: 1.2.0, description: Takes orders.}
servers: [{url: "https://api.shop.example/v1"}]
security: []
tags: [{name: orders, description: Orders of customers.}]
paths:
  /orders:
    get:
      operationId: listOrders
      summary: List orders
      tags: [orders]
      responses: {"200": {description: The orders.}}
"""


@dataclass(frozen=True)
class Done:
    """What a run of `planroom` gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def planroom_in(folder: Path, *args: str, env: dict[str, str] | None = None) -> Done:
    """Run `planroom` in a folder, within this process; a traceback or a fault is never an answer."""
    out, err = (TextIOWrapper(BytesIO(), "utf-8", write_through=True) for _ in range(2))
    known = {key: value for key, value in os.environ.items() if key not in ("SOURCE_DATE_EPOCH", "NO_COLOR")}
    with (
        mock.patch.dict(os.environ, {**known, **(env or {})}, clear=True),
        mock.patch.object(sys, "argv", ["planroom", *args]),
        chdir(folder),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as stop,
    ):
        main()
    return _done(
        int(stop.value.code or 0),
        cast("BytesIO", out.buffer).getvalue(),
        cast("BytesIO", err.buffer).getvalue(),
    )


def planroom_alone(folder: Path, *args: str) -> Done:
    """Run `planroom` in a folder, as a process of its own in which every warning is an error."""
    run = [sys.executable, "-W", "error", "-m", "planroom", *args]
    done = subprocess.run(run, cwd=folder, capture_output=True, check=False)
    return _done(done.returncode, done.stdout, done.stderr)


def _done(code: int, out: bytes, err: bytes) -> Done:
    done = Done(code, out.decode("utf-8"), err.decode("utf-8"))
    assert "Traceback" not in done.err
    assert "internal fault" not in done.err
    return done


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A room with two decisions, a design and a contract, and nothing to find but infos."""
    return write(
        tmp_path,
        {
            "adr/0001-use-rest.md": DECISION.format(status="accepted", title="Use REST"),
            "adr/0002-use-http-2.md": DECISION.format(status="proposed", title="Use HTTP/2 " + "word " * 20),
            "specs/shop/design.json": DESIGN,
            "specs/shop/orders.openapi.yaml": CONTRACT,
            "planroom.yaml": "",
        },
    )


# check


def test_a_clean_room_exits_with_0_and_says_what_was_checked(shop: Path) -> None:
    done = planroom_in(shop, "check")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1].startswith("Checked 2 decisions, 1 contract and 1 design: found ")


def test_an_empty_folder_is_clean(tmp_path: Path) -> None:
    assert planroom_in(tmp_path, "check") == Done(0, "Checked nothing: found nothing.\n", "")


@pytest.mark.site
def test_the_process_ends_with_the_exit_code(shop: Path) -> None:
    assert planroom_alone(shop, "check").code == 0
    write(shop, {"adr/0003-x.md": "---\nstatus: 'x\n---\n# X\n"})
    assert planroom_alone(shop, "check").code == 1
    assert planroom_alone(shop, "check", "nowhere").code == 2


def test_outside_of_a_repository_the_current_folder_is_the_root(tmp_path: Path) -> None:
    write(tmp_path, {"adr/0001-x.md": "---\nstatus: 'x\n---\n# X\n"})
    assert "\nadr/0001-x.md:2:9 error SRC001 " in "\n" + planroom_in(tmp_path, "check", "adr/0001-x.md").out


def test_outside_of_a_repository_a_named_project_is_a_room_of_its_own(tmp_path: Path) -> None:
    """A folder full of projects is not one project: only the named one is read."""
    for name in ("first", "second"):
        write(tmp_path / name, {"adr/0001-x.md": DECISION.format(status="accepted", title="X")})
    files = planroom_in(tmp_path, "check", "first", "--verbose", "--format", "json").json["files"]
    assert [file["path"] for file in files] == ["adr/0001-x.md"]


def test_a_finding_exits_with_1_and_has_its_place(shop: Path) -> None:
    write(shop, {"adr/0003-x.md": "---\nstatus: accepted\nstatus: rejected\n---\n# X\n"})
    done = planroom_in(shop, "check", "adr/0003-x.md")
    assert done.code == 1
    assert done.err == ""
    assert "adr/0003-x.md:3:1 error SRC002 duplicate-key" in done.out.splitlines()
    assert "     3 | status: rejected\n       | ^^^^^^\n" in done.out


def test_the_threshold_is_the_users_choice(shop: Path) -> None:
    write(shop, {"adr/0003-x.md": "---\ndate: 2026-02-12\n---\n# X\n"})
    assert planroom_in(shop, "check").code == 0
    assert planroom_in(shop, "check", "--fail-on", "warning").code == 1
    write(shop, {"planroom.yaml": "fail_on: warning\n"})
    assert planroom_in(shop, "check").code == 1
    assert planroom_in(shop, "check", "--fail-on", "error").code == 0


def test_only_what_concerns_the_path_is_reported(shop: Path) -> None:
    write(shop, {"adr/0003-x.md": "---\nstatus: 'x\n---\n# X\n"})
    assert planroom_in(shop, "check", "specs").code == 0
    assert planroom_in(shop / "specs", "check", "../adr").code == 1
    assert planroom_in(shop, "check", "adr/0003-x.md", "specs").code == 1


def test_checks_are_chosen_by_code_name_and_beginning(shop: Path) -> None:
    write(shop, {"adr/0003-x.md": "---\nstatus: accepted\nstatus: rejected\n---\n# X\n"})
    write(shop, {"planroom.yaml": "checks:\n  ADR: off\n  ADR0: info\n  missing-date: warning\n"})

    def codes(*args: str) -> list[str]:
        found = planroom_in(shop, "check", "adr/0003-x.md", "--format", "json", *args).json["diagnostics"]
        return sorted({f"{one['code']} {one['severity']}" for one in found if one["code"] != "SYS002"})

    every = codes()
    assert {"SRC002 error", "ADR004 info"} < set(every)
    assert codes("--select", "SRC,duplicate-key") == codes("--select", "src002") == ["SRC002 error"]
    assert codes("--ignore", "ADR") == codes("--select", "SRC", "--ignore", "ADR") == ["SRC002 error"]
    assert codes("--select", "ADR", "--select", "SRC") == every
    assert codes("--ignore", "ADR,SRC") == []


def test_what_is_suppressed_is_counted_and_listed_when_asked_for(shop: Path) -> None:
    note = "<!-- planroom: ignore LNK001 it comes with \x1b[31m the next one -->"
    text = DECISION.format(status="accepted", title="Use REST") + f"\n[it](gone.md) {note}\n"
    write(shop, {"adr/0001-use-rest.md": text})
    done = planroom_in(shop, "check", "adr", "--ignore", "SYS,DSN", "--today", "2026-02-13")
    assert done.out == "Checked 2 decisions: found nothing (1 suppressed).\n"
    shown = planroom_in(shop, "check", "adr", "--verbose").out
    assert "adr/0001-use-rest.md:26:6 suppressed LNK001 dead-link\n  `gone.md` leads to no file\n" in shown
    assert "  reason: it comes with \\u001b[31m the next one (adr/0001-use-rest.md:26)\n" in shown
    report = planroom_in(shop, "check", "--format", "json").json
    assert report["summary"]["suppressed"] == 1
    (found,) = report["suppressed"]
    assert (found["code"], found["suppression"]["line"]) == ("LNK001", 26)


@pytest.mark.parametrize(
    ("files", "address"),
    [
        ({}, ""),
        (
            {"mkdocs.yml": "site_name: x\nsite_url: 'https://docs.example/shop'  # ours\n"},
            "https://docs.example/shop/",
        ),
        ({"mkdocs.yml": "site_url: !ENV SITE_URL\nx: !!python/name:a.b\n"}, ""),
        (
            {"planroom.yaml": "site_url: https://docs.example/\n", "mkdocs.yml": "site_url: http://a\n"},
            "https://docs.example/",
        ),
    ],
)
def test_a_finding_leads_to_the_page_of_its_check(shop: Path, files: dict[str, str], address: str) -> None:
    write(shop, files)
    found = planroom_in(shop, "check", "--format", "json").json["diagnostics"]
    assert found
    for one in found:
        assert one["url"] == f"{address}reference/checks/{one['code'].lower()}/"


def test_an_address_without_its_scheme_is_a_finding(shop: Path) -> None:
    write(shop, {"planroom.yaml": "site_url: docs.example\n"})
    assert planroom_in(shop, "check", "--select", "CFG").code == 2


def test_reports_name_files_from_the_root_of_the_repository(shop: Path) -> None:
    subprocess.run(["git", "init", "-q", str(shop)], check=True)
    for name in ("adr", "planroom.yaml"):
        (shop / "room").mkdir(exist_ok=True)
        (shop / name).rename(shop / "room" / name)
    write(shop / "room", {"adr/0003-x.md": "# X\n\n[a](gone.md)\n"})
    said = planroom_in(shop / "room", "check", "--format", "github", "--select", "LNK").out
    assert said.startswith("::warning file=room/adr/0003-x.md,line=3,")


def test_json_has_diagnostics_and_a_summary(shop: Path) -> None:
    write(shop, {"adr/0003-x.md": "---\nstatus: accepted\nstatus: rejected\n---\n# X\n"})
    done = planroom_in(shop, "check", "--format", "json", "--today", "2026-11-21")
    (found,) = [one for one in done.json["diagnostics"] if one["severity"] == "error"]
    assert set(found) == {
        "code", "name", "severity", "message", "path", "pointer", "line", "column", "end_line", "end_column",
        "hint", "related", "url", "fingerprint", "fixable",
    }  # fmt: skip
    assert (found["code"], found["line"], found["related"][0]["line"]) == ("SRC002", 3, 2)
    summary = done.json["summary"]
    assert (summary["errors"], summary["today"]) == (1, "2026-11-21")
    assert summary["checked"]["decision"] == 3
    assert planroom_in(shop, "check", "--format", "json", "--today", "2026-11-21") == done


def test_verbose_says_what_was_read_as_what(shop: Path) -> None:
    write(shop, {"notes.md": "# Notes\n", "old/a.yaml": "a: 1\n", "planroom.yaml": "exclude: [old]\n"})
    done = planroom_in(shop, "check", "--verbose")
    assert "specs/shop/design.json: design (" in done.out
    assert "notes.md: passed over: of no kind" in done.out
    assert "old/a.yaml: passed over: excluded by planroom.yaml" in done.out
    assert "planroom.yaml: settings (" in done.out
    files = planroom_in(shop, "check", "--verbose", "--format", "json").json["files"]
    assert {"path": "notes.md", "kind": None, "reason": "of no kind"} in files


def test_settings_that_cannot_be_followed_exit_with_2_and_are_named(shop: Path) -> None:
    for text, code in (("fail_on: never\n", "CFG001"), ("a: [\n", "SRC001"), ("- a\n", "CFG001")):
        write(shop, {"planroom.yaml": text})
        done = planroom_in(shop, "check")
        assert done.code == 2
        assert f" error {code} " in done.out
        assert "planroom.yaml cannot be followed" in done.err


def test_the_date_comes_from_the_environment(shop: Path) -> None:
    done = planroom_in(shop, "check", "--format", "json", env={"SOURCE_DATE_EPOCH": "0"})
    assert done.json["summary"]["today"] == "1970-01-01"
    assert planroom_in(shop, "check", env={"SOURCE_DATE_EPOCH": "soon"}).code == 2


# Misuse and nonsense


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("chek",), "Did you mean `check`?"),
        (("check", "--no-such"), "No such option"),
        (("check", "nowhere"), "there is no `nowhere`"),
        (("check", "--today", "tomorrow"), "`tomorrow` is no date"),
        (("check", "--fail-on", "never"), "--fail-on"),
        (("check", "--select", "ADR,LNK01"), "did you mean `LNK001`?"),
        (("check", "--ignore", "dead-lnik"), "did you mean `dead-link`?"),
        (("explain", "ADR0071"), "did you mean `ADR007`?"),
        (("list", "pages"), "pages"),
        (("list", "--system", "shopp"), "did you mean `shop`?"),
        (("show", "listOrder"), "did you mean `listOrders`"),
        (("show",), "REF"),
        (("set", "status", "0099", "accepted"), "there is no decision `0099`"),
    ],
)
def test_misuse_exits_with_2_and_says_so_on_stderr(shop: Path, args: tuple[str, ...], words: str) -> None:
    done = planroom_in(shop, *args)
    assert (done.code, done.out) == (2, "")
    assert words in done.err


def test_a_path_outside_of_the_repository_is_misuse(
    shop: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = write(tmp_path_factory.mktemp("other"), {"a.md": "# A\n"})
    done = planroom_in(shop, "check", ".", str(other / "a.md"))
    assert done.code == 2
    assert "lies outside of" in done.err


def test_nonsense_is_told_and_hides_nothing(shop: Path) -> None:
    """Binary files, broken ones, wrong names and links in circles."""
    (shop / "picture.png").write_bytes(bytes(range(256)))
    (shop / "specs/shop/blob.json").write_bytes(b'{"openapi": "3.1.0", "info": \x00\xff\xfe}')
    (shop / "adr/0003-blob.md").write_bytes(bytes(range(256)) * 4)
    (shop / "specs/empty.yaml").write_bytes(b"")
    (shop / "circle").symlink_to(shop)
    (shop / "adr/0004-away.md").symlink_to("/etc/hosts")
    (shop / "adr/0005-gone.md").symlink_to("nowhere.md")
    os.mkfifo(shop / "adr/0006-pipe.md")
    os.mkdir(os.fsencode(shop) + b"/adr/caf\xe9")
    Path(os.fsdecode(os.fsencode(shop) + b"/adr/caf\xe9/0007-x.md")).write_text("# X\n\n## Status\n\nfoo\n")
    done = planroom_in(shop, "check")
    assert planroom_alone(shop, "check") == done
    assert done.code == 1
    assert "specs/shop/blob.json:1:" in done.out
    assert "adr/0003-blob.md:" in done.out
    assert "Use REST" not in done.err
    assert planroom_in(shop, "check", "picture.png").code == 0
    assert "in no format that planroom reads" in planroom_in(shop, "check", "picture.png", "--verbose").out
    assert planroom_in(shop, "check", "--format", "json").json["summary"]["errors"] > 0
    assert planroom_in(shop, "list").code == 0


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_passed_over(shop: Path) -> None:
    (shop / "adr/0001-use-rest.md").chmod(0)
    (shop / "specs").chmod(0)
    try:
        assert planroom_in(shop, "check").code == 0
    finally:
        (shop / "specs").chmod(0o755)


@pytest.mark.site
@pytest.mark.parametrize("reader", ["head -n 1", "true"])
def test_a_reader_that_leaves_early_is_no_fault(shop: Path, reader: str) -> None:
    run = f"'{sys.executable}' -m planroom explain | {reader}"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", run], cwd=shop, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


# Output


def test_lines_fit_80_columns_and_hold_no_colour(shop: Path) -> None:
    long = "w" * 300
    write(
        shop, {"specs/a.openapi.json": f'{{"openapi": "3.1.0", "info": {{"title": "{long}", "title": "x"}}}}'}
    )
    done = planroom_in(shop, "check")
    assert done.code == 1
    assert max(map(cells, done.out.splitlines())) <= 80
    assert "\x1b" not in done.out


@pytest.mark.site
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_has_colour_unless_it_is_not_wanted(
    shop: Path, env: dict[str, str], coloured: bool
) -> None:
    import pty

    main, own = pty.openpty()
    run = [sys.executable, "-m", "planroom", "check"]
    known = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    subprocess.run(run, cwd=shop, env={**known, "TERM": "xterm", **env}, stdout=own, check=False)
    os.close(own)
    assert (b"\x1b[" in os.read(main, 65536)) is coloured
    os.close(main)


def test_a_table_is_cut_on_a_terminal_alone() -> None:
    rows = [("0001", "Use REST " * 20), ("漢字", "b\x1b[31m")]
    text = table(("number", "title"), rows, Layout(40, terminal=True))
    assert [cells(line) for line in text.split("\n")] == [13, 39, 19]
    assert "Use REST Use…" in text
    assert rows[0][1].strip() in table(("number", "title"), rows, Layout(40))


def test_labelled_facts_are_wrapped() -> None:
    text = labelled({"title": ["Use REST " * 8], "tag": ["a", "b"]}, Layout(40))
    assert text.split("\n")[-2:] == ["tag    a", "       b"]
    assert max(map(len, text.split("\n"))) <= 40


def test_widths() -> None:
    assert [cells(text) for text in ("ab", "漢字", "e\u0301", "")] == [2, 4, 1, 0]
    assert [clipped("漢字漢字", width) for width in (8, 7, 4, 1)] == ["漢字漢字", "漢字漢…", "漢…", "…"]
    assert visible("a\tb\x1b\u202e") == "a b\\u001b\\u202e"


# list and show


def test_list_as_json(shop: Path) -> None:
    (first, _) = planroom_in(shop, "list", "decisions", "--format", "json").json
    assert first == {
        "kind": "decision", "path": "adr/0001-use-rest.md", "title": "Use REST", "status": "accepted",
        "number": "0001", "date": "2026-02-12", "systems": ["shop"], "tags": [],
    }  # fmt: skip
    (contract,) = planroom_in(shop, "list", "contracts", "--format", "json").json
    assert contract == {
        "kind": "contract", "path": "specs/shop/orders.openapi.yaml", "title": "Orders", "status": None,
        "version": "3.1.0", "api_version": "1.2.0", "operations": 1,
    }  # fmt: skip
    (design,) = planroom_in(shop, "list", "designs", "--format", "json").json
    assert (design["kind"], design["name"], design["services"]) == ("design", "shop", 2)
    kinds = [entry["kind"] for entry in planroom_in(shop, "list", "--format", "json").json]
    assert kinds == ["decision", "decision", "system", "contract"]


def test_list_as_text(shop: Path) -> None:
    assert planroom_in(shop, "list", "decisions", "--status", "accepted").out == (
        "number  status    date        title\n0001    accepted  2026-02-12  Use REST\n"
    )
    assert planroom_in(shop, "list", "services", "--system", "shop").out.splitlines()[1].split() == [
        "orders", "shop", "orders",
    ]  # fmt: skip
    assert planroom_in(shop, "list", "decisions", "--status", "rejected") == Done(
        0, "", "no decisions found\n"
    )


def test_show_finds_things_by_their_names(shop: Path) -> None:
    found = {
        ref: planroom_in(shop, "show", ref, "--format", "json").json["kind"]
        for ref in ("1", "ADR-0002", "adr/0001-use-rest.md", "shop", "payments", "listOrders", "GET /orders")
    }
    assert list(found.values()) == ["decision"] * 3 + ["system", "service", "operation", "operation"]
    assert planroom_in(shop / "adr", "show", "0001-use-rest.md").code == 0


def test_show_says_all(shop: Path) -> None:
    write(
        shop,
        {"adr/0002-use-http-2.md": DECISION.format(status="proposed\nsupersedes: 1", title="Use HTTP/2")},
    )
    shown = planroom_in(shop, "show", "0001", "--format", "json").json
    assert [other["path"] for other in shown["superseded_by"]] == ["adr/0002-use-http-2.md"]
    assert {finding["path"] for finding in shown["findings"]} <= {"adr/0001-use-rest.md"}
    text = planroom_in(shop, "show", "service:payments").out
    assert text.splitlines()[0].split() == ["kind", "service"]
    assert max(map(len, text.splitlines())) <= 80


def test_patterns_and_runbooks_are_listed_and_shown(shop: Path) -> None:
    pattern = (
        "---\nname: Outbox\nkind: data\nproblem: Lost events\n"
        "decisions: ['0001']\nrunbooks: [docs/runbooks/lag.md]\n---\n"
    )
    runbook = (
        "---\nservices: [orders]\nlast-exercised: 2026-10-06\n---\n"
        "# The outbox lags\n\nSee [why](../../adr/0001-use-rest.md).\n"
    )
    write(shop, {"docs/patterns/outbox.md": pattern, "docs/runbooks/lag.md": runbook})
    assert planroom_in(shop, "list", "patterns").out.splitlines()[1].split() == [
        "outbox",
        "data",
        "Lost",
        "events",
    ]
    (listed,) = planroom_in(shop, "list", "runbooks", "--system", "shop", "--format", "json").json
    assert (listed["kind"], listed["name"], listed["exercised"]) == ("runbook", "lag", "2026-10-06")
    shown = {
        ref: planroom_in(shop, "show", ref, "--format", "json").json
        for ref in ("pattern:outbox", "lag", "docs/runbooks/lag.md", "0001", "service:orders")
    }
    assert [other["path"] for other in shown["pattern:outbox"]["decisions"]] == ["adr/0001-use-rest.md"]
    assert [other["path"] for other in shown["lag"]["named_by"]] == ["docs/patterns/outbox.md"]
    assert shown["lag"] == shown["docs/runbooks/lag.md"]
    assert [other["title"] for other in shown["0001"]["patterns"]] == ["Outbox"]
    assert [other["title"] for other in shown["0001"]["runbooks"]] == ["The outbox lags"]
    assert shown["service:orders"]["runbooks"] == ["docs/runbooks/lag.md"]


def test_show_names_the_candidates_of_a_shared_name(shop: Path) -> None:
    write(shop, {"log/adr/0001-other.md": DECISION.format(status="accepted", title="Other")})
    done = planroom_in(shop, "show", "0001")
    assert done.code == 2
    assert "`adr/0001-use-rest.md` or `log/adr/0001-other.md`" in done.err


# explain, help, version, init


def test_explain_prints_the_page_of_a_check(tmp_path: Path) -> None:
    done = planroom_in(tmp_path, "explain", "duplicate-key")
    assert done.out.startswith("# SRC002 duplicate-key\n")
    assert "## Bad" in done.out
    assert "see:" not in done.out


def test_every_verb_has_help(tmp_path: Path) -> None:
    for verb in VERBS:
        done = planroom_in(tmp_path, verb, "--help")
        assert (done.code, done.err) == (0, "")
    assert planroom_in(tmp_path, "--version").out == f"planroom {planroom.__version__}\n"


@pytest.mark.parametrize("git", [True, False])
def test_init_starts_a_room_that_is_clean(tmp_path: Path, git: bool) -> None:
    if git:
        subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    first = planroom_in(tmp_path, "init", "--today", "2026-11-21")
    assert [line.split()[-1] for line in first.out.splitlines() if line.startswith("wrote ")] == [
        "mkdocs.yml", "docs/how-we-decide.md", "adr/0001-record-architecture-decisions.md", ".gitignore",
    ]  # fmt: skip
    assert "next: planroom" in first.out
    done = planroom_in(tmp_path, "check", "--fail-on", "info")
    assert (done.code, done.out) == (0, "Checked 1 decision and 1 page: found nothing.\n")
    again = planroom_in(tmp_path, "init")
    assert "wrote" not in again.out
    assert (tmp_path / ".gitignore").read_text() == "site/\n"


def test_init_replaces_nothing_and_says_what_to_add(shop: Path) -> None:
    write(shop, {"mkdocs.yml": "site_name: Mine\nplugins: [search]\n", ".gitignore": "*.pyc"})
    done = planroom_in(shop, "init")
    assert done.out.splitlines()[0] == "wrote .gitignore"
    assert "left adr as it is: 2 decisions are there" in done.out
    lines = "theme:\n  name: material\nplugins:\n  - macros:\n      on_undefined: strict\n  - planroom\n"
    assert f"mkdocs.yml needs these lines:\n\n{lines}" in done.out
    assert (shop / ".gitignore").read_text() == "*.pyc\nsite/\n"
    assert (shop / "mkdocs.yml").read_text() == "site_name: Mine\nplugins: [search]\n"


@pytest.mark.parametrize(
    ("configuration", "lines"),
    [
        ("theme: readthedocs\n", "theme:\n  name: material\nplugins:\n  - search\n  - macros:\n"),
        ("theme: {name: material}\n", "plugins:\n  - search\n  - macros:\n"),
        ("theme: material\nplugins: {material/search: {}, macros: {}}\n", "plugins:\n  - planroom\n"),
    ],
)
def test_init_shows_all_lines_that_a_site_lacks(tmp_path: Path, configuration: str, lines: str) -> None:
    """A list of plugins takes the search away that MkDocs has without one."""
    write(tmp_path, {"mkdocs.yml": f"site_name: Mine\n{configuration}"})
    assert f"mkdocs.yml needs these lines:\n\n{lines}" in planroom_in(tmp_path, "init").out


def test_the_reference_of_the_commands_is_up_to_date() -> None:
    page = Path(__file__).parent.parent / "docs/reference/commands.md"
    remedy = "run: python -m planroom.cli.reference > docs/reference/commands.md"
    assert page.read_text("utf-8") == reference(), remedy
