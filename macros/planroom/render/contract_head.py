"""The head of a contract's page: what it is, in which version, who serves it, how callers are let in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape

from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.records import dataclass
from planroom.render.contract_findings import Found
from planroom.render.outside_links import docs, is_web, linked
from planroom.render.rendering import Rendering
from planroom.render.security_words import contract_words, is_open
from planroom.render.texts import Texts
from planroom.render.uses import Uses
from planroom.render.words import first_sentence, is_plain, sentence
from planroom.wording import counted

_FEWEST_FACTS = 3


@dataclass(frozen=True)
class Head:
    """What stands above the operations. `chip` is a word and its kind; `text` what the lede leaves."""

    kind: str
    chip: tuple[str, str]
    lede: Markup
    facts: tuple[tuple[str, Markup], ...]
    text: Markup
    decisions: tuple[Decision, ...]


def head(site: Rendering, contract: Contract, page: str, texts: Texts, found: Found) -> Head:
    """The head of a contract's first page."""
    said, rest = _opening(contract)
    lede = Markup(" ").join(part for part in (escape(said), _in_short(site, contract, page)) if part)
    facts = tuple(_facts(contract, site.contract_places(contract).sections["servers"]))
    return Head(
        _kind(contract),
        _chip(found),
        lede,
        facts if len(facts) >= _FEWEST_FACTS else (),
        texts.block(rest),
        site.model.decisions.binding(contract.path),
    )


def about(contract: Contract) -> str:
    """One sentence about a contract as plain text, `""` where it says nothing plain of itself."""
    return _opening(contract)[0]


def _kind(contract: Contract) -> str:
    version = contract.major_minor or contract.version or "of a version that is not stated"
    return f"Contract, {'Swagger' if contract.version_key == 'swagger' else 'OpenAPI'} {version}"


def _chip(found: Found) -> tuple[str, str]:
    if not found.all:
        return "Valid", "valid"
    return counted(len(found.all), "finding"), "invalid" if found.errors else ""


def _opening(contract: Contract) -> tuple[str, str]:
    """The sentence that the lede starts with, and the description without it."""
    info = contract.value.get("info")
    summary = info.get("summary") if isinstance(info, dict) else None
    if isinstance(summary, str) and summary.strip():
        return _ended(" ".join(summary.split())), contract.description
    text = contract.description.strip()
    said = first_sentence(text, 200)
    if not is_plain(said) or said.endswith("…") or not text.startswith(said):
        return "", text
    return _ended(said), text[len(said) :].strip()


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else text + "."


def _in_short(site: Rendering, contract: Contract, page: str) -> Markup:
    """`Version 1.4.0. Served by order-service under /api/v1; OAuth 2.0.`"""
    services = site.model.services_of(contract)
    bases = [base for base in contract.base_paths if base]
    under = Markup(" or ").join(Markup("<code>{}</code>").format(base) for base in bases[:3])
    served = Markup()
    if services:
        served = Markup("Served by {}").format(Uses(site).served_by(page, services))
        served += Markup(" under {}").format(under) if bases else Markup()
    elif bases:
        served = Markup("Served under {}").format(under)
    let_in = contract_words(contract)
    if not let_in and contract.operations and all(is_open(item) for item in contract.operations):
        let_in = "no authentication stated"
    parts = [part for part in (served, escape(let_in)) if part]
    version = (
        Markup("Version {}.").format(contract.api_version)
        if contract.api_version
        else Markup("Version not stated.")
    )
    if not parts:
        return version
    first = parts[0] if served else escape(sentence(let_in))
    return Markup("{} {}.").format(version, Markup("; ").join([first, *parts[1:]]))


def _facts(contract: Contract, anchor: str) -> Iterator[tuple[str, Markup]]:
    info = contract.value.get("info")
    held: dict[str, Any] = info if isinstance(info, dict) else {}
    count = len(contract.operations)
    retired = sum(1 for item in contract.operations if item.deprecated)
    more = f", {retired:,} deprecated" if retired else ""
    yield "Operations", Markup("<b>{}</b>{}").format(f"{count:,}", more)
    if contract.servers:
        first = contract.servers[0]
        rest = len(contract.servers) - 1
        others = Markup(' and <a href="#{}">{}</a>').format(anchor, counted(rest, "other")) if rest else ""
        yield "Server", Markup("<code>{}</code>{}").format(first, others)
    contact = linked(held.get("contact"), "name", "url")
    if contact:
        yield "Contact", contact
    licence = linked(held.get("license"), "name", "url")
    if licence:
        yield "Licence", licence
    terms = held.get("termsOfService")
    if isinstance(terms, str) and is_web(terms):
        yield "Terms", Markup('<a href="{}">Terms of service</a>').format(terms)
    more = docs(contract.value.get("externalDocs"))
    if more:
        yield "More", more
