"""What guides show that is made from data: one function for each call, listed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from markupsafe import Markup, escape

from planroom.checks import REGISTRY
from planroom.gates import Principle, principles, profiles, shipped_checklists
from planroom.guidance.capabilities import areas
from planroom.guidance.examples import examples
from planroom.guidance.patterns import named_patterns
from planroom.guidance.routing import routing
from planroom.guidance.workflow import steps
from planroom.kinds.checklist import Item
from planroom.records import dataclass
from planroom.render import address, check_pages
from planroom.render.guides import addresses
from planroom.render.guides.reading import guides
from planroom.render.guides.words import GROUPS, say
from planroom.render.inline import inline_code
from planroom.render.prose import highlighted
from planroom.render.rendering import Rendering
from planroom.wording import within_sentence

Row = tuple[object, ...]


@dataclass(frozen=True)
class Place:
    """The page that something is made for."""

    site: Rendering
    page: str
    language: str

    def say(self, key: str) -> str:
        """A word in the page's language."""
        return say(key, self.language)

    def href(self, target: str, anchor: str = "") -> str:
        """An address as seen from the page."""
        return self.site.addresses.href(self.page, target, anchor)

    def table(self, caption: str, heads: tuple[tuple[str, str], ...], rows: list[Row]) -> Markup:
        """A table that folds on phones; the first cell of a row is its head."""
        return self.site.html("guide_table.html.jinja", self.page, caption=caption, heads=heads, rows=rows)

    def english(self, text: str) -> str:
        """A text that is there in English only."""
        return text if self.language == "en" else Markup('<span lang="en">{}</span>').format(text)

    def check(self, code: str) -> Markup:
        """A link to a check."""
        link = Markup('<a href="{}"><span class="pr-no">{}</span> {}</a>')
        return link.format(self.href(address.of_check(code)), code, REGISTRY[code].name)


def checks(place: Place, *codes: str) -> Markup:
    """A table of checks, with how often each finds something now."""
    counts = check_pages.counts(place.site)
    rows: list[Row] = []
    for code in codes:
        check = REGISTRY[code]
        severity = Markup('<span class="pr-sev pr-sev--{}">{}</span>').format(
            check.severity.value, place.say(check.severity.value)
        )
        found = counts[code] or place.say("none")
        rows.append((place.check(code), severity, place.english(inline_code(check.rule)), found))
    heads = (
        (place.say("check"), ""),
        (place.say("severity"), ""),
        (place.say("rule"), "pr-wide"),
        (place.say("found"), "pr-num"),
    )
    return place.table(place.say("check"), heads, rows)


def checklist(place: Place, name: str) -> Markup:
    """The questions of a checklist, why each is asked and what to do, and what it is judged by."""
    found = next(each for each in shipped_checklists() if each.id == name)
    rows: list[Row] = [
        (
            Markup('<span id="{}">{}</span>').format(item.id, inline_code(item.question.of(place.language))),
            _with(item.why.of(place.language), item.remedy.of(place.language)),
            judged_by(place, item) + _small(item.evidence.of(place.language)),
        )
        for item in found.items
    ]
    heads = ((place.say("question"), ""), (place.say("why"), "pr-wide"), (place.say("judged_by"), "pr-wide"))
    return place.table(found.title.of(place.language), heads, rows)


def _with(text: str, more: str) -> Markup:
    return inline_code(text) + _small(more)


def _small(text: str) -> Markup:
    """What follows a text in a cell, in smaller letters; nothing where there is none."""
    return Markup(' <span class="pr-small">{}</span>').format(inline_code(text)) if text else Markup()


def judged_by(place: Place, item: Item) -> Markup:
    """What decides a question: checks, the design itself, a person."""
    found: list[Markup | str] = [
        Markup('<a href="{}">{}</a>').format(place.href(address.of_check(code)), code) for code in item.checks
    ]
    if item.stated or item.needs or item.measure:
        found.append(escape(place.say("the_design")))
    if item.ask:
        found.append(escape(place.say("a_person")))
    return Markup(", ").join(found)


def targets(place: Place) -> Markup:
    """The principles with what each asks and its target."""
    rows: list[Row] = [
        (each.title.of(place.language), each.text.of(place.language), _target(place, each))
        for each in principles()
    ]
    heads = ((place.say("principle"), ""), (place.say("asks"), "pr-wide"), (place.say("target"), "pr-num"))
    return place.table(place.say("principle"), heads, rows)


def _target(place: Place, principle: Principle) -> str:
    return f"{principle.target:g}\u00a0%" if principle.target is not None else place.say("not_judged")


def tiers(place: Place) -> Markup:
    """How hard requests are: the tiers with their phrases, models and latency targets."""
    rows: list[Row] = [
        (
            tier.title.of(place.language),
            place.english(", ".join(tier.phrases)),
            tier.model_hint,
            f"{tier.latency_target_ms:,}\u00a0ms".replace(",", "." if place.language == "it" else ","),
        )
        for tier in routing().tiers
    ]
    heads = (
        (place.say("tier"), ""),
        (place.say("phrases"), "pr-wide"),
        (place.say("model"), ""),
        (place.say("answer_within"), "pr-num"),
    )
    return place.table(place.say("tier"), heads, rows)


def used_for(place: Place) -> Markup:
    """What the architect is asked for."""
    return _topics(place, "")


def delegated(place: Place) -> Markup:
    """What goes to somebody else, and to whom."""
    return _topics(place, "to")


def _topics(place: Place, to: str) -> Markup:
    rows: list[Row] = []
    for topic in routing().topics:
        if bool(topic.to) is not bool(to):
            continue
        also = f" ({place.say('also')} {', '.join(topic.aliases)})" if topic.aliases else ""
        rows.append(
            (
                topic.title.of(place.language),
                topic.text.of(place.language),
                f"{topic.to}{also}" if topic.to else place.say("architect"),
            )
        )
    heads = ((place.say("work"), ""), (place.say("what"), "pr-wide"), (place.say("who"), ""))
    return place.table(place.say("work"), heads, rows)


def workflow(place: Place) -> Markup:
    """The ten steps: what each is about and what does it."""
    rows: list[Row] = [
        (
            Markup('<span id="step-{}">{}. {}</span>').format(
                step.number, step.number, step.title.of(place.language)
            ),
            inline_code(step.text.of(place.language)),
            inline_code(step.do.of(place.language)) + Markup(" ") + _lead(place, step.guide),
        )
        for step in steps()
    ]
    heads = ((place.say("step"), ""), (place.say("what"), "pr-wide"), (place.say("does_it"), "pr-wide"))
    return place.table(place.say("step"), heads, rows)


def mapping(place: Place, *names: str) -> Markup:
    """Which of the ten steps holds which steps of other workflows; a name and its title are parted by `:`."""
    columns = [name.partition(":")[::2] for name in names]
    rows: list[Row] = [
        (
            f"{step.number}. {step.title.of(place.language)}",
            *(", ".join(map(str, step.mapping[name])) or "\u2013" for name, _ in columns),
        )
        for step in steps()
    ]
    heads = ((place.say("step"), ""), *((title or name, "pr-num") for name, title in columns))
    return place.table(place.say("step"), heads, rows)


def deliverables(place: Place, profile: str) -> Markup:
    """The parts of one form in which work is handed over."""
    found = next(each for each in profiles() if each.id == profile)
    rows: list[Row] = [(part.question.of(place.language), judged_by(place, part)) for part in found.parts]
    heads = ((place.say("part"), ""), (place.say("judged_by"), ""))
    return place.table(found.title.of(place.language), heads, rows)


def capabilities(place: Place, area: str) -> Markup:
    """The entries of an area: what each is, when it fits, its other names, and what it leads to."""
    entries = [
        (
            entry.id,
            entry.title.of(place.language),
            inline_code(entry.text.of(place.language)),
            entry.names,
            told,
        )
        for entry in areas()[area]
        for told in [Markup(", ").join(filter(None, (_lead(place, name) for name in entry.tells)))]
    ]
    return place.site.html("guide_entries.html.jinja", place.page, entries=entries)


def _lead(place: Place, name: str) -> Markup:
    """A link to a check, a guide or the page of a pattern; nothing for a pattern that has no page here."""
    if name in REGISTRY:
        return place.check(name)
    if name in named_patterns():
        there = pattern_page(place.site, name)
        title = named_patterns()[name].title.of(place.language)
        return Markup('<a href="{}">{}</a>').format(place.href(there), title) if there else Markup()
    title = next(guide.title for guide in guides(place.language) if guide.slug == name)
    there = place.href(addresses.of_guide(name, place.language))
    return Markup('<a href="{}">{}</a>').format(there, title)


def patterns(place: Place, *names: str) -> Markup:
    """Patterns with what each does, all of them where none is named.

    Each leads to its page; in a project that does not describe it, to the capability that tells of it.
    """
    rows: list[Row] = []
    for name in names or named_patterns():
        known = named_patterns()[name]
        there = _of_pattern(place, name)
        title = known.title.of(place.language)
        head = Markup('<a href="{}">{}</a>').format(there, title) if there else title
        rows.append((head, inline_code(known.text.of(place.language))))
    heads = ((place.say("pattern"), ""), (place.say("does"), "pr-wide"))
    return place.table(place.say("pattern"), heads, rows)


def _of_pattern(place: Place, name: str) -> str:
    own = pattern_page(place.site, name)
    if own:
        return place.href(own)
    area, entry = _telling().get(name, ("", ""))
    return place.href(addresses.of_guide(f"area-{area}", place.language), entry) if entry else ""


@cache
def _telling() -> dict[str, tuple[str, str]]:
    """For each pattern the area and entry that tell of it: first the entry that goes by its name."""
    found: dict[str, tuple[str, str]] = {}
    for area, entries in areas().items():
        for entry in entries:
            for name in entry.tells:
                if name in named_patterns() and (name not in found or entry.id == name):
                    found[name] = (area, entry.id)
    return found


def pattern_page(site: Rendering, name: str) -> str:
    """The page on which a project describes a pattern, `""` where it does not."""
    pattern = site.model.patterns.named(name)
    return site.page_of(pattern.path) if pattern is not None else ""


def example(place: Place, name: str) -> Markup:
    """A piece of the worked example, with the file it stands in."""
    piece = examples()[name]
    return Markup(highlighted(piece.text, "json", name=piece.file, searchable=False))  # Pygments escapes


def decision_tree(place: Place) -> Markup:
    """The order in which it is asked who takes a request, as a diagram."""
    known = routing()
    asked = {"en": "Is it about", "it": "Riguarda"}[place.language]
    yes, no = ("yes", "no") if place.language == "en" else ("sì", "no")
    used = ", ".join(
        within_sentence(topic.title.of(place.language)) for topic in known.topics[:3] if not topic.to
    )
    lines = ["flowchart TD", f'  q0{{"{asked} {used}?"}} -->|{yes}| a0["backend-architect"]']
    given = [topic for topic in known.topics if topic.to]
    for number, topic in enumerate(given, 1):
        title = f"{asked} {within_sentence(topic.title.of(place.language))}?"
        lines.append(f'  q{number - 1} -->|{no}| q{number}{{"{title}"}}')
        lines.append(f'  q{number} -->|{yes}| a{number}["{topic.to}"]')
    lines.append(f'  q{len(given)} -->|{no}| a{len(given) + 1}["{known.otherwise.to}"]')
    title = {"en": "Who takes a request", "it": "Chi prende una richiesta"}[place.language]
    return place.site.figure("\n".join(lines), title, file="who-takes-a-request")


def index(place: Place) -> Markup:
    """Every guide, by group."""
    listed = guides(place.language)
    groups = [
        (name, title.of(place.language), [guide for guide in listed if guide.group == name])
        for name, title in GROUPS.items()
    ]
    return place.site.html(
        "guide_index.html.jinja",
        place.page,
        groups=[(name, title, found) for name, title, found in groups if found],
        of_guide=addresses.of_guide,
    )


MADE: Mapping[str, Callable[..., Markup]] = {
    "checks": checks,
    "checklist": checklist,
    "targets": targets,
    "tiers": tiers,
    "used_for": used_for,
    "delegated": delegated,
    "workflow": workflow,
    "mapping": mapping,
    "deliverables": deliverables,
    "capabilities": capabilities,
    "example": example,
    "patterns": patterns,
    "decision_tree": decision_tree,
    "index": index,
}
"""What a guide may call, by the word that it writes."""

SAME_EVERYWHERE = frozenset((
    "checklist", "targets", "tiers", "used_for", "delegated", "workflow", "mapping", "deliverables",
    "example", "decision_tree", "index",
))  # fmt: skip
"""Those that look at nothing of the room, so that what they make is the same in every site."""


def looked_at(place: Place, name: str, *arguments: str) -> list[str] | None:
    """What of the room the others look at, in words; `None` where that is not known."""
    if name == "checks":
        counts = check_pages.counts(place.site)
        return [str(counts[code]) for code in arguments]
    named: Iterable[str] = ()
    if name == "patterns":
        named = arguments or named_patterns()
    elif name == "capabilities":
        named = [told for entry in areas()[arguments[0]] for told in entry.tells if told in named_patterns()]
    else:
        return None
    return [pattern_page(place.site, told) for told in named]
