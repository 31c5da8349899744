"""Who takes a request, and how hard it is: the phrases of `data/routing.yaml`, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from planroom.kinds.words import Words, words
from planroom.patterns import late
from planroom.records import dataclass
from planroom.source.shipped import shipped_data
from planroom.wording import within_sentence

_WORD = late(r"[^\W_]+", re.UNICODE)

# fmt: off
_ARTICLES = frozenset((
    "a", "an", "the", "this", "that", "our", "my", "of", "s",
    "il", "lo", "la", "i", "gli", "le", "un", "uno", "una", "l", "questo", "questa", "queste", "questi",
    "di", "d", "del", "dello", "della", "dei", "degli", "delle", "dell",
    "nostro", "nostra", "nostre", "nostri",
))
# fmt: on
"""Words that stand between others and say nothing of their own."""

Phrase = tuple[str, ...]
"""A phrase as the words that are compared."""


@dataclass(frozen=True, slots=True)
class Tier:
    """How hard a request is, which size of model suits it, and how fast an answer ought to be, in ms."""

    id: str
    title: Words
    model_hint: str
    latency_target_ms: int
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of work: what it is, the phrases that tell it, and who does it, `""` for the architect.

    `aliases` are other names by which the same role goes; `broad` are words that may mean much else, and
    count only where no phrase of any topic was said.
    """

    id: str
    title: Words
    text: Words
    phrases: tuple[str, ...]
    to: str = ""
    aliases: tuple[str, ...] = ()
    broad: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """Everything that requests are held against; of equally long phrases the earlier topic decides."""

    tiers: tuple[Tier, ...]
    default_tier: str
    topics: tuple[Topic, ...]
    otherwise: Topic


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request goes. `because` names the phrases that decided it."""

    tier: Tier
    delegate_to: str
    because: tuple[str, ...]
    topic: Topic

    @property
    def action(self) -> str:
        """`use` or `delegate`."""
        return "delegate" if self.delegate_to else "use"

    def as_json(self) -> dict[str, Any]:
        """The route for programs."""
        return {
            "tier": self.tier.id,
            "model_hint": self.tier.model_hint,
            "latency_target_ms": self.tier.latency_target_ms,
            "action": self.action,
            "delegate_to": self.delegate_to or None,
            "because": list(self.because),
        }


@cache
def routing() -> Routing:
    """The routing that comes with planroom."""
    value = shipped_data("routing.yaml").value
    tiers = tuple(
        Tier(
            each["id"],
            words(each["title"]),
            each["model_hint"],
            each["latency_target_ms"],
            tuple(each["phrases"]),
        )
        for each in value["tiers"]
    )
    topics = tuple(_topic(each) for each in (*value["use"], *value["delegate"]))
    otherwise = value["otherwise"]
    return Routing(
        tiers,
        value["default_tier"],
        topics,
        Topic("otherwise", words("Anything else"), words(otherwise["text"]), (), otherwise["to"]),
    )


def _topic(value: dict[str, Any]) -> Topic:
    return Topic(
        value["id"],
        words(value["title"]),
        words(value["text"]),
        tuple(value["phrases"]),
        value.get("to", ""),
        tuple(value.get("aliases", ())),
        tuple(value.get("broad", ())),
    )


def route(text: str) -> Route:
    """Where a request goes.

    The longest phrase decides, for the tier and for who takes it. Where two are equally long the harder tier
    and the earlier topic are taken. A request with a phrase of a tier is the architect's, unless a longer one
    gives it to somebody else. Where no phrase was said at all, broad words decide, and where none of these
    was, it goes to the specialist of its domain.
    """
    known = routing()
    said = _words(text)
    hardest = [(tier, phrase) for tier in known.tiers for phrase in _found(tier.phrases, said)]
    tier, tier_phrase = max(
        reversed(hardest),
        key=lambda pair: len(_words(pair[1])),
        default=(next(each for each in known.tiers if each.id == known.default_tier), ""),
    )
    because = [f"`{tier_phrase}` is {tier.id}" if tier_phrase else f"no phrase of a tier: {tier.id}"]
    matched = [(topic, phrase) for topic in known.topics for phrase in _found(topic.phrases, said)]
    if not matched and not tier_phrase:
        matched = [(topic, word) for topic in known.topics for word in _found(topic.broad, said)]
    topic, phrase = max(matched, key=lambda pair: len(_words(pair[1])), default=(None, ""))
    if topic is None and tier_phrase:
        topic = known.topics[0]
        because.append(f"`{tier_phrase}` is backend work")
    elif topic is None:
        topic = known.otherwise
        because.append("no phrase of backend work")
    else:
        because.append(f"`{phrase}`: {within_sentence(topic.title.of('en'))}")
    return Route(tier, topic.to, tuple(because), topic)


def _found(phrases: Iterable[str], said: Phrase) -> Iterator[str]:
    for phrase in phrases:
        wanted = _words(phrase)
        if any(said[at : at + len(wanted)] == wanted for at in range(len(said) - len(wanted) + 1)):
            yield phrase


def _words(text: str) -> Phrase:
    """The words of a text in lower case, without articles, each without the ending of its plural."""
    return tuple(_singular(word) for word in _WORD.findall(text.casefold()) if word not in _ARTICLES)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
