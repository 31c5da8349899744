"""Decisions in other notations and in rarer places: AsciiDoc, reStructuredText, titles, badges, histories."""

from __future__ import annotations

from datetime import date

import pytest

from planroom.edit.parts import with_part
from planroom.errors import PlanroomError
from planroom.kinds.decision import KIND, Decision, Status
from planroom.kinds.decision_dates import DateForm, read_date
from planroom.kinds.decision_status import read_status
from planroom.source import Source, format_of


def read(text: str, path: str = "adr/0007-use-rest.md") -> Decision:
    source = Source(path, text, format_of(path))
    assert KIND.claims(source)
    found = KIND.parse(source)
    assert isinstance(found, Decision), found
    return found


def place(decision: Decision) -> str:
    """The line and column of the status, and the words that stand there."""
    found = decision.source.locate([decision.status_origin])[decision.status_origin]
    line = decision.source.lines[found.line - 1]
    return f"{found.line}:{found.column} {line[found.column - 1 : found.end_column - 1]}"


ASCIIDOC = {
    "bullets": (
        "= ADR-7: Use REST\n\n* Status: accepted\n* Deciders: Ann, Bob\n* Date: 2026-02-03\n",
        "3:11 accepted",
    ),
    "bold bullets with nested ones": (
        "= ADR-7: Use REST\n\n* *Status:* accepted\n* *Deciders:*\n** Ann\n** Bob\n* *Date:* 2026-02-03\n",
        "3:13 accepted",
    ),
    "an attribute that a bullet shows": (
        (
            "= ADR007: Use REST\nAnn <a@b.example>\nv1, 2026-02-03\n:status: accepted\n\n"
            "* Status: {status}\n* Deciders: Ann, Bob\n"
        ),
        "4:10 accepted",
    ),
    "attributes only": (
        "= Use REST\n:status: accepted\n:deciders: Ann, Bob\n:revdate: 2026-02-03\n\n== Context\n",
        "2:10 accepted",
    ),
    "a section": (
        "= 7. Use REST\n\nDate: 2026-02-03\n\nDeciders: Ann, Bob\n\n== Status\n\naccepted\n\n== Context\n",
        "9:1 accepted",
    ),
    "a table": (
        '= Use REST\n\n[cols="1,3"]\n|===\n|Status |accepted\n|Deciders |Ann, Bob\n|Date |2026-02-03\n|===\n',
        "5:10 accepted",
    ),
    "a description list": (
        "= Use REST\n\nStatus:: accepted\nDeciders::\n  Ann, Bob\nDate:: 2026-02-03\n",
        "3:10 accepted",
    ),
    "front matter": (
        "---\nstatus: accepted\ndeciders: [Ann, Bob]\ndate: 2026-02-03\n---\n= Use REST\n",
        "2:9 accepted",
    ),
}

RST = {
    "a section": (
        (
            "7. Use REST\n===========\n\n:Date: 2026-02-03\n:Deciders: Ann, Bob\n\n"
            "Status\n------\n\n**accepted**"
        ),
        "10:3 accepted",
    ),
    "a section with the date beside": (
        "7. Use REST\n###########\n\n:Deciders: Ann, Bob\n\nStatus\n******\n\naccepted *2026-02-03*\n",
        "9:1 accepted *2026-02-03*",
    ),
    "fields": (
        "########\nUse REST\n########\n\n:Status: accepted\n:Deciders: Ann,\n   Bob\n:Date: 2026-02-03\n",
        "5:10 accepted",
    ),
    "a section with the date beside, all marked": (
        "7. Use REST\n###########\n\n:Deciders: Ann, Bob\n\nStatus\n******\n\n**accepted** *2026-02-03*\n",
        "9:1 **accepted** *2026-02-03*",
    ),
    "bullets": (
        "Use REST\n========\n\n* Status: accepted\n* Deciders: Ann, Bob\n* Date: 2026-02-03\n",
        "4:11 accepted",
    ),
    "a grid": (
        (
            "Use REST\n========\n\n+----------+------------+\n| Status   | accepted   |\n"
            "+----------+------------+\n"
            "| Deciders | Ann, Bob   |\n+----------+------------+\n| Date     | 2026-02-03 |\n"
            "+----------+------------+\n"
        ),
        "5:14 accepted",
    ),
    "a list table": (
        (
            "Use REST\n========\n\n.. list-table::\n\n   * - Status\n     - accepted\n   * - Deciders\n"
            "     - Ann, Bob\n   * - Date\n     - 2026-02-03\n"
        ),
        "7:8 accepted",
    ),
}


@pytest.mark.parametrize(
    ("ending", "text", "where"),
    [(".adoc", *case) for case in ASCIIDOC.values()] + [(".rst", *case) for case in RST.values()],
    ids=[*(f"asciidoc: {name}" for name in ASCIIDOC), *(f"rst: {name}" for name in RST)],
)
def test_every_form_of_another_notation_states_the_same(ending: str, text: str, where: str) -> None:
    found = read(text, "adr/0007-use-rest" + ending)
    assert (found.title, found.number, found.date) == ("Use REST", "0007", date(2026, 2, 3))
    assert (found.status, found.deciders) == (Status.ACCEPTED, ("Ann", "Bob"))
    assert place(found) == where


@pytest.mark.parametrize(
    ("path", "text", "relations"),
    [
        ("7.adoc", "* Status: superseded by xref:0009-x.adoc[ADR 9]", ["superseded-by 0009-x.adoc"]),
        ("7.adoc", "* Status: accepted\n* Supersedes: <<0002-x.adoc#top,2>>", ["supersedes 0002-x.adoc#top"]),
        ("7.adoc", "* Status: accepted\n* Supersedes:\n** link:0002-x.adoc[2]\n** ADR-3",
         ["supersedes 0002-x.adoc", "supersedes ADR-3"]),
        ("7.adoc", "== Status\n\nSuperseded by xref:0009-x.adoc[]", ["superseded-by 0009-x.adoc"]),
        ("7.adoc", ":status: accepted\n:amends: ADR-3", ["amends ADR-3"]),
        ("7.rst", ":Status: superseded by :doc:`0009-x`", ["superseded-by 0009-x.rst"]),
        ("7.rst", ":Status: superseded by :ref:`the next one <use-grpc>`", ["superseded-by #use-grpc"]),
        ("7.rst", ":Status: accepted\n:Supersedes: `ADR 2 <0002-x.rst>`_, `ADR 3`_\n\n.. _ADR 3: 0003-y.rst",
         ["supersedes 0002-x.rst", "supersedes 0003-y.rst"]),
        ("7.md", "* Status: superseded by [ADR 9][nine]\n\n[nine]: 0009-x.md", ["superseded-by 0009-x.md"]),
    ],
)  # fmt: skip
def test_links_of_every_notation_name_other_decisions(path: str, text: str, relations: list[str]) -> None:
    title = {"7.adoc": "= Use REST\n", "7.rst": "Use REST\n========\n\n", "7.md": "# Use REST\n\n"}[path]
    found = read(
        title + ("" if text.startswith(":") and path == "7.adoc" else "\n") + text + "\n", "adr/" + path
    )
    assert [f"{relation.verb} {relation.target}" for relation in found.relations] == relations


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("# Use REST (superseded)\n", Status.SUPERSEDED, "superseded"),
        ("# [DEPRECATED] Use REST\n", Status.DEPRECATED, "DEPRECATED"),
        ("# Use REST (superseded by [9](0009-x.md))\n", Status.UNKNOWN, ""),
        ("# Use REST (superseded by ADR-9)\n", Status.SUPERSEDED, "superseded by ADR-9"),
        ("# Use REST (approved by all teams)\n", Status.UNKNOWN, ""),
        ("# Use REST\n\n![Status: accepted](badge.svg)\n", Status.ACCEPTED, "accepted"),
        ("# Use REST\n\n![](badge/status-in_review-blue.svg)\n", Status.PROPOSED, "in review"),
        ("# Use REST\n\n![status: green](badge.svg)\n", Status.UNKNOWN, ""),
        ("# Use REST\n\nThis decision is superseded by [9](0009-x.md).\n", Status.SUPERSEDED,
         "This decision is superseded by [9](0009-x.md)."),
        ("# Use REST\n\nDiese Entscheidung wurde abgelehnt.\n", Status.REJECTED,
         "Diese Entscheidung wurde abgelehnt."),
        ("# Use REST\n\nThis decision is accepted wisdom.\n", Status.UNKNOWN, ""),
        ("# Use REST\n\n**Accepted**\n", Status.ACCEPTED, "Accepted"),
        ("# Use REST\n\n> ⚠️ Superseded by [9](0009-x.md)\n", Status.SUPERSEDED,
         "Superseded by [9](0009-x.md)"),
        ("# Use REST\n\nAccepted practice is to log.\n", Status.UNKNOWN, ""),
        ("# Use REST\n\n## Context\n\nThis decision is accepted.\n", Status.UNKNOWN, ""),
        ("# Use REST\n\n* Status: ~~proposed~~ accepted\n", Status.ACCEPTED, "~~proposed~~ accepted"),
        ("# Use REST\n\n* Status: ~~accepted~~\n", Status.UNKNOWN, "~~accepted~~"),
        ("# Use REST (draft)\n\n* Status: accepted\n", Status.ACCEPTED, "accepted"),
    ],
)  # fmt: skip
def test_a_status_in_a_rarer_place_is_read_and_none_is_guessed(text: str, status: Status, words: str) -> None:
    found = read(text)
    assert (found.status, found.status_text) == (status, words)
    if words and found.status_place != "badge":
        assert place(found).partition(" ")[2] == words


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("## Status\n\nAccepted 2026-02-03\n", date(2026, 2, 3), "2026-02-03"),
        ("## Status\n\nAccepted on 3 May 2026.\n", date(2026, 5, 3), "3 May 2026"),
        ("## Status\n\nAccepted (03.05.2026)\n", date(2026, 5, 3), "03.05.2026"),
        ("## Status\n\n2026-01-01 proposed\n\n2026-02-03 accepted\n", date(2026, 2, 3), "2026-02-03"),
        ("## Status\n\nAccepted until 2026-02-03\n", None, ""),
        ("## Status\n\nSuperseded by 2026-02-03-use-grpc\n", None, ""),
        ("## Changelog\n\n- 2026-01-01: first draft\n- *2026-02-03*: accepted\n- fixes\n", date(2026, 2, 3),
         "2026-02-03"),
        ("## Changelog\n\n- 5.6.20: first draft\n", None, ""),
        ("Date: 2026-01-01\n\n## Changelog\n\n- 2026-02-03: accepted\n", date(2026, 1, 1), "2026-01-01"),
        ("## Context\n\n- 2026-02-03: it broke\n", None, ""),
    ],
)  # fmt: skip
def test_a_date_beside_the_status_or_in_a_history(text: str, day: date | None, words: str) -> None:
    found = read(f"# Use REST\n\n{text}")
    assert (found.date, found.date_text) == (day, words)
    if words:
        at = found.source.locate([found.date_origin])[found.date_origin]
        assert found.source.lines[at.line - 1][at.column - 1 : at.end_column - 1] == words


@pytest.mark.parametrize(
    "text",
    [
        "3. Mai 2026", "3 mai 2026", "3 de mayo de 2026", "3 maggio 2026", "3 de maio de 2026", "3 mei 2026",
        "3 maja 2026", "3 мая 2026", "2026年5月3日", "2026년 5월 3일", "May 3rd, 2026", "3rd of May 2026",
        "Sunday, 3 May 2026", "3-May-2026", "2026 May 3", "2026.5.3", "20260503", "2026-05-03T10:00:00Z",
    ],
)  # fmt: skip
def test_dates_in_many_languages(text: str) -> None:
    assert read_date(text).day == date(2026, 5, 3)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("1405-02-13", DateForm.WORDS),
        ("May 2026", DateForm.MONTH),
        ("31 April 2026", DateForm.IMPOSSIBLE),
        ("3 Brumaire 2026", DateForm.WORDS),
    ],
)
def test_a_date_of_another_calendar_or_of_no_day_gives_none(text: str, form: DateForm) -> None:
    assert (read_date(text).day, read_date(text).form) == (None, form)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Voorgesteld", Status.PROPOSED),
        ("Geaccepteerd", Status.ACCEPTED),
        ("Vervangen door 0004", Status.SUPERSEDED),
        ("Afgewezen", Status.REJECTED),
        ("Zaakceptowana", Status.ACCEPTED),
        ("Zastąpiona przez 0004", Status.SUPERSEDED),
        ("Odrzucone", Status.REJECTED),
        ("Propozycja", Status.PROPOSED),
        ("承認済み", Status.ACCEPTED),
        ("却下", Status.REJECTED),
        ("승인됨", Status.ACCEPTED),
        ("Kabul edildi", Status.ACCEPTED),
    ],
)
def test_more_languages(words: str, status: Status) -> None:
    assert read_status(words) is status


@pytest.mark.parametrize(
    ("path", "number", "label"),
    [
        ("adr/0012-use-rest/README.md", "0012", "0012"),
        ("adr/0012-use-rest/index.adoc", "0012", "0012"),
        ("docs/decisions/20260203-use-rest/index.md", None, "20260203-use-rest"),
        ("services/shop/ADR-012/index.mdx", "012", "012"),
    ],
)
def test_a_folder_may_be_one_decision(path: str, number: str | None, label: str) -> None:
    text = (
        "= Use REST\n\n== Status\n\naccepted\n"
        if path.endswith("adoc")
        else "# Use REST\n\n## Status\n\naccepted\n"
    )
    found = read(text, path)
    assert (found.number, found.label, found.title) == (number, label, "Use REST")


def test_the_overview_of_a_numbered_folder_of_decisions_is_none() -> None:
    source = Source(
        "docs/09-architecture-decisions/README.md", "# Decisions\n\n## Status\n\nopen\n", "markdown"
    )
    assert KIND.parse(source) == "index"


def test_a_numbered_file_anywhere_is_a_decision_where_its_sections_say_so() -> None:
    whole = "# Use REST\n\n## Status\n\naccepted\n\n## Context\n\nx\n\n## Decision\n\ny\n"
    assert KIND.claims(Source("doc/arch/0007-use-rest.md", whole, "markdown"))
    assert not KIND.claims(Source("doc/arch/use-rest.md", whole, "markdown"))
    without = whole.replace("## Status\n\naccepted\n\n", "")
    assert not KIND.claims(Source("doc/arch/0007-use-rest.md", without, "markdown"))


@pytest.mark.parametrize("ending", [".adoc", ".rst"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "=\n",
        "= \n",
        "\x00",
        "|===\n|",
        "* Status:\n** ",
        ":status:\n",
        ".. _\n",
        "X\n=",
        "----",
        "::\n\n  a",
    ],
)
def test_whatever_stands_in_a_file_reading_it_never_raises(ending: str, text: str) -> None:
    found = KIND.parse(Source("adr/0007-use-rest" + ending, text, format_of(ending)))
    assert isinstance(found, Decision)
    found.source.locate([found.title_origin, found.status_origin, found.date_origin, found.review_origin])


@pytest.mark.parametrize("ending", [".adoc", ".rst", ".md"])
@pytest.mark.parametrize(
    "unit", [" ", "`", "` ", "link:", "<<a", "superseded by ", "`a <b>`_ ", "https://a[", "<!--"]
)
def test_no_line_is_too_long_to_be_read_at_once(ending: str, unit: str) -> None:
    """Reading is linear: what takes the square of the letters would take minutes here."""
    line = unit * (30_000 // len(unit))
    for text in (line, f"= T\n\n* Status: {line}\n", f"T\n=\n\nStatus\n======\n\n{line}\n"):
        assert KIND.parse(Source("adr/0007-use-rest" + ending, text, format_of(ending)))


@pytest.mark.parametrize(
    "text",
    [
        "**Status:** Accepted | **Date:** 2026-02-03 | **Deciders:** Ann, Bob\n",
        "**Status:** Accepted  **Date:** 2026-02-03  **Deciders:** Ann, Bob\n",
        "*Status:* Accepted · *Date:* 2026-02-03 · *Deciders:* Ann, Bob\n",
        "Status: Accepted; Date: 2026-02-03; Deciders: Ann, Bob\n",
        "**Status** Accepted\n\n**Date** 2026-02-03\n\nDeciders: Ann, Bob\n",
        "Status | Accepted\n--- | ---\nDate | 2026-02-03\n\nDeciders: Ann, Bob\n",
        "## Metadata\n\n- Status: Accepted\n- Date: 2026-02-03\n- Deciders: Ann, Bob\n",
        "Deciders: Ann, Bob\n\n## Status - Accepted\n\nDate: 2026-02-03\n\n## Date\n\n2026-02-03\n",
        "Deciders: Ann, Bob\n\n## Status (Accepted)\n\n## Date: 2026-02-03\n",
        "Deciders: Ann, Bob\n\n## Status\n\n- Accepted\n- Date: 2026-02-03\n",
    ],
)
def test_labels_in_a_row_and_in_rarer_forms(text: str) -> None:
    found = read(f"# Use REST\n\n{text}\n## Context\n\nText.\n")
    assert (found.status, found.status_text) == (Status.ACCEPTED, "Accepted")
    assert (found.date, found.deciders) == (date(2026, 2, 3), ("Ann", "Bob"))
    assert place(found).partition(" ")[2] == "Accepted"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("* Status: accepted, see note: later\n", "accepted, see note: later"),
        ("* Status: accepted (status quo: kept)\n", "accepted (status quo: kept)"),
        ("## Status: accepted (by the board)\n", "accepted (by the board)"),
    ],
)
def test_words_with_a_colon_that_are_no_label_belong_to_the_status(text: str, words: str) -> None:
    assert read(f"# Use REST\n\n{text}").status_text == words


@pytest.mark.parametrize(
    ("ending", "text", "where"),
    [(".adoc", *case) for case in ASCIIDOC.values()] + [(".rst", *case) for case in RST.values()],
)
def test_a_status_of_another_notation_is_changed_and_not_another_byte(
    ending: str, text: str, where: str
) -> None:
    for whole in (text, text.replace("\n", "\r\n")):
        found = read(whole, "adr/0007-use-rest" + ending)
        changed = with_part(found.source, "status", "rejected")
        assert changed == whole.replace(where.partition(" ")[2], "rejected", 1)
        assert read(changed, found.path).status is Status.REJECTED


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("adr/7.adoc", "= Use REST\n\n== Context\n"),
        ("adr/7.rst", "Use REST\n========\n"),
        ("adr/7.md", "# Use REST (accepted)\n"),
        ("adr/7.md", "# Use REST\n\n![status: accepted](a.svg)\n"),
    ],
)
def test_where_no_status_can_be_written_nothing_is(path: str, text: str) -> None:
    with pytest.raises(PlanroomError, match="status"):
        with_part(Source(path, text, format_of(path)), "status", "rejected")
