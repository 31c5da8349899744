"""One operation as its page shows it: texts, relations, trees, responses, examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from markupsafe import Markup, escape

from planroom.diagnostics import Diagnostic, Severity
from planroom.kinds.decision import Decision
from planroom.kinds.messages import Media, Place, Response
from planroom.kinds.operations import Operation, Requirement, read_callbacks
from planroom.records import dataclass
from planroom.render.contract_places import main_tag
from planroom.render.contract_weights import OF_A_TREE, OF_PARAMETERS
from planroom.render.deprecation_words import deprecation
from planroom.render.operation_samples import Beside, Sample, phrase
from planroom.render.outside_links import docs
from planroom.render.pending import Allowance, Pending
from planroom.render.schema_tree import Budget, Row, Tree, Trees
from planroom.render.security_words import all_need_scopes, is_open, scope_ways, ways_in
from planroom.render.texts import Texts
from planroom.render.try_page import place_of
from planroom.wording import listed

_MOST_CALLBACKS = 8
_GROUPS = (
    ("path", "Path parameters"),
    ("query", "Query parameters"),
    ("querystring", "Query string"),
    ("header", "Headers"),
    ("cookie", "Cookies"),
)


@dataclass(frozen=True)
class Sent:
    """What is sent or comes back under some statuses: the media types that share a schema, and its tree."""

    statuses: str
    media: str
    tree: Tree


@dataclass(frozen=True)
class Answer:
    """A row of the responses: what it means, what it holds, and what was found in it."""

    status: str
    meaning: Markup
    headers: tuple[str, ...]
    body: Markup
    links: tuple[Markup, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class View:
    """Everything that is shown of one operation.

    `findings` are those that stand at none of its parts; those of its body are `body_findings`; so many as
    `unshown` says have no room on the page.
    """

    operation: Operation
    anchor: str
    title: str
    path: str
    text: Markup
    decisions: tuple[Decision, ...]
    relations: tuple[tuple[str, tuple[Markup, ...]], ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    body_text: Markup
    body_required: bool
    body: tuple[Sent, ...]
    answers: tuple[Answer, ...]
    folds: tuple[Sent, ...]
    headers: tuple[Row, ...]
    samples: tuple[Sample, ...]
    findings: tuple[Diagnostic, ...]
    body_findings: tuple[Diagnostic, ...]
    webhook: bool
    try_at: str
    callbacks: tuple[tuple[str, View], ...]
    unshown: int = 0


@dataclass(frozen=True)
class Views:
    """Makes the views of the operations of one page."""

    trees: Trees
    samples: Beside
    texts: Texts
    decisions: Callable[[Operation], tuple[Decision, ...]]
    design: Callable[[Operation], Iterator[tuple[str, tuple[Markup, ...]]]]
    findings: Callable[[Operation], tuple[Diagnostic, ...]]
    address_of: Callable[[str], str]
    allowance: Allowance
    try_page: str = ""

    def view(self, operation: Operation, anchor: str, *, webhook: bool = False) -> View:
        """The view of an operation."""
        found, unshown = self.allowance.of(self.findings(operation))
        pending = Pending(item for item in found if item.severity is not Severity.INFO)
        made = replace(self, trees=replace(self.trees, pending=pending))
        hints = tuple(item for item in found if item.severity is Severity.INFO)
        return replace(made._view(operation, anchor, webhook, pending, hints), unshown=unshown)

    def _view(
        self,
        operation: Operation,
        anchor: str,
        webhook: bool,
        pending: Pending,
        hints: tuple[Diagnostic, ...],
    ) -> View:
        groups = tuple(self._groups(operation))
        content = operation.body.content if operation.body else ()
        body = tuple(self._bodies(content, "", Budget(OF_A_TREE)))
        described = operation.body.description if operation.body else ""
        in_body = pending.take(operation.body.origin) if operation.body else ()
        folds, headers = tuple(self._folds(operation, Budget(OF_A_TREE))), tuple(self._headers(operation))
        answers = tuple(self._answer(operation, response) for response in operation.responses)
        callbacks = () if webhook else tuple(self._callbacks(operation))
        return View(
            operation,
            anchor,
            title_of(operation),
            operation.path if webhook else operation.full_paths[0],
            self.texts.block(operation.description or operation.path_item.text("description")),
            self.decisions(operation),
            (*self._ends(operation), *self.design(operation), *self._asks(operation, webhook=webhook)),
            groups,
            self.texts.line(described),
            bool(operation.body and operation.body.required),
            body,
            answers,
            folds,
            headers,
            tuple(self.samples.of(operation, webhook=webhook)),
            (*pending.rest(), *hints),
            in_body,
            webhook,
            f"{self.try_page}#{place_of(operation)}" if self.try_page else "",
            callbacks,
        )

    def _callbacks(self, operation: Operation) -> Iterator[tuple[str, View]]:
        for name, called in islice(read_callbacks(operation), _MOST_CALLBACKS):
            view = self.view(called, "", webhook=True)
            yield name, replace(view, findings=self.trees.pending.take(called.origin))

    def _groups(self, operation: Operation) -> Iterator[tuple[str, tuple[Row, ...]]]:
        budget = Budget(OF_PARAMETERS)
        for where, title in _GROUPS:
            rows = tuple(
                self.trees.parameter(parameter, budget)
                for parameter in operation.parameters
                if parameter.where == where
            )
            if rows:
                yield title, rows

    def _bodies(self, content: tuple[Media, ...], statuses: str, budget: Budget) -> Iterator[Sent]:
        """The schemas of a body, each once with the media types that share it."""
        shared: dict[str, list[Media]] = {}
        for media in content:
            shared.setdefault(repr(media.schema), []).append(media)
        for alike in shared.values():
            first = alike[0]
            tree = self.trees.tree(self.trees.shapes.place(first.schema, first.schema_origin), budget)
            kinds = ", ".join(media.media_type for media in alike)
            kinds += ", one after the other" if _streams(first) else ""
            yield Sent(statuses, kinds, replace(tree, notes=(*tree.notes, *_encodings(first))))

    def _answer(self, operation: Operation, response: Response) -> Answer:
        kinds: list[Markup] = []
        for media in response.content:
            if media.schema is None:
                kinds.append(escape(media.media_type))
            else:
                shape = self.trees.shapes.read(self.trees.shapes.place(media.schema, media.schema_origin))
                kind = self.trees.name_of(shape) or self.trees.type_of(shape)
                kinds.append(Markup("stream of {}").format(kind) if _streams(media) else kind)
        body = Markup(" or ").join(dict.fromkeys(kinds)) if kinds else Markup("none")
        meaning = self.texts.line(response.description) or escape(phrase(response.status))
        headers = tuple(item.name for item in response.headers)
        links = tuple(self._links(operation, response))
        found = self.trees.pending.take(response.origin)
        return Answer(response.status, meaning, headers, body, links, found)

    def _links(self, operation: Operation, response: Response) -> Iterator[Markup]:
        """What can be called next with what came back."""
        place = Place(operation.value, operation.origin, operation.contract.documents)
        links = place.at("responses").at(response.status).followed().at("links")
        for name, entry in links.entries():
            held = entry.followed()
            called = held.text("operationId") or held.text("operationRef") or name
            at = self.address_of(called)
            said = Markup('<a href="{}">{}</a>').format(at, called) if at else escape(called)
            given = [
                f"{key} from {value.value}"
                for key, value in held.at("parameters").entries()
                if isinstance(value.value, str)
            ]
            yield said + (f", {', '.join(given)}" if given else "")

    def _folds(self, operation: Operation, budget: Budget) -> Iterator[Sent]:
        """The bodies that come back, those that share a schema in one fold."""
        shared: dict[str, tuple[list[str], tuple[Media, ...]]] = {}
        for response in operation.responses:
            content = tuple(media for media in response.content if media.schema is not None)
            if content:
                key = repr([media.schema for media in content[:1]])
                shared.setdefault(key, ([], content))[0].append(response.status)
        for statuses, content in shared.values():
            named = self.trees.shapes.read(
                self.trees.shapes.place(content[0].schema, content[0].schema_origin)
            )
            if named.component and self.trees.link(named.component) and self.trees.expand == 1:
                continue
            for sent in self._bodies(content, listed(statuses), budget):
                if sent.tree.rows:
                    yield sent

    def _headers(self, operation: Operation) -> Iterator[Row]:
        budget = Budget(8_000)
        seen: set[str] = set()
        for response in operation.responses:
            for header in response.headers:
                if header.name not in seen and budget.left > 0:
                    seen.add(header.name)
                    yield self.trees.parameter(header, budget)

    def _ends(self, operation: Operation) -> Iterator[tuple[str, tuple[Markup, ...]]]:
        """When a deprecated operation ends, and what to use instead, linked where it is an operation."""
        for verb, said in deprecation(operation.value):
            at = self.address_of(said)
            yield verb, ((Markup('<a href="{}">{}</a>').format(at, said) if at else escape(said)),)

    def _asks(self, operation: Operation, *, webhook: bool) -> Iterator[tuple[str, tuple[Markup, ...]]]:
        # What a contract asks of all callers is not asked of the server that calls a webhook.
        stated = "security" in operation.value or not webhook
        ways, schemes = scope_ways(operation) if stated else (), ways_in(operation)
        if ways and not all_need_scopes(operation):
            yield "Asks for", (Markup(", or ").join(map(_way, operation.security)),)
        elif schemes:
            said = (Markup(" and ").join(map(_code, way)) or escape("nothing") for way in schemes)
            yield "Asks for", (Markup(", or ").join(said),)
        if ways and all_need_scopes(operation):
            said = (Markup(" and ").join(map(_code, way)) for way in ways)
            yield "Needs scope", (Markup(" or ").join(said),)
        elif (
            not ways and not schemes and stated and is_open(operation) and operation.contract.security_schemes
        ):
            yield "Open to", (Markup("anybody, no authentication"),)
        others = [name for name in operation.tags if name != main_tag(operation)]
        if others:
            yield "Tagged", (escape(listed(operation.contract.tag_title(name) for name in others)),)
        more = docs(operation.value.get("externalDocs"))
        if more:
            yield "See also", (more,)


def _way(way: Requirement) -> Markup:
    """`oauth with read and write and key`: one of the ways to be let in, with its scopes."""
    said = (
        _code(name) + (Markup(" with {}").format(Markup(" and ").join(map(_code, scopes))) if scopes else "")
        for name, scopes in way.schemes
    )
    return Markup(" and ").join(said) or escape("nothing")


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def _encodings(media: Media) -> Iterator[Markup]:
    for name, form in media.encodings:
        yield Markup("{} as {}.").format(_code(name), form)


def _streams(media: Media) -> bool:
    """Whether a schema is that of each item of a stream (3.2, `itemSchema`)."""
    return media.schema is not None and media.schema_origin.pointer[-1:] == ("itemSchema",)


def title_of(operation: Operation) -> str:
    """What an operation is called on its page: its summary without the full stop, else its id or its path."""
    said = " ".join(operation.summary.split())
    if said.endswith(".") and not said.endswith("..") and said.count(".") == 1:
        said = said[:-1]
    return said or operation.name
