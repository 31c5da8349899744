"""Decisions: architecture decision records in the shapes people write them, read into one form."""

from __future__ import annotations

import datetime
import re
from functools import cached_property

from planroom.diagnostics import Origin
from planroom.kinds.decision_dates import DateForm, StatedDate, read_date
from planroom.kinds.decision_fields import Reference, Stated, as_text
from planroom.kinds.decision_place import (
    FORMATS,
    in_decision_folder,
    is_home,
    named_as_decision,
    no_decision,
    read_name,
)
from planroom.kinds.decision_reading import (
    Reading,
    read_parts,
    read_relations,
    read_stated_date,
    read_stated_status,
    read_title,
)
from planroom.kinds.decision_relations import Relation
from planroom.kinds.decision_status import Status, is_placeholder
from planroom.kinds.decision_template import unfilled_title
from planroom.kinds.decision_words import heading_part
from planroom.kinds.kind import Kind
from planroom.patterns import late
from planroom.records import dataclass
from planroom.room import Artifact
from planroom.source import Heading, Source

__all__ = ["KIND", "Decision", "Reference", "Relation", "Status"]

_NAME = late(r"(?:<[^<>]*>|\{[^{}]*\}|\[[^\[\]]*\]|[^,;、，])+")
"""A name in a list of them: a comma within brackets parts no names."""

_UNFILLED = late(r"<(?![^<>]*(?:@|://))[^<>]*>|\{[^{}]*\}|\[(?!\[)[^\]()]*\](?!\().*")
"""A name that a template leaves to be filled in; an address in angle brackets is filled."""

_LANGUAGE = late(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")

SHAPES = ("madr-4", "madr-3", "madr-2", "log4brains", "nygard", "other")


@dataclass(frozen=True, eq=False)
class Decision(Artifact):
    """A decision record.

    `title` is without its number; `number` the digits of the file name; `status_text` and `date_text` are
    the raw words (`""` if there are none); `status_place` says where the status stands (`front`, `bullet`,
    `line`, `table`, `field`, `attribute`, `heading`, `section`, `title`, `badge`, `sentence` or `""`);
    `shape` is one of `SHAPES`; `language` is the code of the one that it is written in, where it says so.
    """

    title: str
    title_number: str
    title_origin: Origin
    number: str | None
    prefix: str
    status: Status
    status_text: str
    status_origin: Origin
    status_place: str
    date: datetime.date | None
    date_text: str
    date_form: DateForm
    date_origin: Origin
    deciders: tuple[str, ...]
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    tags: tuple[str, ...]
    system_references: tuple[Reference, ...]
    relations: tuple[Relation, ...]
    applies_to: tuple[Reference, ...]
    review: StatedDate
    review_text: str
    review_origin: Origin
    shape: str
    language: str

    @property
    def stem(self) -> str:
        """The file name without its ending; of an `index` file, the name of its folder."""
        return read_name(self.path).stem

    @property
    def label(self) -> str:
        """What to call it in few letters: the number as the file name writes it, else the file name."""
        if self.number is None:
            return self.stem
        return (
            f"{self.prefix}-{self.number}" if self.prefix.isupper() and self.prefix != "ADR" else self.number
        )

    @property
    def systems(self) -> tuple[str, ...]:
        """The names of the systems it concerns."""
        return tuple(reference.text for reference in self.system_references)

    @property
    def review_by(self) -> datetime.date | None:
        """The day by which somebody is to look at it again."""
        return self.review.day

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Its number as written, without zeros and as `ADR-n`; its file name and stem; its path."""
        own = (read_name(self.path).name, self.stem, self.path, *self.source.outline.labels)
        if self.number is None:
            return own
        plain = self.number.lstrip("0") or "0"
        prefixed = (f"{self.prefix.upper()}-{self.number}",) if self.prefix else ()
        return tuple(
            dict.fromkeys((plain, self.number, f"ADR-{plain}", f"ADR-{self.number}", *prefixed, *own))
        )

    def sections(self, part: str) -> tuple[Heading, ...]:
        """The headings that open a part of its body: `context`, `decision`, `options` or `consequences`."""
        return tuple(
            heading for heading in self.source.outline.headings if heading_part(heading.text) == part
        )


def _claims(source: Source) -> str:
    if named_as_decision(source.path):
        return "named as a decision"
    if in_decision_folder(source.path):
        return "in a folder of decisions"
    if read_name(source.path).number is not None:
        parts = {heading_part(heading.text) for heading in source.outline.headings}
        if {"decision", "context"} <= parts and read_parts(source).first("status"):
            return "numbered, with status, context and decision"
    return ""


def _parse(source: Source) -> Decision | str:
    """The decision of a file, or why it is none.

    `index`, `template`, or that it has nothing of a decision.
    """
    reason = no_decision(source.path)
    if reason:
        return reason
    reading = read_parts(source)
    decision = _decision(reading)
    if _is_unfilled(decision) and decision.number in (None, "0", "00", "000", "0000"):
        return "template"
    if not _has_a_decision(decision):
        return "neither number, date, status nor a section of a decision"
    return decision


def _decision(reading: Reading) -> Decision:
    source = reading.source
    name = read_name(source.path)
    title = read_title(reading, name)
    status, status_text, status_origin = read_stated_status(reading)
    day, date_text, date_origin = read_stated_date(reading, name)
    review = reading.first("review-by")
    return Decision(
        source=source,
        title=title.text,
        title_number=title.number,
        title_origin=title.origin,
        number=name.number,
        prefix=name.prefix,
        status=status,
        status_text=status_text,
        status_origin=status_origin,
        status_place=_place_of(reading.first("status")),
        date=day.day,
        date_text=date_text,
        date_form=day.form,
        date_origin=date_origin,
        deciders=_people(reading.first("deciders")),
        consulted=_people(reading.first("consulted")),
        informed=_people(reading.first("informed")),
        tags=_people(reading.first("tags")),
        system_references=_references(reading.first("systems")),
        relations=read_relations(reading),
        applies_to=_references(_in_front(reading.first("applies-to"))),
        review=read_date(review.text if review else ""),
        review_text=review.text if review else "",
        review_origin=review.origin if review else source.origin(),
        shape=_shape(reading, bool(name.day)),
        language=_language(_in_front(reading.first("lang"))),
    )


def _language(stated: Stated | None) -> str:
    """The code of a language as HTML takes it (RFC 5646, in its common forms); `""` for any other word."""
    return stated.text if stated and _LANGUAGE.fullmatch(stated.text) else ""


def _in_front(stated: Stated | None) -> Stated | None:
    """A statement of front matter or fields only: `Applies to: all services` in the text is prose."""
    return stated if stated and stated.place in ("front", "field", "attribute") else None


def _place_of(stated: Stated | None) -> str:
    return stated.place if stated and stated.text else ""


def _people(stated: Stated | None) -> tuple[str, ...]:
    """The names of a list, given as a list or with commas; a template's words in brackets are no name."""
    if stated is None:
        return ()
    if isinstance(stated.value, list):
        items = [
            " ".join(str(item).split())
            for item in stated.value
            if item is not None and not isinstance(item, dict)
        ]
    else:
        items = [item.strip() for item in _NAME.findall(stated.text)]
    return tuple(item for item in items if item and not _UNFILLED.fullmatch(item))


def _references(stated: Stated | None) -> tuple[Reference, ...]:
    """The names of a list with their places: items of a front matter list have their own, all else has one.

    Mappings are another tool's notation and are left out.
    """
    if stated is None or is_placeholder(stated.text) or isinstance(stated.value, dict):
        return ()
    if isinstance(stated.value, list):
        pairs = [(as_text(item), stated.origin.at(position)) for position, item in enumerate(stated.value)]
    else:
        pairs = [(text.strip(" `"), stated.origin) for text in re.split(r",\s+", stated.text)]
    return tuple(Reference(text, origin) for text, origin in pairs if text)


def _shape(reading: Reading, dated: bool) -> str:
    """Which of the known shapes a file has, told by where it states its parts."""
    places = {
        stated.part: stated.place
        for stated in reversed(reading.parts)
        if stated.part in ("status", "deciders", "date")
    }
    keys = reading.source.value if isinstance(reading.source.value, dict) else {}
    if "front" in places.values():
        return "madr-3" if "deciders" in keys else "madr-4"
    if places.get("status") in ("section", "heading"):
        return "nygard"
    if "bullet" in places.values():
        return "log4brains" if dated else "madr-2"
    parts = {heading_part(heading.text) for heading in reading.source.outline.headings}
    if "options" in parts and keys:
        return "madr-4"
    return "other"


def _is_unfilled(decision: Decision) -> bool:
    """Whether title and status are still a template's words."""
    if decision.status_text and not is_placeholder(decision.status_text):
        return False
    return any(
        heading.level == 1 and unfilled_title(heading.text) for heading in decision.source.outline.headings
    )


def _has_a_decision(decision: Decision) -> bool:
    if decision.number is not None or decision.date_text or decision.status_text:
        return True
    return bool(decision.sections("decision"))


KIND = Kind("decision", Decision, FORMATS, _claims, _parse, is_home)
