"""What counts as a change of an accepted decision, and what does not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from planroom.checks.accepted_text import changed_text
from planroom.kinds.decision import KIND, Decision
from planroom.source import Source
from test_cli import planroom_in, write

MADR = """---
status: accepted
date: 2026-02-03
---
# 7. Keep orders in PostgreSQL

## Context and Problem Statement

An order and its items change together, and none of them
may be lost. See the [terms](https://example.com/a "Terms").

```sql
create table orders (id uuid);
```

## Decision Outcome

PostgreSQL 15, since we recieve 40 orders a second over http.

## Links

- [Minutes](minutes.md)
"""
NYGARD = """# 7. Keep orders in PostgreSQL

Date: 2026-02-03

## Status

Accepted

## Context

An order and its items change together.

## Decision

PostgreSQL.
"""
BULLETS = NYGARD.replace(
    "Date: 2026-02-03\n\n## Status\n\nAccepted\n", "* Status: accepted\n* Date: 2026-02-03\n"
)


def read(text: str, path: str = "adr/0007-keep-orders.md") -> Decision:
    found = KIND.parse(Source(path, text, "markdown"))
    assert isinstance(found, Decision)
    return found


SAME = (
    (MADR, "status: accepted", "status: superseded by 9\nsupersedes: 3\ntags: [x]"),
    (MADR, "2026-02-03", "2026-03-03"),
    (MADR, "# 7. Keep", "# 8. Keep"),
    (MADR, "none of them\nmay be lost", "none\nof them may be lost"),
    (MADR, "together, and", "together; and"),
    (MADR, "recieve", "receive"),
    (MADR, '(https://example.com/a "Terms")', "(terms.md)"),
    (
        MADR,
        "- [Minutes](minutes.md)",
        "- [Minutes](minutes.md)\n- Amended by [9. Y](0009-y.md)\n- See the wiki",
    ),
    (MADR, "## Links", "<!-- planroom: ignore LNK001 gone -->\n\n## Links"),
    (MADR, "PostgreSQL 15, since", "**PostgreSQL 15**, since"),
    (MADR, "\n", "\r\n"),
    (NYGARD, "Accepted", "Superseded by [9. Y](0009-y.md)"),
    (NYGARD, "Accepted", "Accepted\n\nAmended by [9. Y](0009-y.md)"),
    (NYGARD, "Date: 2026-02-03", "Date: 2026-03-03"),
    (BULLETS, "accepted\n", "superseded by [9](0009-y.md)\n* Deciders: Ann, Bob\n"),
)
CHANGED = (
    (MADR, "PostgreSQL 15", "PostgreSQL 16", 18, "`16` was `15`"),
    (MADR, "over http", "over https", 18, "`https` was `http`"),
    (MADR, "since we", "since we do not", 18, "`do not` is new"),
    (MADR, ", and none of them\nmay be lost", "", 9, "`and none of them may be lost` is gone"),
    (MADR, "id uuid", "id bigint", 13, "`bigint` was `uuid`"),
    (MADR, "Keep orders in PostgreSQL", "Keep orders in MySQL", 5, "`mysql` was `postgresql`"),
    (NYGARD, "\nPostgreSQL.", "\nMySQL.", 15, "`mysql` was `postgresql`"),
    (NYGARD.replace("PostgreSQL.", "我们使用 PostgreSQL。"), "我们使用", "我们不使用", 15, "`不` is new"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "was", "now"), SAME)
def test_what_may_change(text: str, was: str, now: str) -> None:
    assert was in text
    assert list(changed_text(read(text), read(text.replace(was, now)))) == []


@pytest.mark.parametrize(("text", "was", "now", "line", "said"), CHANGED)
def test_what_may_not_change(text: str, was: str, now: str, line: int, said: str) -> None:
    (finding,) = changed_text(read(text), read(text.replace(was, now)))
    assert finding.origin.span is not None
    assert (finding.origin.span.line, finding.message.partition(": ")[2]) == (line, said)


def test_what_was_not_accepted_may_change() -> None:
    before = read(MADR.replace("accepted", "proposed"))
    assert list(changed_text(before, read(MADR.replace("PostgreSQL 15", "MySQL")))) == []


def test_a_text_that_is_all_new_is_compared_in_time() -> None:
    before, now = (read(MADR.replace("An", "\n".join(f"{word}{n}" for n in range(3000)))) for word in "ab")
    (finding,) = changed_text(before, now)
    assert finding.message.endswith("nearly all of it")


@pytest.mark.site
def test_changes_since_a_commit_are_read_from_git(tmp_path: Path) -> None:
    """Also of a decision that got another name meanwhile."""

    def git(*words: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
        subprocess.run(("git", *who, *words), cwd=tmp_path, check=True, capture_output=True)

    write(tmp_path, {"adr/0007-keep.md": MADR, "adr/0008-x.md": NYGARD.replace("7. Keep", "8. Hold")})
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-q", "-m", "first")
    (tmp_path / "adr/0007-keep.md").rename(tmp_path / "adr/0009-keep.md")
    changed = MADR.replace("# 7.", "# 9.").replace("PostgreSQL 15", "PostgreSQL 16")
    write(
        tmp_path, {"adr/0009-keep.md": changed, "adr/0008-x.md": NYGARD.replace("7. Keep", "8. Hold") + "\n"}
    )
    report = planroom_in(tmp_path, "check", "--since", "main", "--select", "CHG", "--format", "json").json
    (found,) = report["diagnostics"]
    assert (found["code"], found["path"], found["line"]) == ("CHG001", "adr/0009-keep.md", 18)
    assert planroom_in(tmp_path, "check", "--select", "CHG", "--format", "json").json["diagnostics"] == []
