"""How decisions are read: every shape, statuses in many languages, and files that only look like one."""

from __future__ import annotations

from datetime import date

import pytest

from planroom.kinds.decision import KIND, Decision, Status
from planroom.kinds.decision_dates import DateForm, read_date
from planroom.kinds.decision_status import read_status
from planroom.source import Source


def read(text: str, path: str = "adr/0007-use-rest.md") -> Decision:
    source = Source(path, text, "markdown")
    assert KIND.claims(source)
    found = KIND.parse(source)
    assert isinstance(found, Decision), found
    return found


@pytest.mark.parametrize(
    ("front", "language"),
    [
        ("lang: it", "it"),
        ("lang: pt-BR", "pt-BR"),
        ("Lang: zh-Hant-TW", "zh-Hant-TW"),
        ("lang: italiano", ""),
        ("lang: 'it\" onclick=\"x'", ""),
        ("lang:", ""),
        ("title: Usare REST", ""),
    ],
)
def test_a_decision_says_in_which_language_it_is(front: str, language: str) -> None:
    """By a code that browsers know; a list in the text says it of something else."""
    assert read(f"---\n{front}\n---\n# Usare REST\n\n* Lang: de\n").language == language


def place(decision: Decision) -> str:
    """The line and column of the status, and the words that stand there."""
    found = decision.source.locate([decision.status_origin])[decision.status_origin]
    line = decision.source.lines[found.line - 1]
    return f"{found.line}:{found.column} {line[found.column - 1 : found.end_column - 1]}"


MADR_4 = """---
status: "superseded by [ADR-0009](0009-use-grpc.md)"
date: 2026-02-03
decision-makers: [Ann Lee, Bob Ray]
consulted: Team Shop
informed:
  - everyone
systems: [shop]
tags: [api, style]
supersedes: 0002
amends: ["0003", ADR-4]
relates-to: 0005-log-as-json.md
applies-to: [specs/shop/**, "specs/shop/orders.yaml#createOrder"]
review-by: 2027-02-03
---
# Use REST between services

## Considered Options

* REST
* gRPC
"""


def test_madr_4() -> None:
    found = read(MADR_4)
    assert (found.shape, found.title, found.number, found.label) == (
        "madr-4",
        "Use REST between services",
        "0007",
        "0007",
    )
    assert (found.status, found.status_text) == (
        Status.SUPERSEDED,
        "superseded by [ADR-0009](0009-use-grpc.md)",
    )
    assert (found.date, found.review_by) == (date(2026, 2, 3), date(2027, 2, 3))
    assert (found.deciders, found.consulted, found.informed) == (
        ("Ann Lee", "Bob Ray"),
        ("Team Shop",),
        ("everyone",),
    )
    assert (found.systems, found.tags) == (("shop",), ("api", "style"))
    assert [(relation.verb, relation.target) for relation in found.relations] == [
        ("superseded-by", "0009-use-grpc.md"),
        ("supersedes", "2"),
        ("amends", "0003"),
        ("amends", "ADR-4"),
        ("relates-to", "0005-log-as-json.md"),
    ]
    assert [reference.text for reference in found.applies_to] == [
        "specs/shop/**",
        "specs/shop/orders.yaml#createOrder",
    ]
    assert found.applies_to[1].origin.pointer == ("applies-to", 1)
    assert len(found.sections("options")) == 1


SHAPES = {
    "MADR 3": (
        "---\nstatus: accepted\ndate: 2026-02-03\ndeciders: Ann, Bob\n---\n# Use REST\n",
        "madr-3",
        "2:9 accepted",
    ),
    "MADR 2": (
        "# Use REST\n\n* Status: accepted\n* Deciders: Ann, Bob\n* Date: 2026-02-03\n",
        "madr-2",
        "3:11 accepted",
    ),
    "bold bullets": (
        "# Use REST\n\n* **Status:** accepted\n* **Deciders:** Ann, Bob\n* **Date:** 2026-02-03\n",
        "madr-2",
        "3:15 accepted",
    ),
    "Nygard": (
        "# 7. Use REST\n\nDate: 2026-02-03\n\n## Status\n\naccepted\n\n## Deciders\n\nAnn, Bob\n",
        "nygard",
        "7:1 accepted",
    ),
    "Nygard, bold": (
        "# 7. Use REST\n\nDate: 2026-02-03\nDeciders: Ann, Bob\n\n## Status\n\n**accepted**\n",
        "nygard",
        "8:3 accepted",
    ),
    "underlined": (
        "Use REST\n========\n\nDate: 2026-02-03\nDeciders: Ann, Bob\n\nStatus\n------\n\naccepted\n",
        "nygard",
        "10:1 accepted",
    ),
    "plain lines": (
        "# ADR-7: Use REST\n\nStatus: accepted\nDeciders: Ann, Bob\nDate: 2026-02-03\n",
        "other",
        "3:9 accepted",
    ),
    "bold lines": (
        "# ADR 7 - Use REST\n\n**Status**: accepted\n\n**Deciders**: Ann, Bob\n**Date**: 2026-02-03\n",
        "other",
        "3:13 accepted",
    ),
    "a table": (
        "# Use REST\n\n| Status | accepted |\n|---|---|\n| Deciders | Ann, Bob |\n| Date | 2026-02-03 |\n",
        "other",
        "3:12 accepted",
    ),
    "a table with a head": (
        "# Use REST\n\n| Status | Deciders | Date |\n|---|---|---|\n| accepted | Ann, Bob | 2026-02-03 |\n",
        "other",
        "5:3 accepted",
    ),
    "a heading": (
        "# Use REST\n\nDate: 2026-02-03\nDeciders: Ann, Bob\n\n## Status: accepted\n",
        "nygard",
        "6:12 accepted",
    ),
    "camelCase keys": (
        "---\nname: 'ADR-7: Use REST'\nstatus: accepted\ndate: 2026-02-03\ndecisionMakers: [Ann, Bob]\n---\n",
        "madr-4",
        "3:9 accepted",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_states_the_same(shape: str) -> None:
    text, name, where = SHAPES[shape]
    found = read(text)
    assert found.title == "Use REST"
    assert (found.status, found.status_text, found.date) == (Status.ACCEPTED, "accepted", date(2026, 2, 3))
    assert found.deciders == ("Ann", "Bob")
    assert (found.shape, place(found)) == (name, where)


@pytest.mark.parametrize("text", [*(text for text, _, _ in SHAPES.values()), MADR_4])
def test_line_ends_and_byte_order_mark_change_nothing(text: str) -> None:
    plain = read(text)
    for other in (
        text.replace("\n", "\r\n"),
        "\ufeff" + text,
        "\ufeff" + text.replace("\n", "\r\n"),
        text.rstrip("\n"),
    ):
        found = read(other)
        for part in ("title", "status", "status_text", "date", "deciders", "shape", "systems"):
            assert getattr(found, part) == getattr(plain, part)
        assert [(r.verb, r.target) for r in found.relations] == [(r.verb, r.target) for r in plain.relations]
        assert place(found) == place(plain)


def test_log4brains_dates_are_no_numbers() -> None:
    found = read("# Use REST\n\n- Status: draft\n- Tags: api, style\n", "docs/adr/20260203-use-rest.md")
    assert (found.number, found.date, found.label) == (None, date(2026, 2, 3), "20260203-use-rest")
    assert (found.shape, found.status, found.tags) == ("log4brains", Status.PROPOSED, ("api", "style"))


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("accepted", Status.ACCEPTED),
        ("Accepted.", Status.ACCEPTED),
        ("✅ Accepted", Status.ACCEPTED),
        (":white_check_mark: **Accepted**", Status.ACCEPTED),
        ("Accepted ([#12](https://example.com/12))", Status.ACCEPTED),
        ("accepted by the board on 3 May", Status.ACCEPTED),
        ("[approved]", Status.ACCEPTED),
        ("Accepted / Implemented", Status.ACCEPTED),
        ("ACCEPTED Implemented", Status.ACCEPTED),
        ("PROPOSED Not Implemented", Status.PROPOSED),
        ("proposed → accepted", Status.ACCEPTED),
        ("2026-02-03 accepted", Status.ACCEPTED),
        ("In review", Status.PROPOSED),
        ("Rejected in favour of ADR 111", Status.REJECTED),
        ("not accepted", Status.REJECTED),
        ("Superceded by ADR-0004", Status.SUPERSEDED),
        ("Superseded (as never built) by [ADR 32](/adr/32)", Status.SUPERSEDED),
        ("no longer valid", Status.DEPRECATED),
        ("Acceptée", Status.ACCEPTED),
        ("Remplacé par ADR-4", Status.SUPERSEDED),
        ("Obsolète", Status.DEPRECATED),
        ("Brouillon", Status.PROPOSED),
        ("Vorgeschlagen", Status.PROPOSED),
        ("ersetzt durch 0004", Status.SUPERSEDED),
        ("Abgelehnt", Status.REJECTED),
        ("Aceptada", Status.ACCEPTED),
        ("Sustituido por 0004", Status.SUPERSEDED),
        ("Accettata", Status.ACCEPTED),
        ("Bozza", Status.PROPOSED),
        ("Aceito", Status.ACCEPTED),
        ("Substituída por 0004", Status.SUPERSEDED),
        ("通过", Status.ACCEPTED),
        ("2017-11-22 提议", Status.PROPOSED),
        ("已弃用", Status.DEPRECATED),
        ("已被 0005 取代", Status.SUPERSEDED),
        ("Принято", Status.ACCEPTED),
        ("Отклонён", Status.REJECTED),
        ("پذیرفته شده", Status.ACCEPTED),
        ("پیش‌نویس", Status.PROPOSED),
        ("proposed | accepted | rejected", Status.UNKNOWN),
        ("Vorgeschlagen | **Akzeptiert** | Abgelehnt", Status.ACCEPTED),
        ("**Proposed** | **Accepted**", Status.UNKNOWN),
        ("Proposed, accepted, rejected, deprecated", Status.UNKNOWN),
        ("What is the status, such as proposed or accepted?", Status.UNKNOWN),
        ("{proposed}", Status.UNKNOWN),
        ("{Brouillon, Proposée, Acceptée}", Status.UNKNOWN),
        ("列表：提议/通过/完成/已弃用/已取代", Status.UNKNOWN),
        ("partly superseded", Status.UNKNOWN),
        ("active discussion", Status.UNKNOWN),
        ("accepted pending legal review", Status.UNKNOWN),
        ("on hold", Status.UNKNOWN),
        ("maybe", Status.UNKNOWN),
        ("unaccepted", Status.UNKNOWN),
        ("", Status.UNKNOWN),
    ],
)
def test_a_status_is_mapped_and_never_guessed(words: str, status: Status) -> None:
    assert read_status(words) is status


@pytest.mark.parametrize(
    ("section", "status", "text"),
    [
        ("Accepted\n\nAmended by [8. X](0008-x.md)", Status.ACCEPTED, "Accepted"),
        ("Accepted\n\nSuperseded by [8. X](0008-x.md)", Status.SUPERSEDED, "Superseded by [8. X](0008-x.md)"),
        ("> proposed, accepted or rejected\n\nProposed.", Status.PROPOSED, "Proposed."),
        ("- [x] accepted\n- [ ] rejected", Status.ACCEPTED, "accepted"),
        ("- [ ] accepted\n- [x] rejected", Status.REJECTED, "rejected"),
        ("2026-01-01 提议\n\n2026-02-01 完成", Status.ACCEPTED, "2026-02-01 完成"),
        ("列表：提议/通过/完成\n\n2026-01-01 提议", Status.PROPOSED, "2026-01-01 提议"),
        ("<!-- one of accepted, rejected -->\nrejected", Status.REJECTED, "rejected"),
        ("`accepted`", Status.ACCEPTED, "accepted"),
        (
            "The parts above are built; the rest\nis not.",
            Status.UNKNOWN,
            "The parts above are built; the rest is not.",
        ),
        ("```\naccepted\n```", Status.UNKNOWN, ""),
        ("", Status.UNKNOWN, ""),
    ],
)
def test_what_counts_in_a_section_called_status(section: str, status: Status, text: str) -> None:
    found = read(f"# 7. Use REST\n\n## Status\n\n{section}\n\n## Context\n\nrejected\n")
    assert (found.status, found.status_text) == (status, text)


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        (
            "* Status: superseded by [ADR-8](0008-x.md) and [ADR-9](0009-y.md)",
            ["superseded-by 0008-x.md", "superseded-by 0009-y.md"],
        ),
        ("* Status: accepted, supersedes ADR-0003", ["supersedes ADR-0003"]),
        ("* Status: accepted (extended by [ADR-9](0009-y.md))", ["relates-to 0009-y.md"]),
        ("* Status: superseded by 20260203-use-grpc", ["superseded-by 20260203-use-grpc"]),
        (
            "* Status: accepted\n* Supersedes: [3](0003-x.md), 0004",
            ["supersedes 0003-x.md", "supersedes 0004"],
        ),
        ("## Status\n\nAccepted\n\nPartially supersedes [3. X](0003-x.md)", ["amends 0003-x.md"]),
        ("## Status\n\nErsetzt durch [8. X](0008-x.md)", ["superseded-by 0008-x.md"]),
        (
            "* Status: accepted\n\n## Links\n\n- Supersedes [3. X](0003-x.md)\n- [Home](https://example.com)",
            ["supersedes 0003-x.md"],
        ),
        ("* Status: accepted, updates 3 services", []),
        ("* Status: [proposed | superseded by [ADR-0005](0005-example.md)]", []),
    ],
)
def test_relations_are_read_where_people_write_them(text: str, relations: list[str]) -> None:
    found = read(f"# Use REST\n\n{text}\n")
    assert [f"{relation.verb} {relation.target}" for relation in found.relations] == relations
    for relation in found.relations:
        span = relation.origin.span
        assert span is not None
        assert found.source.excerpt(span) == relation.target


@pytest.mark.parametrize(
    ("path", "number", "label"),
    [
        ("adr/0007-x.md", "0007", "0007"),
        ("adr/7.md", "7", "7"),
        ("docs/ADR-012-x.md", "012", "012"),
        ("docs/decision_records/api/API-001-x.md", "001", "API-001"),
        ("docs/adr/2022-03-17_015-x.md", "015", "015"),
        ("docs/adr/2021-03-serverless.md", None, "2021-03-serverless"),
        ("docs/adr/20200101-x.md", None, "20200101-x"),
        ("docs/adr/use-2-databases.md", None, "use-2-databases"),
        ("x/adrs/adr-003-events/index.mdx", "003", "003"),
    ],
)
def test_the_number_comes_from_the_file_name(path: str, number: str | None, label: str) -> None:
    found = read("# X\n\nStatus: accepted\n", path)
    assert (found.number, found.label) == (number, label)


@pytest.mark.parametrize(
    ("heading", "title", "number"),
    [
        ("# 7. Use REST", "Use REST", "7"),
        ("# ADR-0007: Use REST", "Use REST", "0007"),
        ("# ADR 0007 – Use REST", "Use REST", "0007"),
        ("# 7 Use REST", "Use REST", "7"),
        ("# 3 ways to talk", "3 ways to talk", ""),
        ("# 2026 roadmap", "2026 roadmap", ""),
        ("# Architecture Decision Record: Use REST", "Use REST", ""),
        ("# Use `REST` and **not** [gRPC](x.md) ✅", "Use REST and not gRPC", ""),
        ("## Context", "", ""),
        ("## Use REST\n\n## Context", "Use REST", ""),
    ],
)
def test_the_title_is_the_first_heading_without_its_number(heading: str, title: str, number: str) -> None:
    found = read(f"{heading}\n\nText.\n")
    assert (found.title, found.title_number) == (title, number)


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("adr/README.md", "# Our decisions\n", "index"),
        ("adr/index.md", "# Our decisions\n", "index"),
        ("docs/decisions/overview.md", "# Overview\n", "index"),
        ("adr/template.md", "# {title}\n", "template"),
        ("adr/adr-template-minimal.md", "# X\n", "template"),
        ("adr/000-template.md", "# X\n", "template"),
        ("adr/0000-how.md", "# {short title}\n\n* Status: {proposed | accepted}\n", "template"),
        (
            "adr/notes/minutes.md",
            "# Minutes\n\nWe met.\n",
            "neither number, date, status nor a section of a decision",
        ),
    ],
)
def test_files_that_are_no_decisions_are_told_apart(path: str, text: str, reason: str) -> None:
    source = Source(path, text, "markdown")
    assert KIND.claims(source)
    assert KIND.parse(source) == reason


@pytest.mark.parametrize(
    ("path", "claimed", "home"),
    [
        ("adr/0001-x.md", True, True),
        ("docs/Architecture Decisions/0001-x.md", True, True),
        ("services/a/docs/decision_records/api/x.md", True, False),
        ("docs/adr-012-x.md", True, True),
        ("docs/ADR012.md", True, True),
        ("adr/adr-014-project-templates.md", True, True),
        ("docs/0001-x.md", False, False),
        ("docs/adrenaline.md", False, False),
        ("adr/images/0001-x.svg.md", True, True),
    ],
)
def test_where_decisions_live(path: str, claimed: bool, home: bool) -> None:
    assert bool(KIND.claims(Source(path, "# X\n", "markdown"))) is claimed
    assert KIND.home(path) is home


@pytest.mark.parametrize(
    "text",
    [
        "---\nstatus: [accepted\n---\n# Use REST\n",
        "---\nstatus: accepted\n# Use REST\n",
        "---\n- a list\n---\n# Use REST\n",
        "---\nstatus: {a: b}\ndate: [1]\nsupersedes: {x: y}\ndeciders: 7\nsystems: {a: b}\ntags: null\n---\n",
        "",
        "#\n",
        "\x00\n",
        "---\n---\n",
        "| Status |\n|---|\n",
        "* Status:\n\n## Status\n\n## Date\n",
        "# X\n\n* Status: [accepted](<0001 x.md>) superseded by [](x) [[[\n",
    ],
)
def test_whatever_stands_in_a_file_reading_it_never_raises(text: str) -> None:
    found = KIND.parse(Source("adr/0007-use-rest.md", text, "markdown"))
    assert isinstance(found, Decision)
    found.source.locate([found.title_origin, found.status_origin, found.date_origin, found.review_origin])


@pytest.mark.parametrize(
    ("text", "day", "form"),
    [
        ("2026-02-03", date(2026, 2, 3), DateForm.ISO),
        ("2026-02-03 (last changed)", date(2026, 2, 3), DateForm.ISO),
        ("2026/2/3", date(2026, 2, 3), DateForm.OTHER),
        ("26/03/2018", date(2018, 3, 26), DateForm.OTHER),
        ("03.02.2026", date(2026, 2, 3), DateForm.OTHER),
        ("12 Feb 2026", date(2026, 2, 12), DateForm.OTHER),
        ("February 12th, 2026", date(2026, 2, 12), DateForm.OTHER),
        ("05/06/2018", None, DateForm.AMBIGUOUS),
        ("2021-03", None, DateForm.MONTH),
        ("2026-02-30", None, DateForm.IMPOSSIBLE),
        ("{YYYY-MM-DD}", None, DateForm.PLACEHOLDER),
        ("YYYY-MM-DD", None, DateForm.PLACEHOLDER),
        ("last spring", None, DateForm.WORDS),
        ("", None, DateForm.NONE),
    ],
)
def test_a_date_is_read_only_where_it_means_one_day(text: str, day: date | None, form: DateForm) -> None:
    found = read_date(text)
    assert (found.day, found.form) == (day, form)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ann, Bob; Cy", ("Ann", "Bob", "Cy")),
        ("<name>, Ann", ("Ann",)),
        ("<b>Ann</b>, Bob", ("<b>Ann</b>", "Bob")),
        ("<ann@shop.example>, Bob <bob@shop.example>", ("<ann@shop.example>", "Bob <bob@shop.example>")),
        ("<https://shop.example/ann>", ("<https://shop.example/ann>",)),
        ("{list everyone; experts, too}", ()),
        ("{team}-leads, Ann", ("{team}-leads", "Ann")),
        ("[list everyone, all of them] (optional)", ()),
        ("[Ann](https://shop.example/ann), [[Bob]]", ("[Ann](https://shop.example/ann)", "[[Bob]]")),
        ("<, Ann", ("<", "Ann")),
    ],
)
def test_only_what_a_template_leaves_open_is_no_name(written: str, names: tuple[str, ...]) -> None:
    text = f"# Use REST\n\n* Status: accepted\n* Deciders: {written}\n* Date: 2026-02-03\n"
    assert read(text).deciders == names


def test_each_item_of_a_list_is_a_name_or_left_open() -> None:
    front = '["<name>", "<b>Ann</b>", "{Bob}", "Cy, who leads", "", 7]'
    found = read(f"---\nstatus: accepted\ndeciders: {front}\n---\n# Use REST\n")
    assert found.deciders == ("<b>Ann</b>", "Cy, who leads", "7")
