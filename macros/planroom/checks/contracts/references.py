"""API003 to API010: where the references of a contract lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from planroom.checks.check import Scope
from planroom.checks.contracts.rule import Fact, contract_check, gathered
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.anatomy import NAMES, RefUse
from planroom.kinds.contract import Contract
from planroom.kinds.refs import Answer, Dangling, Remote, Resolved
from planroom.wording import nearest, quote, quoted

_NOTES = ("summary", "description")
_HARMLESS = frozenset((*_NOTES, "title", "example", "examples", "deprecated", "externalDocs"))


def _article(kind: str) -> str:
    name = NAMES.get(kind, kind.lower())
    return f"an {name}" if name[0] in "aeio" else f"a {name}"


@contract_check("API003", Severity.ERROR)
def dangling_ref(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every reference leads to something that exists."""
    for ref in contract.anatomy.refs:
        answer = ref.answer
        if isinstance(answer, Dangling) and answer.missing in ("file", "value"):
            say = f"{quote(ref.text)} {answer.reason}"
            yield Finding(say, ref.origin.at("$ref"), _mend(contract, ref))


def _mend(contract: Contract, ref: RefUse) -> str:
    before, _, name = ref.text.rpartition("/")
    if ref.text.startswith("#/") and before in ("#/components/schemas", "#/definitions"):
        right = "#/definitions" if contract.version_key == "swagger" else "#/components/schemas"
        if before != right and name in contract.schemas:
            return f"write {quote(right + '/' + name)}"
        near = nearest(name, contract.schemas)
        if near:
            return f"write {quote(right + '/' + near)}"
    return _mended_fragment(contract, ref) or "add what it names, or mend the reference"


def _mended_fragment(contract: Contract, ref: RefUse) -> str:
    """How to write a reference whose fragment lacks its `/`, or has one too many."""
    file, sign, fragment = ref.text.partition("#")
    right = f"{file}#/{fragment}" if fragment.strip("/") else file
    if not sign or not right or right == ref.text or fragment[:1] == "/" != fragment:
        return ""
    leads = isinstance(contract.documents.resolve(ref.origin.path, right, ref.origin.pointer), Resolved)
    return f"write {quote(right)}" if leads else ""


@contract_check("API004", Severity.WARNING)
def ref_outside_room(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A reference stays inside the repository, where it can be followed and checked."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for ref in contract.anatomy.refs:
        if isinstance(ref.answer, Dangling) and ref.answer.missing == "room":
            found[ref.answer.reason].append((ref.text, ref.origin.at("$ref")))
    for reason, facts in found.items():
        yield from gathered(
            facts,
            ("reference", "references"),
            f"{{name}} {reason}",
            f"each of {{count}} {reason}: {{names}}",
            "copy the file into this repository and refer to it by a relative path",
        )


@contract_check("API005", Severity.ERROR)
def ref_to_wrong_kind(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A reference leads to the kind of object that belongs where it stands."""
    kinds = contract.anatomy.kinds
    for ref in contract.anatomy.refs:
        if not isinstance(ref.answer, Resolved):
            continue
        there = ref.answer.origin
        kind = kinds.get((there.path, there.pointer), ref.kind)
        if kind != ref.kind:
            say = f"{quote(ref.text)} is {_article(kind)}, where {_article(ref.kind)} belongs"
            hint = f"refer to {_article(ref.kind)}"
            yield Finding(say, ref.origin.at("$ref"), hint, (Related("it is this", there),))
        elif not isinstance(ref.answer.value, (dict, bool)):
            say = f"{quote(ref.text)} is no object, where {_article(ref.kind)} belongs"
            yield Finding(say, ref.origin.at("$ref"), f"refer to {_article(ref.kind)}")


@contract_check("API006", Severity.ERROR)
def ref_loop(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A chain of references ends somewhere."""
    for ref in contract.anatomy.refs:
        if _is_in_loop(contract, ref):
            say = f"{quote(ref.text)} leads back to itself and to nothing else"
            yield Finding(say, ref.origin.at("$ref"), "let one of the chain hold the object itself")


def _is_in_loop(contract: Contract, ref: RefUse) -> bool:
    """Whether the chain that begins here comes back here; what only leads into a loop is not at fault."""
    passed: set[Origin] = set()
    answer: Answer = ref.answer
    while isinstance(answer, Resolved) and answer.origin not in passed:
        if answer.origin == ref.origin:
            return True
        passed.add(answer.origin)
        held = answer.value.get("$ref") if isinstance(answer.value, dict) else None
        if not isinstance(held, str):
            return False
        answer = contract.documents.resolve(answer.origin.path, held, answer.origin.pointer)
    return False


@contract_check("API007", Severity.INFO)
def ignored_beside_ref(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Nothing stands beside a `$ref` that tools would ignore."""
    newer = contract.major_minor in ("3.1", "3.2")
    # What is lost without harm is told once; the rest once for each set of keys.
    found: dict[tuple[str, ...], list[tuple[RefUse, list[str]]]] = defaultdict(list)
    for ref in contract.anatomy.refs:
        if len(ref.value) == 1 or ref.kind == "PathItem" or ref.misplaced or (newer and ref.kind == "Schema"):
            continue
        allowed = ("$ref", *_NOTES) if newer else ("$ref",)
        beside = [key for key in ref.value if key not in allowed and not key.startswith("x-")]
        if beside:
            risky = tuple(sorted(key for key in beside if key not in _HARMLESS))
            found[risky].append((ref, list(risky) or beside))
    for risky, refs in found.items():
        yield from _ignored(refs, Severity.WARNING if risky else Severity.INFO)


def _ignored(refs: list[tuple[RefUse, list[str]]], severity: Severity) -> Iterator[Finding]:
    keys = sorted({key for _, beside in refs for key in beside})
    said = f"{quoted(keys)} beside".replace("{", "{{").replace("}", "}}")
    are = "is" if len(keys) == 1 else "are"
    kinds = {ref.kind == "Schema" for ref, _ in refs}
    ways = ("wrap the reference in `allOf`", True), ("move it to where the reference leads", False)
    return gathered(
        ((ref.text, ref.origin.at(min(beside)).key()) for ref, beside in refs),
        ("reference", "references"),
        f"{said} the reference {{name}} {are} ignored",
        f"{said} {{count}} {are} ignored: {{names}}",
        ", or ".join(way for way, schema in ways if schema in kinds),
        severity,
    )


@contract_check("API008", Severity.INFO)
def unfollowed_ref(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A reference to another host is not followed, so what it says is not checked."""
    for ref in contract.anatomy.refs:
        if isinstance(ref.answer, Remote):
            say = f"{quote(ref.text)} lies outside this repository and is not followed"
            hint = "keep a copy in the repository to have it checked"
            yield Finding(say, ref.origin.at("$ref"), hint)


@contract_check("API009", Severity.WARNING)
def misplaced_ref(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A reference stands only where OpenAPI has one; elsewhere not every tool follows it."""
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for ref in contract.anatomy.refs:
        if ref.misplaced or (ref.kind == "Media" and contract.major_minor in ("3.0", "3.1")):
            found[ref.origin.path, ref.kind].append((ref.text, ref.origin.at("$ref")))
    for (_, kind), facts in found.items():
        place = f"in place of {_article(kind)}, which OpenAPI {contract.major_minor} does not have"
        yield from gathered(
            facts,
            ("reference", "references"),
            f"{{name}} is a reference {place}",
            f"{{count}} {place}: {{names}}",
            "refer to the whole path item" if kind == "Operation" else "write the object itself",
        )


@contract_check("API010", Severity.WARNING)
def dangling_mapping(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every target of a discriminator's mapping is a schema that exists."""
    for node in contract.anatomy.holding("discriminator"):
        held = node.value["discriminator"]
        mapping = held.get("mapping") if isinstance(held, dict) else None
        for key, target in mapping.items() if isinstance(mapping, dict) else ():
            place = node.origin.at("discriminator", "mapping", key)
            if isinstance(target, str) and not _is_schema(contract, target, place):
                near = nearest(target, contract.schemas)
                hint = f"write {quote(near)}" if near else "add the schema, or mend the mapping"
                yield Finding(f"{quote(target)} names no schema", place, hint)


def _is_schema(contract: Contract, target: str, place: Origin) -> bool:
    if target in contract.schemas:
        return True
    return not isinstance(contract.documents.resolve(place.path, target, place.pointer), Dangling)
