"""Diagrams as text: what is drawn for a model, and that no name can break a drawing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from planroom.load import load
from planroom.model import System, build
from planroom.render.diagrams import Edge, Node, escaped, relation_graph
from planroom.render.service_map import map_words, service_map
from planroom.render.svg import draw
from planroom.render.table_diagram import er_diagram
from planroom.source.mermaid_text import engine, mermaid_fault

HOSTILE = (
    "<script>alert(1)</script>",
    'a"]; click s0 "javascript:x"',
    "a|b",
    "{{x}}",
    "%%{init: {}}%%",
    "`md`",
    "#quot;",
    "a\\nb",
    "end",
    "x\ny",
    "] --> [",
    "",
    "名前",
)


def system_of(root: Path, services: list[dict[str, Any]], **sections: Any) -> System:
    """The system of a design with these services."""
    folder = root / "specs" / "shop"
    folder.mkdir(parents=True)
    design = {"service_design": {"services": services}, **sections}
    (folder / "design.json").write_text(json.dumps(design), encoding="utf-8")
    return build(load(root)).systems[0]


def test_calls_are_labelled_with_how_and_how_long(tmp_path: Path) -> None:
    call = {"to": "b", "via": "rest", "mode": "sync", "timeout": {"request": "300ms"}}
    later = {"to": "c", "via": "queue", "mode": "async"}
    system = system_of(
        tmp_path,
        [{"service_name": "a", "dependencies": [call, later]}, {"service_name": "b"}, {"service_name": "c"}],
    )
    assert service_map(system, frozenset({"b"}), {"b": "../b/"}).text == (
        "flowchart TB\n"
        '  s0["a"]\n'
        '  s1["b"]\n'
        '  s2["c"]\n'
        '  s0 -->|"REST, 300\u00a0ms"| s1\n'
        '  s0 -.->|"queue"| s2\n'
        "  class s1 bad\n"
        '  click s1 href "../b/"\n'
    )


def test_externals_are_dashed(tmp_path: Path) -> None:
    system = system_of(
        tmp_path,
        [{"service_name": "a", "dependencies": ["bank"]}],
        integration_patterns={"external_apis": [{"name": "bank"}, {"name": "post"}]},
    )
    text = service_map(system).text
    assert '  x0["bank"]\n  x1["post"]\n  s0 --> x0\n  class x0,x1 ext\n' in text


def test_events_go_through_the_broker_that_is_stated(tmp_path: Path) -> None:
    services = [
        {
            "service_name": "a",
            "publishes": [{"event": "one", "channel": "t"}, {"event": "two", "channel": "t"}],
        },
        {"service_name": "b", "consumes": [{"event": "one", "channel": "t"}]},
    ]
    queues = {"message_queues": [{"name": "t", "technology": "Kafka"}]}
    text = service_map(system_of(tmp_path, services, integration_patterns=queues)).text
    assert '  d0[("Kafka")]\n  s0 -.->|"one<br/>two"| d0\n  d0 -.-> s1\n' in text


def test_events_go_through_the_only_stream(tmp_path: Path) -> None:
    stream = {"name": "log", "kind": "stream"}
    services: list[dict[str, Any]] = [
        {"service_name": "a", "publishes": ["one"], "data_stores": [stream]},
        {"service_name": "b", "consumes": ["one"]},
    ]
    text = service_map(system_of(tmp_path, services)).text
    assert '  d0[("log")]\n  s0 -.->|"one"| d0\n  d0 -.-> s1\n' in text


def test_events_without_a_broker_go_straight_and_lonely_ones_are_seen(tmp_path: Path) -> None:
    services: list[dict[str, Any]] = [
        {"service_name": "a", "publishes": ["one", "lost"]},
        {"service_name": "b", "consumes": ["one", "unmade"]},
    ]
    text = service_map(system_of(tmp_path, services)).text
    assert '  s0 -.->|"one"| s1\n' in text
    assert '  e0(["lost"])\n  e1(["unmade"])\n' in text
    assert "  s0 -.-> e0\n  e1 -.-> s1\n" in text


def crowd(root: Path, count: int, owners: int) -> System:
    """A system of many services, each of which calls the next three."""
    return system_of(
        root,
        [
            {
                "service_name": f"n{index}",
                "owner": f"Team {index % owners}",
                "dependencies": [f"n{(index + step) % count}" for step in (1, 2, 3)],
            }
            for index in range(count)
        ],
    )


def test_large_systems_are_drawn_by_owner(tmp_path: Path) -> None:
    drawn = service_map(crowd(tmp_path, 60, 4))
    assert '  o0["Team 0<br/>15 services"]\n' in drawn.text
    assert '  o0 <-->|"30"| o1\n' in drawn.text
    assert drawn.note == (
        "Drawn are the 4 owners of 60 services; the figure is how many calls and events go between them."
    )


def test_large_systems_of_one_owner_show_the_busiest(tmp_path: Path) -> None:
    drawn = service_map(crowd(tmp_path, 60, 1))
    assert drawn.text.count('["n') == 19
    assert drawn.text.count(" --> ") == 48
    assert drawn.note.startswith(
        "Drawn are the 19 with most calls and events, and 48 of 180 calls and events"
    )


def test_a_map_of_many_calls_has_no_labels(tmp_path: Path) -> None:
    services: list[dict[str, Any]] = [
        {
            "service_name": f"n{index}",
            "dependencies": [{"to": f"n{(index + step) % 9}", "via": "rest"} for step in (1, 2, 3)],
        }
        for index in range(9)
    ]
    drawn = service_map(system_of(tmp_path, services))
    assert drawn.note == ""
    assert "REST" not in drawn.text
    assert drawn.text.count(" --> ") == 27


@pytest.mark.skipif(engine() is None, reason="no Mermaid engine for this platform")
@pytest.mark.parametrize(("count", "owners"), [(12, 3), (24, 1), (60, 8), (400, 1), (400, 60)])
def test_maps_of_any_size_are_drawn_and_small(tmp_path: Path, count: int, owners: int) -> None:
    system = crowd(tmp_path, count, owners)
    hrefs = {service.name: f"../{service.name}/" for service in system.services}
    drawing = draw(service_map(system, frozenset(), hrefs).text, "Map", map_words(system))
    assert drawing.fault == ""
    assert len(drawing.svg) < 60_000


def test_words_say_the_same(tmp_path: Path) -> None:
    services = [
        {"service_name": "a", "dependencies": ["b"], "publishes": ["e"]},
        {"service_name": "b", "consumes": ["e"]},
    ]
    assert map_words(system_of(tmp_path, services)) == "a calls b; a publishes e for b."


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_breaks_a_diagram(tmp_path: Path, name: str) -> None:
    services = [
        {
            "service_name": name or " ",
            "owner": name,
            "dependencies": ["b", f"to {name}"],
            "publishes": [f"{name}1"],
        },
        {"service_name": "b", "consumes": [f"{name}1"]},
    ]
    tables: list[dict[str, Any]] = [
        {"name": name, "columns": [{"name": name, "type": name}], "keys": {"primary": [name]}},
        {"name": "t", "keys": {"foreign": [{"columns": [name], "references": {"table": name}}]}},
    ]
    nodes = [Node(name, name, ("now",), f"../{name}"), Node("o", "other")]
    texts = [
        service_map(system_of(tmp_path, services), frozenset({name}), {"b": f"../{name}/"}).text,
        relation_graph(nodes, [Edge(name, "o", name), Edge(name, "gone", name)]),
        er_diagram(tables),
    ]
    for text in texts:
        assert mermaid_fault(text) is None, text
        for label in re.findall(r'"([^"]*)"', re.sub(r"<br/>", "", text)):
            assert not re.search(r"[<>`]|%%", label), label


def test_labels_keep_what_they_say() -> None:
    assert escaped('a "b" <c> & d') == "a ”b” #lt;c#gt; #amp; d"
    assert escaped("x" * 99).endswith("…")
    assert escaped(" \n\t") == "unnamed"


def test_relations_point_from_newer_to_older_and_have_links() -> None:
    nodes = [Node("adr/2.md", "0002 New", ("now",), "../2/"), Node("adr/1.md", "0001 Old", ("old",))]
    assert relation_graph(nodes, [Edge("adr/2.md", "adr/1.md", "supersedes")]) == (
        "flowchart LR\n"
        '  n0["0002 New"]\n'
        '  n1["0001 Old"]\n'
        '  n0 -->|"supersedes"| n1\n'
        "  class n0 now\n"
        "  class n1 old\n"
        '  click n0 href "../2/"\n'
    )


def test_tables_show_keys() -> None:
    tables: list[dict[str, Any]] = [
        {
            "name": "orders",
            "columns": [{"name": "id", "type": "uuid"}, {"name": "at", "type": "timestamp with time zone"}],
            "keys": {"primary": ["id"]},
        },
        {
            "name": "order_items",
            "columns": [{"name": "order_id", "type": "uuid"}, "line_no int"],
            "keys": {
                "primary": ["order_id", "line_no"],
                "foreign": [{"columns": ["order_id"], "references": {"table": "Orders", "columns": ["id"]}}],
            },
        },
    ]
    assert er_diagram(tables) == (
        "erDiagram\n"
        '  t0["orders"] {\n'
        "    uuid id PK\n"
        "    timestamp_with_time_zone at\n"
        "  }\n"
        '  t1["order_items"] {\n'
        "    uuid order_id PK, FK\n"
        "    column line_no PK\n"
        "  }\n"
        '  t1 }o--|| t0 : "order_id"\n'
    )
    assert er_diagram([]) == ""


def test_wide_tables_keep_their_keys() -> None:
    columns = [{"name": f"c{i}"} for i in range(30)]
    text = er_diagram([{"name": "t", "columns": columns, "keys": {"primary": ["c29"]}}])
    assert text.count("    column ") == 12
    assert "column c29 PK" in text


@pytest.mark.skipif(engine() is None, reason="no Mermaid engine for this platform")
def test_drawings_keep_links_and_classes(tmp_path: Path) -> None:
    system = system_of(tmp_path, [{"service_name": "a", "dependencies": ["b"]}, {"service_name": "b"}])
    drawing = draw(service_map(system, frozenset({"a"}), {"b": "../b/"}).text, "Map", "a calls b.")
    assert drawing.fault == ""
    assert '<a href="../b/"' in drawing.svg
    assert '<g class="node bad"' in drawing.svg


@pytest.mark.skipif(engine() is None, reason="no Mermaid engine for this platform")
def test_labels_of_lines_are_not_read_out_where_sentences_say_them() -> None:
    """Between links they would be loose words; a picture as a whole is none of its words anyway."""
    text = 'flowchart LR\n  a -->|waits| b\n  click a href "../a/"\n'
    hidden = 'class="edgeLabels" aria-hidden="true"'
    assert hidden in draw(text, "Map", "a waits for b.").svg
    assert hidden not in draw(text, "Map").svg
    assert hidden not in draw(text.partition("  click")[0], "Map", "a waits for b.").svg
