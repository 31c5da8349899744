"""The feed: what was decided lately, for whoever reads by subscription (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

from planroom.kinds.decision import Status
from planroom.render import address
from planroom.render.decision_events import Event, events
from planroom.render.page import SiteFile, printable
from planroom.render.rendering import Rendering
from planroom.wording import listed

_NEWEST = 50
_ATOM = "http://www.w3.org/2005/Atom"


def files(site: Rendering) -> Iterator[SiteFile]:
    """The feed; none without `site_url`, since its addresses must be whole, nor without any date."""
    found = _told(site)
    if found:
        yield SiteFile(
            address.DECISION_FEED, _feed(site, site.room.settings.site_url.rstrip("/") + "/", found)
        )


def has_feed(site: Rendering) -> bool:
    """Whether the site has a feed."""
    return bool(_told(site))


def _told(site: Rendering) -> list[Event]:
    """What the feed tells of: nothing that is still to come."""
    if not site.room.settings.site_url:
        return []
    return [event for event in events(site) if event.day <= site.today][:_NEWEST]


def _feed(site: Rendering, base: str, found: list[Event]) -> str:
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    home = base + site.addresses.url(address.DECISIONS)
    _add(feed, "title", f"{site.title}: decisions")
    _add(feed, "id", home)
    _add(feed, "link", rel="self", type="application/atom+xml", href=base + address.DECISION_FEED)
    _add(feed, "link", rel="alternate", type="text/html", href=home)
    _add(feed, "updated", max(map(_time, found)))
    _add(_add(feed, "author"), "name", site.title or "Architecture")
    _add(feed, "generator", "planroom")
    for event in found:
        _entry(site, base, feed, event)
    ElementTree.indent(feed)
    text = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _entry(site: Rendering, base: str, feed: ElementTree.Element, event: Event) -> None:
    decision = event.decision
    page = base + site.addresses.url(site.decision_pages[decision.path])
    name = " ".join(part for part in (decision.number, decision.title or decision.label) if part)
    entry = _add(feed, "entry")
    _add(entry, "title", f"{event.word}: {name}")
    # The page's address with what happened: it stays when the text, the day or the order changes.
    _add(entry, "id", f"{page}#{event.word.lower()}" + (f"-{event.turn}" if event.turn > 1 else ""))
    _add(entry, "link", rel="alternate", type="text/html", href=page)
    _add(entry, "updated", _time(event))
    for person in decision.deciders:
        _add(_add(entry, "author"), "name", person)
    for tag in decision.tags:
        _add(entry, "category", term=tag)
    _add(entry, "summary", _summary(site, event))


def _summary(site: Rendering, event: Event) -> str:
    """What happened, in a sentence or two."""
    graph, decision = site.model.decisions, event.decision
    said = [f"Decision {decision.label} is {event.status.value}." if event.status else "It was decided."]
    if event.status is Status.SUPERSEDED and (others := graph.superseded_by(decision)):
        said.append(f"Superseded by {listed([other.label for other in others])}.")
    if event.status is Status.ACCEPTED and (others := graph.supersedes(decision)):
        said.append(f"It supersedes {listed([other.label for other in others])}.")
    if decision.systems:
        said.append(f"Systems: {', '.join(decision.systems)}.")
    return " ".join(said)


def _time(event: Event) -> str:
    """A moment as RFC 3339 has it: that of the commit, else the beginning of the stated day."""
    if event.commit is None:
        return f"{event.day.isoformat()}T00:00:00Z"
    return f"{datetime.fromisoformat(event.commit.time).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, tag, {key: printable(value) for key, value in attributes.items()})
    if text:
        made.text = printable(text)
    return made
