"""The guidance: whole in every language, made from data that cannot drift, and shown as pages."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import planroom
from own_room import own_room
from planroom.checks import REGISTRY, run
from planroom.gates import shipped_checklists
from planroom.guidance.capabilities import areas
from planroom.guidance.examples import Example, examples
from planroom.guidance.patterns import named_patterns
from planroom.kinds.pattern import Pattern
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering, SitePage
from planroom.render import pages as all_pages
from planroom.render.guides import pages
from planroom.render.guides.made import MADE, SAME_EVERYWHERE, Place
from planroom.render.guides.reading import Call, Guide, guides, languages
from planroom.render.guides.words import GROUPS
from planroom.render.memory import MEMORY
from planroom.render.page import Heading
from planroom.room import Room

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(planroom.__file__).parent
ALL = [guide for language in languages() for guide in guides(language)]
_ANCHOR = re.compile(r"\{ *#([\w-]+) *\}\s*$", re.MULTILINE)
_HEADING = re.compile(r"^#+ .*$", re.MULTILINE)


def of(guide: Guide, kind: type) -> list[Any]:
    return [part for part in guide.parts if isinstance(part, kind)]


def anchors(guide: Guide) -> list[str]:
    return [anchor for part in of(guide, str) for anchor in _ANCHOR.findall(part)]


def test_every_guide_is_there_in_every_language() -> None:
    first, *others = ({guide.slug: guide for guide in guides(each)} for each in languages())
    for other in others:
        assert set(other) == set(first)
        for slug, guide in first.items():
            assert anchors(other[slug]) == anchors(guide), slug
            assert [(call.name, len(call.arguments)) for call in of(other[slug], Call)] == [
                (call.name, len(call.arguments)) for call in of(guide, Call)
            ], slug
            assert (other[slug].order, other[slug].group) == (guide.order, guide.group), slug
            assert other[slug].title != guide.title or slug in SAME_TITLE, slug


SAME_TITLE: frozenset[str] = frozenset()
"""Guides whose title is a term of the field, and the same in every language."""


@pytest.mark.parametrize("guide", ALL, ids=lambda guide: f"{guide.language}-{guide.slug}")
def test_a_guide_is_whole(guide: Guide) -> None:
    assert guide.group in GROUPS
    assert guide.lede.endswith(".")
    for part in of(guide, str):
        assert "{{" not in part
        for heading in _HEADING.findall(part):
            assert _ANCHOR.search(heading), heading
    for call in of(guide, Call):
        assert call.name in MADE


def has(guide: Guide, part: str) -> bool:
    """Whether a guide has a part that every guide is to have."""
    calls = {call.name for call in of(guide, Call)}
    texts = "".join(of(guide, str))
    return {
        "good": "{ #good }" in texts,
        "watched": bool(calls & {"checks", "checklist", "deliverables"}) or "](check:" in texts,
        "patterns": "patterns" in calls,
        "next": "{ #next }" in texts,
    }[part]


NO_DESIGN = "it is about the role, and no design shows that"
HAS_NO_CHECK = "what it says of people and tools stands in no file"
NO_PATTERN = "it comes before any solution, or says who finds one"
LACKING = {
    "good": {
        **dict.fromkeys(
            ("role", "when-to-use", "neighbours", "settled", "tools", "analysis-commands"), NO_DESIGN
        ),
        "principles": "each principle has a guide of its own with a piece",
        "workflow": "its steps end in all parts of a design",
        "anti-patterns": "it is about what is not good",
        "worked-example": "all of it is the example",
    },
    "watched": {
        **dict.fromkeys(
            ("role", "when-to-use", "tools", "analysis-commands", "example-prompts"), HAS_NO_CHECK
        ),
        "workflow": "`planroom next` judges each step by its checks",
    },
    "patterns": {
        **dict.fromkeys(("role", "when-to-use", "neighbours", "settled", "tools", "intake"), NO_PATTERN),
        **dict.fromkeys(("analysis-commands", "example-prompts"), NO_PATTERN),
        **dict.fromkeys(("outputs", "gates"), "it is about the whole, whatever it is made of"),
        "principles": "each principle has a guide of its own that names them",
    },
    "next": {},
}
"""The guides that lack a part, and why it would make no sense there."""


@pytest.mark.parametrize("part", LACKING)
def test_a_guide_lacks_no_part_without_a_reason(part: str) -> None:
    for language in languages():
        assert {guide.slug for guide in guides(language) if not has(guide, part)} == set(LACKING[part])


# Patterns


def test_every_pattern_of_this_repository_has_a_name_in_the_guidance(ours: Room) -> None:
    described = {pattern.id: pattern for pattern in ours.of(Pattern)}
    assert {name: (each.title.texts, each.text.texts) for name, each in named_patterns().items()} == {
        name: (
            {"en": pattern.name, "it": pattern.title_it},
            {"en": pattern.summary, "it": pattern.summary_it},
        )
        for name, pattern in described.items()
    }


UNWATCHED = {"feature-flag": "which flags are on stands in no file that a check reads"}


def test_every_pattern_of_this_repository_is_whole(ours: Room) -> None:
    """A diagram, numbers that each say where they are from, ways in which it fails, and what watches it."""
    patterns = ours.of(Pattern)
    assert len(patterns) >= 24
    for pattern in patterns:
        text = pattern.source.text
        assert "```mermaid" in text, pattern.id
        numbers = text.partition("## Numbers to start from")[2].partition("\n## ")[0]
        rows = [line.strip("|").split("|") for line in numbers.splitlines() if line.startswith("|")]
        assert [cell.strip() for cell in rows[0]][-1] == "Source", pattern.id
        assert len(rows) > 4, pattern.id
        assert all(cell.strip() for row in rows for cell in row), pattern.id
        assert text.partition("## How it fails")[2].count("\n|") > 3, pattern.id
        assert pattern.use_when, pattern.id
        assert pattern.avoid_when, pattern.id
        assert pattern.checks or pattern.id in UNWATCHED, pattern.id
        assert pattern.review_by, pattern.id
    uses = build(ours).patterns
    assert len([pattern for pattern in patterns if uses.of(pattern)]) >= 12


def test_every_pattern_that_is_named_is_known_and_told_of_by_a_capability() -> None:
    assert not set(named_patterns()) & {*REGISTRY, *(guide.slug for guide in guides(languages()[0]))}
    told = {name for entries in areas().values() for entry in entries for name in entry.tells}
    assert set(named_patterns()) <= told
    for guide in ALL:
        for call in of(guide, Call):
            if call.name == "patterns":
                assert set(call.arguments) <= set(named_patterns()), guide.slug


def test_a_pattern_leads_to_its_page_and_elsewhere_to_what_tells_of_it(
    made: dict[str, SitePage], tmp_path: Path
) -> None:
    def table(found: dict[str, SitePage], path: str) -> str:
        return next(
            block.text for block in found[path].blocks if "<table" in block.text and "Bulkhead" in block.text
        )

    assert 'href="../../../patterns/bulkhead/"' in table(made, "it/guidance/resilience.md")
    room = load(tmp_path)
    elsewhere = {page.path: page for page in pages(Rendering(run(room, build(room), only=frozenset())))}
    assert 'href="../area-resilience/#bulkhead"' in table(elsewhere, "it/guidance/resilience.md")
    assert not [path for path, page in elsewhere.items() if "/patterns/" in page.markdown()]


def test_what_is_kept_for_every_site_looks_at_no_room() -> None:
    nothing: Any = None
    site = Rendering(nothing)
    for guide in ALL:
        for call in of(guide, Call):
            if call.name in SAME_EVERYWHERE:
                assert MADE[call.name](Place(site, f"{guide.slug}.md", guide.language), *call.arguments)


def test_what_is_kept_of_one_room_is_not_shown_in_another(tmp_path: Path) -> None:
    room = load(tmp_path)
    nothing = Rendering(run(room, build(room), only=frozenset()))
    alone = {page.path: page.blocks for page in pages(nothing)}
    room = own_room()
    everything = Rendering(run(room, build(room), only=frozenset()))
    MEMORY.begin({})
    try:
        whole = {page.path: page.blocks for page in pages(everything)}
        kept = {page.path: page.blocks for page in pages(nothing)}
    finally:
        MEMORY.end()
    assert kept == alone
    assert whole != alone


def test_no_check_is_named_that_is_not_there() -> None:
    for guide in ALL:
        for call in of(guide, Call):
            if call.name == "checks":
                assert set(call.arguments) <= set(REGISTRY), guide.slug
        for part in of(guide, str):
            assert set(re.findall(r"check:([A-Z]{3}\d{3})", part)) <= set(REGISTRY), guide.slug


@pytest.fixture(scope="module")
def ours() -> Room:
    return own_room()


@pytest.fixture(scope="module")
def made(ours: Room) -> dict[str, SitePage]:
    return {page.path: page for page in pages(Rendering(run(ours, build(ours), only=frozenset())))}


def test_every_guide_has_a_page_in_its_language(made: dict[str, SitePage]) -> None:
    assert len(made) == len(ALL) + len(languages())
    assert {page.language for page in made.values()} == set(languages())


def text_of(page: SitePage) -> str:
    return "".join(block.text for block in page.blocks)


def test_a_guide_to_a_principle_has_its_target_and_how_far_systems_are(made: dict[str, SitePage]) -> None:
    """In the words and the figures of its language; other guides have no such line."""
    english, italian = (text_of(made[f"{home}guidance/resilience.md"]) for home in ("", "it/"))
    assert re.search(r"<dt>Target</dt> <dd>95\xa0% of \d+ questions</dd>", english)
    assert re.search(r"<dt>Obiettivo</dt> <dd>95\xa0% di \d+ domande</dd>", italian)
    assert re.search(
        r'<dt>Order management</dt> <dd><a href="[^"]+">[\d.]+\xa0%, (\d short|met)</a>', english
    )
    assert re.search(
        r'<dt>Order management</dt> <dd><a href="[^"]+">[\d,]+\xa0%, (ne manca|raggiunto)', italian
    )
    assert "pr-facts" not in text_of(made["guidance/workflow.md"])


def test_what_is_there_in_english_only_says_so(made: dict[str, SitePage]) -> None:
    """The rules of checks on a guide in another language."""
    assert text_of(made["it/guidance/resilience.md"]).count('<span lang="en">') > 5
    assert '<span lang="en">' not in text_of(made["guidance/resilience.md"])


def test_every_link_of_a_guide_becomes_one(made: dict[str, SitePage]) -> None:
    """What is no link to Markdown would stay as it was written, and what sanitises it drops other schemes."""
    for page in made.values():
        text = text_of(page)
        assert "](" not in text, page.path
        assert [link for link in re.findall(r"<a [^>]*>", text) if "href=" not in link] == [], page.path


def test_a_link_to_a_file_of_this_room_leads_to_its_page_and_is_words_elsewhere(
    made: dict[str, SitePage], tmp_path: Path
) -> None:
    path = "guidance/worked-example.md"
    here = text_of(made[path])
    assert re.search(r'href="../../decisions/0017-kafka-for-events/"[^>]*>Kafka for events</a>', here)
    room = load(tmp_path)
    elsewhere = {page.path: page for page in pages(Rendering(run(room, build(room), only=frozenset())))}
    text = text_of(elsewhere[path])
    assert "Kafka for events, held by" in text


def test_a_link_to_a_page_leads_to_one_that_every_site_has(tmp_path: Path) -> None:
    """Pages of planroom's own repository are none of another room's."""
    room = load(tmp_path)
    there = {page.path for page in all_pages(Rendering(run(room, build(room), only=frozenset())))}
    named = {
        name for guide in ALL for part in of(guide, str) for name in re.findall(r"\(page:([^)#]+)", part)
    }
    assert named
    assert named - there == set()


def test_links_between_guides_lead_somewhere(made: dict[str, SitePage]) -> None:
    """Every `guide:` link names a guide and, with `#`, a heading or a place of it."""
    known = {guide.slug: guide for guide in guides(languages()[0])}
    for guide in ALL:
        for part in of(guide, str):
            for slug, anchor in re.findall(r"\(guide:([\w-]*)(?:#([\w-]+))?\)", part):
                assert not slug or slug in known, (guide.language, guide.slug, slug)
                if anchor:
                    path = "guidance/" if guide.language == languages()[0] else f"{guide.language}/guidance/"
                    page = made[f"{path}{slug or 'index'}.md"]
                    there = {block.anchor for block in page.blocks if isinstance(block, Heading)}
                    assert anchor in there or f'id="{anchor}"' in text_of(page), (guide.slug, slug, anchor)


def test_all_that_a_shipped_checklist_says_of_a_question_is_on_a_guide(made: dict[str, SitePage]) -> None:
    def flat(text: str) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]*>|`", "", text)).replace("\u00a0", " ").split())

    for language in languages():
        said = flat(" ".join(page.markdown() for page in made.values() if page.language == language))
        for checklist in shipped_checklists():
            for item in checklist.items:
                for words in (item.question, item.why, item.remedy, item.evidence):
                    assert flat(words.of(language)) in said, (language, item.id)


# The catalogue


@pytest.mark.parametrize("area", areas())
def test_every_area_is_on_one_guide_and_whole(area: str) -> None:
    for language in languages():
        calls = [call for guide in guides(language) for call in of(guide, Call)]
        assert [call.name for call in calls if call.arguments[:1] == (area,)] == ["capabilities"]
    slugs = {guide.slug for guide in guides(languages()[0])}
    for entry in areas()[area]:
        assert set(entry.text.texts) == set(languages())
        assert entry.text.of("it") != entry.text.of("en")
        assert set(entry.tells) <= {*REGISTRY, *slugs, *named_patterns()}, entry.id


def test_no_two_capabilities_of_an_area_share_an_id() -> None:
    for entries in areas().values():
        ids = [entry.id for entry in entries]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("file", sorted((PACKAGE / "data").rglob("*.yaml")), ids=lambda file: file.stem)
def test_shipped_data_is_read_alike_with_and_without_the_c_library(file: Path) -> None:
    text = file.read_text("utf-8")
    fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    assert yaml.load(text, yaml.SafeLoader) == yaml.load(text, fast)  # both safe


# Pieces of the worked example


def at(example: Example) -> Any:
    """What the file has where a piece is said to stand."""
    value = json.loads((ROOT / example.file).read_text("utf-8"))
    for key in example.pointer.strip("/").split("/"):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return {key: value[key] for key in example.keys} if example.keys else value


@pytest.mark.parametrize("example", examples().values(), ids=lambda example: example.id)
def test_a_piece_of_the_example_is_as_in_its_file(example: Example) -> None:
    assert example.value == at(example)


def write_examples() -> None:
    """Bring every piece up to its file."""
    file = PACKAGE / "data" / "examples.yaml"
    head = [line for line in file.read_text("utf-8").splitlines() if line.startswith("#")]
    lines = [*head, "examples:"]
    for example in examples().values():
        lines += [
            f"  - id: {example.id}",
            f"    file: {example.file}",
            f"    pointer: {json.dumps(example.pointer)}",
            *([f"    keys: [{', '.join(example.keys)}]"] if example.keys else []),
            f"    value: {json.dumps(at(example), ensure_ascii=False)}",
        ]
    file.write_text("\n".join(lines) + "\n", "utf-8")


def write_patterns() -> None:
    """Bring what patterns are called, and what each does, up to their files."""
    file = PACKAGE / "data" / "patterns.yaml"
    lines = [line for line in file.read_text("utf-8").splitlines() if line.startswith("#")]
    lines.append("patterns:")

    def said(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    for pattern in own_room().of(Pattern):
        lines += [
            f"  - id: {pattern.id}",
            f"    title: {{en: {said(pattern.name)}, it: {said(pattern.title_it)}}}",
            "    text:",
            f"      en: {said(pattern.summary)}",
            f"      it: {said(pattern.summary_it)}",
        ]
    file.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    write_examples()
    write_patterns()
