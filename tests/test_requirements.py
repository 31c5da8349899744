"""Every line that was asked of the product has a place, and what stands there speaks of it.

`requirements.yaml` names the place of each line and the words that must be found there. A place is a page
(with an anchor, or whole), a check, a key of the design's schema, a checklist or a question of it, a request
and where it is routed, a tier or a topic of routing, a step of the workflow, a part of what is handed over, a
principle, a decision, or a command.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from own_room import own_room
from planroom.checks import REGISTRY, page_body, run
from planroom.cli import program
from planroom.gates import principles, profiles, shipped_checklists
from planroom.guidance.routing import route, routing
from planroom.guidance.workflow import steps
from planroom.kinds.checklist import Item
from planroom.kinds.design_schema import design_schema
from planroom.kinds.words import Words
from planroom.model import build
from planroom.render import Rendering, SitePage
from planroom.render.page import Heading

ROOT = Path(__file__).resolve().parent.parent
LATER = 8
"""How many lines wait for something that the product does not do yet; they may only become fewer."""

# How many lines there are, by source and kind; each kind is numbered from 001.
LINES = {
    "s000": {"trait": 1, "wf": 24, "cmd": 4, "bp": 7, "of": 119},
    "s001": {"trait": 3, "route": 5, "tool": 9, "wf": 24, "cmd": 1, "bp": 6, "of": 119},
    "s002": {"trait": 3, "anti": 1, "ex": 2, "route": 2, "cap": 24, "wf": 6, "of": 23, "bp": 3},
    "s003": {
        "trait": 28,
        "route": 47,
        "met": 29,
        "chk": 10,
        "gate": 11,
        "deleg": 15,
        "prin": 14,
        "q": 55,
        "anti": 20,
        "cap": 155,
        "wf": 17,
        "prompt": 12,
        "of": 21,
        "ex": 37,
        "deliv": 13,
    },
    "s004": {"trait": 2, "route": 1, "prin": 6, "cap": 7, "wf": 5, "deliv": 5, "bp": 1},
}
CONFLICTS = 24
"""Points on which the sources contradict each other: each is told with what holds instead."""
Row = dict[str, Any]


@cache
def rows() -> dict[str, Row]:
    """The place of every line, by its id."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Row] = yaml.load((ROOT / "tests" / "requirements.yaml").read_text("utf-8"), loader)
    return found


# What stands at a place


def plain(markup: str) -> str:
    """The words of a stretch of HTML."""
    shown = re.sub(r"<(script|style)\b.*?</\1>|<wbr>", "", markup, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", shown))


def everything(words: Words) -> str:
    return " ".join(words.texts.values())


@cache
def made() -> dict[str, SitePage]:
    """The pages that lines live on."""
    room = own_room()
    site = Rendering(run(room, build(room), only=frozenset()))
    kinds = {at.partition("#")[0].split("/")[0] for row in rows().values() for at in listed(row.get("page"))}
    modules = {
        "systems": ("system_page", "service_page", "contract_page"),
        "reference": ("format_page",),
        "patterns": ("pattern_pages",),
        "runbooks": ("runbook_pages",),
    }
    names = [name for kind in sorted(kinds) for name in modules.get(kind, ())] + ["guides"]
    makers = [import_module(f"planroom.render.{name}").pages for name in names]
    return {page.path.removesuffix(".md"): page for make in makers for page in make(site)}


@cache
def on_page(at: str) -> str:
    """What a page says, or what it says from an anchor to the next."""
    path, _, anchor = at.partition("#")
    blocks = made()[path].blocks
    if not anchor:
        return " ".join(plain(block.text) for block in blocks)
    for number, block in enumerate(blocks):
        if isinstance(block, Heading) and block.anchor == anchor:
            level = block.level
            after = blocks[number + 1 :]
            stop = next((n for n, b in enumerate(after) if isinstance(b, Heading) and b.level <= level), None)
            return " ".join(plain(each.text) for each in (block, *after[:stop]))
        if not isinstance(block, Heading) and f'id="{anchor}"' in block.text:
            opened = block.text.index(">", block.text.index(f'id="{anchor}"')) + 1
            return plain(re.split(r'<\w+ [^>]*id="', block.text[opened:])[0])
    raise KeyError(at)


def of_item(item: Item) -> str:
    words = [item.question, item.why, item.evidence, item.remedy]
    measure = item.measure
    figure = f"{measure.target} {measure.op} {measure.value:g} {measure.unit}" if measure else ""
    return " ".join([*map(everything, words), figure, *item.checks, *item.stated, *item.needs])


@cache
def items() -> dict[str, Item]:
    return {item.id: item for each in shipped_checklists() for item in each.items}


def on_list(name: str) -> str:
    """A checklist's own text and how many questions it asks."""
    found = next(each for each in shipped_checklists() if each.id == name)
    return f"{everything(found.title)} {everything(found.text)} {len(found.items)} questions"


def in_part(name: str) -> str:
    """A part of what is handed over, or a whole form of it with the number of its parts."""
    for each in profiles():
        if each.id == name:
            return f"{everything(each.title)} {everything(each.text)} {len(each.parts)} parts"
        for part in each.parts:
            if part.id == name:
                return of_item(part)
    raise KeyError(name)


def in_step(name: str) -> str:
    """A step of the workflow, with the steps of other workflows that it holds, as in `five 1`."""
    step = next(step for step in steps() if step.id == name)
    held = [f"{other} {number}" for other, numbers in step.mapping.items() for number in numbers]
    return " ".join([*map(everything, (step.title, step.text, step.do)), *held, f"step {step.number}"])


def in_check(code: str) -> str:
    return f"{REGISTRY[code].name} {REGISTRY[code].rule} {page_body(code)}"


def _spread(node: Row) -> Iterator[Row]:
    """A node of the schema and everything that it may be."""
    yield node
    if "$ref" in node:
        target: Any = design_schema()
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        yield from _spread(target)
    for each in ("oneOf", "anyOf", "allOf"):
        for other in node.get(each, ()):
            yield from _spread(other)


def in_schema(pointer: str) -> str:
    """What the schema of a design says of a key; `*` stands for an entry of a list or a table."""
    nodes = list(_spread(design_schema()))
    for key in pointer.strip("/").split("/"):
        below = [
            node.get("items", node.get("additionalProperties"))
            if key == "*"
            else node.get("properties", {}).get(key)
            for node in nodes
        ]
        nodes = [each for node in below if isinstance(node, dict) for each in _spread(node)]
        assert nodes, f"no {key} in the schema at {pointer}"
    said: list[str] = []
    for node in nodes:
        said += [node.get("title", ""), node.get("description", ""), *map(str, node.get("enum", ()))]
        said += [*map(json.dumps, node.get("examples", ())), *node.get("properties", ())]
        said += map(str, node.get("items", {}).get("enum", ()))
    return " ".join(said)


def by_route(text: str) -> str:
    """Where a request goes, and how hard it is."""
    found = route(text)
    action = f"delegate to {found.delegate_to}" if found.delegate_to else "use the architect"
    return f"{found.tier.id} {found.tier.model_hint} {action} for {found.topic.id}"


def in_tier(name: str) -> str:
    tier = next(tier for tier in routing().tiers if tier.id == name)
    return (
        f"{tier.model_hint} {tier.latency_target_ms} ms {len(tier.phrases)} phrases {' '.join(tier.phrases)}"
    )


def in_topic(name: str) -> str:
    topic = next(topic for topic in (*routing().topics, routing().otherwise) if topic.id == name)
    words = [everything(topic.title), everything(topic.text), *topic.phrases, topic.to, *topic.aliases]
    return " ".join(words)


def in_principle(name: str) -> str:
    found = next(each for each in principles() if each.id == name)
    return f"{everything(found.title)} {everything(found.text)} target {found.target or 0:g} %"


def in_command(verb: str) -> str:
    context = click.Context(program)
    command = program.get_command(context, verb)  # type: ignore[attr-defined]
    return str(command.get_help(click.Context(command, context, verb)))


def in_decision(number: str) -> str:
    (file,) = (ROOT / "adr").glob(f"{number}-*.md")
    return file.read_text("utf-8")


PLACES: dict[str, Callable[[str], str]] = {
    "page": on_page,
    "check": in_check,
    "schema": in_schema,
    "item": lambda name: of_item(items()[name]),
    "checklist": on_list,
    "route": by_route,
    "tier": in_tier,
    "topic": in_topic,
    "step": in_step,
    "part": in_part,
    "principle": in_principle,
    "command": in_command,
    "decision": in_decision,
}


def listed(value: Any) -> list[str]:
    return [] if value is None else [str(each) for each in value] if isinstance(value, list) else [str(value)]


def folded(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").casefold().split())


def begins_in(phrase: str, said: str) -> bool:
    """Whether a phrase stands in a text and begins a word of it: `art` is not said by `part`."""
    return len(phrase) > 1 and re.search(rf"(?<!\w){re.escape(phrase)}", said) is not None


def lacking(row: Row) -> str:
    """Why a line is not where it is said to be; empty where it is."""
    kinds = [kind for kind in row if kind in PLACES]
    if not kinds or set(row) - set(PLACES) - {"phrase"}:
        return f"no place: {row}"
    try:
        said = folded(" ".join(PLACES[kind](at) for kind in kinds for at in listed(row[kind])))
    except (KeyError, StopIteration, AssertionError, AttributeError, ValueError) as gone:
        return f"{row}: there is no {gone}"
    absent = [phrase for phrase in listed(row.get("phrase")) if not begins_in(folded(phrase), said)]
    return f"{row}: {absent} is not said" if absent or not row.get("phrase") else ""


def expected() -> Iterator[str]:
    for source, kinds in LINES.items():
        for kind, count in kinds.items():
            yield from (f"{source}-{kind}-{number:03}" for number in range(1, count + 1))
    yield from (f"conflict-{number:03}" for number in range(1, CONFLICTS + 1))


def test_no_line_is_dropped() -> None:
    assert sum(sum(kinds.values()) for kinds in LINES.values()) == 897
    assert sorted(rows()) == sorted(expected())


def test_every_line_is_where_it_is_said_to_be() -> None:
    there = {name: row for name, row in rows().items() if "later" not in row}
    found = {name: lacking(row) for name, row in there.items()}
    assert {name: why for name, why in found.items() if why} == {}


def test_few_lines_wait_and_each_for_something_named() -> None:
    waiting = {name: row["later"] for name, row in rows().items() if "later" in row}
    assert len(waiting) <= LATER
    assert set(waiting.values()) <= {
        "export to agents",
        "a server for agents",
        "imports",
        "the second examples",
    }


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"page": "guidance/role#nowhere", "phrase": "architect"}, "there is no"),
        ({"page": "guidance/nowhere", "phrase": "architect"}, "there is no"),
        ({"check": "DSN999", "phrase": "call"}, "there is no"),
        ({"schema": "/service_design/servises", "phrase": "service"}, "there is no"),
        ({"item": "no-such-item", "phrase": "retries"}, "there is no"),
        ({"command": "nothing", "phrase": "check"}, "there is no"),
        ({"item": "retries-back-off", "phrase": "elephants"}, "is not said"),
        ({"item": "retries-back-off", "phrase": "etries"}, "is not said"),
        ({"route": "rest endpoint", "phrase": "complex"}, "is not said"),
        ({"item": "retries-back-off"}, "is not said"),
        ({"phrase": "retries"}, "no place"),
    ],
)
def test_a_place_that_is_gone_is_found(row: Row, why: str) -> None:
    assert why in lacking(row)
