"""Other ways in which people write a design down, brought into the shape of the format.

Nothing is changed silently: each rule that did something leaves one note.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from planroom.diagnostics import Finding, Origin
from planroom.kinds.design_keys import mend_keys, mend_sections, snake_case
from planroom.kinds.design_schema import FREE, design_schema, known_keys, resolved, sections
from planroom.kinds.design_services import SERVICE_KEYS, reshape_service
from planroom.kinds.design_tree import Node, Places, harvest, plant
from planroom.kinds.design_values import mend_shapes, mend_values
from planroom.records import dataclass

_SECTION_ALIASES = {
    "services_design": "service_design",
    "service_architecture": "service_design",
    "architecture": "architecture_overview",
    "api_design": "api_specification",
    "api_specifications": "api_specification",
    "deployment": "deployment_strategy",
    "testing": "testing_strategy",
    "security": "security_architecture",
    "tradeoffs": "trade_offs",
}

_GATHERED = frozenset(("services", "service_boundaries", "communication_patterns"))
"""Parts of `service_design` that people put at the top level."""

_BY_NAME = (
    "services",
    "service_boundaries",
    "dependencies",
    "data_stores",
    "api_endpoints",
    "limits_per_tier",
    "links",
)
"""Where a mapping's keys are names that people chose, not keys of the format."""


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A key that is read as the one it is most like."""

    key: str
    meant: str
    origin: Origin


@dataclass
class Notes:
    """What the rules did: the first place of each kind of change, and how often it was made."""

    made: dict[str, tuple[Origin, int]] = field(default_factory=dict)
    misspelt: list[Misspelt] = field(default_factory=list)

    def add(self, message: str, origin: Origin) -> None:
        """Note one change."""
        first, times = self.made.get(message, (origin, 0))
        self.made[message] = (first, times + 1)

    def mark(self, key: str, meant: str, held: Node) -> None:
        """Note one misspelt key."""
        self.misspelt.append(Misspelt(key, meant, held.origin.key()))

    def findings(self) -> tuple[Finding, ...]:
        """One finding for each kind of change."""
        return tuple(
            Finding(
                message + (f" ({times} times)" if times > 1 else ""),
                origin.key(),
                "write it as the format has it; `planroom explain DSN004` shows how",
            )
            for message, (origin, times) in self.made.items()
        )


def reshape(value: dict[str, Any], origin: Origin) -> tuple[dict[str, Any], Places, Notes]:
    """A design's value in the shape of the format, where its parts stand, and what was done to it."""
    notes = Notes()
    tree = plant(value, origin)
    _snake_case(tree, notes)
    _rename_sections(tree, notes)
    mend_sections(tree, notes.mark, _GATHERED)
    _gather_services(tree, notes)
    mend_keys(tree, notes, notes.mark)
    for service in _services(tree):
        reshape_service(service, notes)
    mend_shapes(tree, notes)
    mend_keys(tree, notes, notes.mark)
    mend_values(tree, notes)
    _structure_texts(tree, design_schema(), notes)
    _technology_list(tree, notes)
    document, places = harvest(tree)
    return document, places, notes


def _snake_case(node: Node, notes: Notes) -> None:
    """Turn camelCase keys into known snake_case ones, in place; data in examples stays."""
    if isinstance(node.value, list):
        for item in node.value:
            _snake_case(item, notes)
    if not isinstance(node.value, dict):
        return
    renamed: dict[str, Node] = {}
    for key, item in node.value.items():
        snake = snake_case(key)
        known = snake in known_keys() or snake in _SECTION_ALIASES or snake in SERVICE_KEYS
        if snake != key and known and snake not in node.value:
            notes.add("a key is written in another case than the format's snake_case", item.origin)
            renamed[snake] = item
        else:
            renamed[key] = item
        if snake in _BY_NAME and isinstance(item.value, dict):
            for entry in item.value.values():
                _snake_case(entry, notes)
        elif snake not in FREE and not key.startswith("x-"):
            _snake_case(item, notes)
    node.value = renamed


def _rename_sections(tree: Node, notes: Notes) -> None:
    for alias, name in _SECTION_ALIASES.items():
        if alias in tree.value and name not in tree.value:
            notes.add(f"`{alias}` is read as `{name}`", tree.value[alias].origin)
            tree.value[name] = tree.value.pop(alias)


def _gather_services(tree: Node, notes: Notes) -> None:
    """Bring services and boundaries from the top level, and from maps, into `service_design.services`."""
    section = tree.value.get("service_design")
    if section is not None and isinstance(section.value, list):
        notes.add("`service_design` is a list, read as its `services`", section.origin)
        section = Node({"services": section}, section.origin)
        tree.value["service_design"] = section
    moving = [key for key in tree.value if key in _GATHERED]
    if moving:
        if section is None or not isinstance(section.value, dict):
            text = {} if section is None else {"note": section}
            section = Node(text, section.origin if section is not None else tree.origin)
        for key in moving:
            if key not in section.value:
                item = tree.value.pop(key)
                notes.add(f"`{key}` stands at the top level, read as part of `service_design`", item.origin)
                section.value[key] = item
        tree.value["service_design"] = section
    if section is not None and isinstance(section.value, dict):
        _boundaries_as_services(section, notes)
        _map_as_list(section, "services", "service_name", notes)


def _boundaries_as_services(section: Node, notes: Notes) -> None:
    """Boundaries that list the services with what they are for are the services, if nothing else is."""
    boundaries = section.value.get("service_boundaries")
    if "services" in section.value or boundaries is None:
        return
    entries = boundaries.value.values() if isinstance(boundaries.value, dict) else boundaries.value
    if not isinstance(boundaries.value, dict | list) or not boundaries.value:
        return
    if all(isinstance(entry.value, dict) and set(entry.value) & SERVICE_KEYS for entry in entries):
        notes.add("`service_boundaries` lists the services, read as `services`", boundaries.origin)
        section.value["services"] = section.value.pop("service_boundaries")


def _map_as_list(section: Node, key: str, name: str, notes: Notes) -> None:
    """A mapping from name to structure as a list of structures that have their name inside."""
    node = section.value.get(key)
    if node is None or not isinstance(node.value, dict):
        return
    notes.add(f"`{key}` is a mapping from name to structure, read as a list", node.origin)
    node.value = [_named(entry_name, entry, name) for entry_name, entry in node.value.items()]


def _named(entry_name: str, entry: Node, name: str) -> Node:
    label = Node(entry_name, entry.origin.key())
    if isinstance(entry.value, dict):
        return Node({name: label, **{k: v for k, v in entry.value.items() if k != name}}, entry.origin)
    if entry.value is None:
        return Node({name: label}, entry.origin)
    return Node({name: label, "domain_responsibility": Node(entry.value, entry.origin)}, entry.origin)


def _structure_texts(node: Node, schema: dict[str, Any], notes: Notes) -> None:
    """A text where only a structure will do becomes that structure's note."""
    for key in sections() if schema is design_schema() else tuple(node.value):
        child = node.get(key)
        part = resolved(schema.get("properties", {}).get(key))
        if child is None or part.get("type") != "object":
            continue
        if (
            isinstance(child.value, list)
            and child.value
            and all(isinstance(i.value, str) for i in child.value)
        ):
            child.value = "\n".join(item.value for item in child.value)
        if isinstance(child.value, str):
            notes.add("a text stands where the format has a structure, read as its note", child.origin)
            node.value[key] = Node({"note": Node(child.value, child.origin)}, child.origin)
        elif isinstance(child.value, dict):
            _structure_texts(child, part, notes)


def _technology_list(tree: Node, notes: Notes) -> None:
    """A technology stack by area as a list of choices."""
    overview = tree.get("architecture_overview")
    stack = overview.get("technology_stack") if overview is not None else None
    if stack is None or not isinstance(stack.value, dict):
        return
    notes.add("`technology_stack` is a mapping, read as a list of choices", stack.origin)
    made = []
    for area, choice in stack.value.items():
        label = Node(area, choice.origin.key())
        if isinstance(choice.value, dict) and "choice" in choice.value:
            made.append(Node({"area": label, **choice.value}, choice.origin))
        elif isinstance(choice.value, str):
            made.append(Node({"area": label, "choice": Node(choice.value, choice.origin)}, choice.origin))
        elif isinstance(choice.value, list) and all(isinstance(item.value, str) for item in choice.value):
            made += [Node({"area": label, "choice": Node(i.value, i.origin)}, i.origin) for i in choice.value]
        else:
            made.append(Node({"area": label, "note": Node(str(choice.plain), choice.origin)}, choice.origin))
    stack.value = made


def _services(tree: Node) -> list[Node]:
    section = tree.get("service_design")
    services = section.get("services") if section is not None else None
    return services.value if services is not None and isinstance(services.value, list) else []
