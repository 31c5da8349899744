"""Links of decisions: what leads somewhere, what does not, and what is said instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from planroom.checks import run
from planroom.load import load
from planroom.model import build
from planroom.model.decision_logs import DecisionLogs
from planroom.source import Source
from planroom.source.anchors import anchors
from planroom.source.html_links import html_links
from test_cli import write

GRPC = "---\nstatus: accepted\ndate: 2026-02-03\n---\n# Use gRPC\n\n## Why? & How\n\n## Why? & How\n"
FILES = {
    "README.md": "# Root\n",
    "docs/over view.md": "# Over view\n",
    "docs/Guide.md": "# Guide\n",
    "docs/images/calls.png": "",
    "docs/adr/0002-use-grpc.md": GRPC,
    "docs/adr/0010-keep-orders.md": "---\nstatus: accepted\ndate: 2026-02-03\n---\n# Keep orders\n",
    "src/pay/pay.go": "",
}
LINKS = (
    # What leads somewhere.
    ("[a](0002-use-grpc.md)", []),
    ("[a](./0002-use-grpc.md#why--how)", []),
    ("[a](0002-use-grpc.md#why--how-1)", []),
    ("[a](0002-use-grpc.md#Why--How)", []),
    ("[a](../../docs/adr/)", []),
    ("[a](..)", []),
    ("[a](../over%20view.md)", []),
    ("[a](<../over view.md>)", []),
    ("[a](../../src/pay/pay.go#L10-L12)", []),
    ("[a](0002-use-grpc.md?plain=1#L10)", []),
    ("[a](#heading) [b](#top) [c](#)", []),
    ("![a](../images/calls.png?raw=true)", []),
    ('<img alt="a" src="../images/calls.png" width=100> <a href=\'0002-use-grpc.md\'>b</a>', []),
    ("[a][x] [x][] [x]\n\n[x]: 0002-use-grpc.md 'Use gRPC'", []),
    # What is not ours to judge.
    ("[a](/adr/2) [b](https://example.com/gone.md) [c](mailto:a@example.com) [d](//example.com)", []),
    ("[a]({{ base }}/x.md) [b](${base}/x.md) [c](<>) `[d](gone.md)` [e](../../../issues/12)", []),
    ("<img src={picture}> <a name='x'></a> <!-- [a](gone.md) --> <img src='/logo.png'>", []),
    ("map[string][]byte, x[i][j] and [0][1]", []),
    ("[Note]: this is a sentence and no link", []),
    # What leads nowhere.
    ("[a](gone.md)", ["9:5 LNK001 mend the path or remove the link"]),
    ("![a](gone.png)", ["9:6 LNK001 mend the path or remove the link"]),
    ("[a][x]\n\n[x]: gone.md", ["11:6 LNK001 mend the path or remove the link"]),
    ('x <img src="gone.png">', ["9:13 LNK001 mend the path or remove the link"]),
    ('<img alt="a"\n  src="gone.png"/>', ["10:8 LNK001 mend the path or remove the link"]),
    ("<a class=x href=gone.md>x</a>", ["9:17 LNK001 mend the path or remove the link"]),
    ("[![a](gone.png)](0002-use-grpc.md)", ["9:7 LNK001 mend the path or remove the link"]),
    ("[a](pay.go#L3)", ["9:5 LNK001 write `../../src/pay/pay.go#L3`"]),
    ("[a](0002-use-grpc)", ["9:5 LNK001 write `0002-use-grpc.md`"]),
    ("[a](0002-use-rpc.md)", ["9:5 LNK001 write `0002-use-grpc.md`"]),
    ("[a](0009-keep-orders.md)", ["9:5 LNK001 write `0010-keep-orders.md`"]),
    ("[a](docs/adr/0002-use-grpc.md)", ["9:5 LNK001 write `0002-use-grpc.md`"]),
    ("[a](..\\Guide.md)", ["9:5 LNK001 write `../Guide.md`"]),
    ("[a](www.example.com/x)", ["9:5 LNK001 write `https://www.example.com/x`"]),
    ("[a](#headings)", ["9:5 LNK002 write `#heading`"]),
    ("[a](0002-use-grpc.md#why)", ["9:5 LNK002 name an anchor that is there, or drop the part from `#`"]),
    ("[a](../guide.md)", ["9:5 LNK003 write `../Guide.md`"]),
    ("[a](../ADR/0002-use-grpc.md#why--how)", ["9:5 LNK003 write `0002-use-grpc.md#why--how`"]),
    ("[a](../../../other/x.md)", ["9:5 LNK004 count the `../` again, or write the address of what is meant"]),
    ("see [a][grcp] x\n\n[grpc]: 0002-use-grpc.md", ["9:5 LNK005 write `[grpc]`"]),
    ("see [a][grpc]", ["9:5 LNK005 add a line `[grpc]: target`"]),
    ("[a](../over view.md)", ["9:5 LNK006 write `../over%20view.md`"]),
    # One cause, one finding: the relation says it.
    (
        "## Links\n\n- Supersedes [3. Gone](0003-gone.md)",
        ["11:24 ADR010 the numbers here are 1 to 10: name one of them, or remove the relation"],
    ),
    ("## Links\n\n- Supersedes [10. Keep](0010-gone.md)", ["11:25 LNK001 write `0010-keep-orders.md`"]),
)


@pytest.mark.parametrize(("text", "found"), LINKS, ids=[text for text, _ in LINKS])
def test_links(tmp_path: Path, text: str, found: list[str]) -> None:
    decision = f"---\nstatus: accepted\ndate: 2026-02-03\n---\n# Use REST\n\n## Heading\n\n{text}\n"
    room = load(write(tmp_path, {**FILES, "docs/adr/0001-use-rest.md": decision}))
    told = [
        f"{diagnostic.location.line}:{diagnostic.location.column} {diagnostic.code} {diagnostic.hint}"
        for diagnostic in run(room, build(room), raise_faults=True).diagnostics
        if diagnostic.code.startswith("LNK") or diagnostic.code in ("ADR010", "ADR011")
    ]
    assert told == found


def test_a_room_inside_of_a_repository_may_lead_out_of_itself(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    text = "---\nstatus: accepted\ndate: 2026-02-03\n---\n# Use REST\n\n[a](../../src/x.go)\n"
    room = load(write(tmp_path / "docs", {"adr/0001-use-rest.md": text, "planroom.yaml": ""}))
    codes = {diagnostic.code for diagnostic in run(room, build(room), raise_faults=True).diagnostics}
    assert "LNK004" not in codes


ANCHORS = (
    ("What's new? (v1.2)", "whats-new-v12"),
    ("A & B", "a--b"),
    ("A &amp; B", "a--b"),
    ("Format: `<keyword>_<descriptor>`", "format-keyword_descriptor"),
    ("**Bold** _words_ in snake_case", "bold-words-in-snake_case"),
    ("[Link](x.md) and `code`", "link-and-code"),
    ("Ünïcode — dash", "ünïcode--dash"),
    ("Ünïcode — dash", "unicode-dash"),
    ("हिन्दी शीर्षक", "हिन्दी-शीर्षक"),
    (":rocket: Go", "rocket-go"),
    (":rocket: Go", "go"),
    ("Foo {#own}", "own"),
    ("Foo {#own}", "foo"),
    ("a\n# a\n# a-1\n# a", "a-1-1"),
    ("a\n# a\n# a-1\n# a", "a-2"),
    ("x\n> ## Quoted", "quoted"),
    ("x\n<h2>In HTML</h2>", "in-html"),
    ('x\n<a id="there"></a>', "there"),
)


@pytest.mark.parametrize(("heading", "anchor"), ANCHORS)
def test_anchors_are_those_of_hosts_and_site_generators(heading: str, anchor: str) -> None:
    assert anchor in anchors(Source("a.md", f"# {heading}\n", "markdown"))


def test_html_links_stand_where_their_targets_do() -> None:
    source = Source(
        "a.md", 'a <img\n\n  alt="x"\n  src="b.png"> <a href=c.md>c</a> <area href="d">', "markdown"
    )
    links = list(html_links(source.outline.masked))
    assert [(source.excerpt(link.span), link.target, link.image) for link in links] == [
        ("b.png", "b.png", True),
        ("c.md", "c.md", False),
    ]


def test_a_number_is_that_of_the_closest_log(tmp_path: Path) -> None:
    """A folder for old decisions belongs to the log around it, whatever other logs have that number."""
    title = "---\nstatus: accepted\ndate: 2026-02-03\n---\n# Decide\n"
    names = ("a/adr/0007-other.md", "b/adr/0007-one.md", "b/adr/old/0006-two.md", "c/adr/0007-more.md")
    write(tmp_path, dict.fromkeys(names, title))
    logs = DecisionLogs(load(tmp_path))
    old = next(item for item in logs.decisions if "/old/" in item.path)
    assert [item.path for item in logs.named(old, "ADR7")] == ["b/adr/0007-one.md"]
    assert [item.path for item in logs.named(old, "0006")] == ["b/adr/old/0006-two.md"]
