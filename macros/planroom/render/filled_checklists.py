"""The checklists filled in for a system: what passes and why, what is missing and where, what is asked."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from planroom.checks import REGISTRY
from planroom.diagnostics import Diagnostic, Location
from planroom.gates import Assessed, Judged, Score, Verdict, principles
from planroom.gates.scores import score
from planroom.kinds.assessment import NEEDED, Answer, Assessment, home
from planroom.kinds.checklist import Checklist
from planroom.model import System
from planroom.patterns import late
from planroom.records import dataclass
from planroom.render import address, scorecard
from planroom.render.hosting import LONGEST_ADDRESS
from planroom.render.inline import inline_code
from planroom.render.page import SitePage, Subject
from planroom.render.rendering import Rendering
from planroom.render.words import sentence
from planroom.wording import counted

_CODE = late(r"\b([A-Z]{3}\d{3})\b")
_PLACES = 3
"""So many places of what fails a question are shown with it."""

_ROWS = 250
"""So many questions have a row; of more, only those that are not passed have one."""

TEXT_PLACE = "PLANROOM-ANSWERS"
"""What stands in the address of a new file for its text, which the script puts in."""

_MISSING = (Verdict.FAIL, Verdict.UNANSWERED)
_CHIPS = {Verdict.NOT_APPLICABLE: "na"}
_WORDS = {Verdict.NOT_APPLICABLE: "Not applicable"}


@dataclass(frozen=True)
class Row:
    """A question on the page.

    `why` is what its verdict comes from, `findings` what was found, with the page that shows it or `""`,
    `places` where something is not stated, `more` the number of those that are left out.
    """

    judged: Judged
    by_files: Verdict
    scored: bool
    why: Markup
    findings: tuple[tuple[Diagnostic, str], ...]
    places: tuple[Location, ...]
    more: int
    principles: str

    @property
    def anchor(self) -> str:
        """The anchor of its row."""
        return f"q-{self.judged.item.id}"

    @property
    def chip(self) -> str:
        """The kind of the chip of its verdict."""
        return _CHIPS.get(self.judged.verdict, self.judged.verdict.value)

    @property
    def word(self) -> str:
        """Its verdict as people read it."""
        return _WORDS.get(self.judged.verdict, self.judged.verdict.value.capitalize())

    @property
    def is_asked(self) -> bool:
        """Whether a person has something to say to it: it is not decided by what the files say."""
        return self.by_files is not Verdict.NOT_APPLICABLE and (
            self.judged.item.ask or self.judged.answer is not None or self.judged.verdict in _MISSING
        )

    @property
    def answer(self) -> str:
        """What was answered, as the script reads it."""
        return "" if self.judged.answer is None else _as_json(self.judged.answer)


@dataclass(frozen=True)
class Fold:
    """A checklist with its score and rows; `unlisted` of its questions are passed and have no row."""

    checklist: Checklist
    score: Score
    rows: tuple[Row, ...]
    unlisted: int

    @property
    def left(self) -> int:
        """How many of its questions that count are not passed."""
        return self.score.failed + self.score.unanswered


@dataclass(frozen=True)
class Answers:
    """Where answers are written: the file, whether it is there, and the host's page to write it.

    `is_read` says whether planroom reads answers in that place. Where the host's page `takes_text`, its
    address has `PLANROOM-ANSWERS` for the text.
    """

    path: str
    exists: bool
    is_read: bool
    href: str
    takes_text: bool

    @property
    def plain_href(self) -> str:
        """The host's page without a text, for who has no script."""
        return self.href.replace(TEXT_PLACE, "")


def pages(site: Rendering) -> Iterator[SitePage]:
    """The checklists of every system, filled in."""
    for system in site.model.systems:
        yield _page(site, system)


def _page(site: Rendering, system: System) -> SitePage:
    path = address.of_filled(site.system_page(system))
    title = f"Production readiness of {system.label}"
    assessed = site.assessed(system)
    folds = list(_folds(site, path, assessed))
    missing = [row for fold in folds if fold.checklist.scored for row in fold.rows if _is_missing(row)]
    missing.sort(key=lambda row: row.judged.verdict is not Verdict.FAIL)
    found = site.blocks(
        "checklist_filled.md.jinja",
        path,
        title=title,
        system=system,
        assessed=assessed,
        overall=assessed.overall,
        facts=_facts(assessed),
        card=scorecard,
        principles=[(each, scorecard.guide_of(each), score_) for each, score_ in assessed.by_principle],
        missing=missing,
        between=_between(assessed.overall),
        counted_folds=[fold for fold in folds if fold.checklist.scored],
        other_folds=[fold for fold in folds if not fold.checklist.scored],
        total=sum(len(judged) for _, judged in assessed.lists),
        answers=_answers(site, system),
        sample=_sample(site, missing),
        store=f"planroom answers {site.title} {system.design.path}",
        needed=json.dumps(NEEDED),
        longest=LONGEST_ADDRESS,
        days=site.room.settings.answer_days,
    )
    about = Subject("Checklist", (system.name,), detail=system.label, weight=0.7)
    return SitePage(path, title, found, hide=("toc", "footer"), subjects=(about,))


def _is_missing(row: Row) -> bool:
    return row.judged.verdict in _MISSING


def _facts(assessed: Assessed) -> list[tuple[str, Markup]]:
    overall = assessed.overall
    aim = scorecard.target(overall)
    return [
        (
            "Overall",
            Markup("<b>{}</b>").format(scorecard.share(overall)) + (f", target {aim}" if aim else ""),
        ),
        ("Working", escape(f"{overall.passed:,} passed of {overall.applicable:,} applicable")),
        ("Fails", escape(overall.failed or "none")),
        ("Unanswered", escape(overall.unanswered or "none")),
        ("Left out", escape(_left_out(assessed))),
    ]


def _between(overall: Score) -> str:
    """What stands between a system and all of its questions, and its target."""
    left = overall.failed + overall.unanswered
    stand = "stand" if left > 1 else "stands"
    said = f"{counted(left, 'question')} {stand} between {scorecard.share(overall)} and "
    if overall.is_met or overall.short_by >= left:
        return f"{said}100\u00a0%."
    return f"{said}100\u00a0%; {overall.short_by} of them are enough for the overall target."


def _sample(site: Rendering, missing: Sequence[Row]) -> str:
    """An answer to start from, to the first question that nobody has answered."""
    asked = (row.judged.item.id for row in missing if row.judged.verdict is Verdict.UNANSWERED)
    lines = (
        "answers:",
        f"  {next(asked, 'id-of-the-question')}:",
        "    verdict: pass",
        "    evidence: the address of what shows it",
        "    by: your name or your team",
        f"    date: {site.today.isoformat()}",
    )
    return "\n".join(lines) + "\n"


def _left_out(assessed: Assessed) -> str:
    verdicts = [one.verdict for one in assessed.scored]
    counts = (
        (verdicts.count(Verdict.NOT_APPLICABLE), "not applicable"),
        (verdicts.count(Verdict.WAIVED), "waived"),
    )
    return ", ".join(f"{count} {word}" for count, word in counts if count) or "none"


def _folds(site: Rendering, page: str, assessed: Assessed) -> Iterator[Fold]:
    rows = _Rows(site, page, assessed)
    many = sum(len(judged) for _, judged in assessed.lists) > _ROWS
    room = _ROWS
    for checklist, judged in assessed.lists:
        kept = judged if not many else [one for one in judged if one.verdict in _MISSING][:room]
        room -= len(kept)
        made = tuple(rows.row(one, checklist.scored) for one in kept)
        yield Fold(checklist, score(judged), made, len(judged) - len(made))


class _Rows:
    """Makes the rows of a page."""

    def __init__(self, site: Rendering, page: str, assessed: Assessed) -> None:
        self.site = site
        self.page = page
        self.by_files = assessed.by_files
        self.titles = {each.id: str(each.title) for each in principles()}
        source = assessed.system.design.source
        gaps = {
            pointer: source.origin(*pointer)
            for _, judged in assessed.lists
            for one in judged
            for _, pointer in one.gaps
        }
        whole = source.origin("system")
        located = site.room.locate([*gaps.values(), whole])
        self.places = {pointer: located[origin] for pointer, origin in gaps.items()}
        self.whole = located[whole]

    def row(self, one: Judged, scored: bool) -> Row:
        """The row of a question."""
        # A question that is put off says why, and not what was found.
        open_ = one.verdict in _MISSING
        findings = one.findings[:_PLACES] if open_ else ()
        places = dict.fromkeys(self.places[pointer] for _, pointer in one.gaps) if open_ else {}
        if one.verdict is Verdict.FAIL and one.answer is None and not findings and not places:
            # What is not there at all has no place of its own: the design is where to begin.
            places = {self.whole: None}
        shown = tuple(places)[: _PLACES - len(findings)]
        return Row(
            one,
            self.by_files[one.item.id],
            scored,
            self._why(one),
            tuple((found, self.site.finding_page(found)) for found in findings),
            shown,
            len(one.findings) + len(places) - len(findings) - len(shown) if open_ else 0,
            ", ".join(self.titles.get(each, each) for each in one.item.principles),
        )

    def _why(self, one: Judged) -> Markup:
        """What a verdict comes from, with the checks as links."""
        parts = _CODE.split(str(inline_code(sentence("; ".join(one.because)))))
        made = (self._code(part) if index % 2 else Markup(part) for index, part in enumerate(parts))
        return Markup("").join(made)

    def _code(self, code: str) -> Markup:
        if code not in REGISTRY:
            return Markup(code)
        there = self.site.addresses.href(self.page, address.of_check(code))
        return Markup('<a href="{}">{}</a>').format(there, code)


def _answers(site: Rendering, system: System) -> Answers:
    path = posixpath.join(system.folder, "assessment.yaml")
    held = next((each.path for each in site.room.of(Assessment) if each.folder == system.folder), "")
    if held:
        return Answers(held, True, True, site.hosting.edit_of(held), False)
    href, is_filled = site.hosting.new_file(path, TEXT_PLACE)
    return Answers(path, False, home(path), href, is_filled)


def _as_json(answer: Answer) -> str:
    """An answer as its file has it."""
    held = {
        "verdict": answer.verdict,
        "evidence": answer.evidence,
        "reason": answer.reason,
        "by": answer.by,
        "date": answer.date and answer.date.isoformat(),
        "owner": answer.owner,
        "expires": answer.expires and answer.expires.isoformat(),
    }
    return json.dumps({key: value for key, value in held.items() if value}, ensure_ascii=False)
