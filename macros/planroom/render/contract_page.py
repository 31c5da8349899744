"""The pages of a contract: every operation with what it takes and gives, and the schemas behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from planroom.diagnostics import Diagnostic
from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.kinds.messages import Place
from planroom.kinds.operations import Operation
from planroom.model.bound import schema_key
from planroom.records import dataclass
from planroom.render import contract_head
from planroom.render.contract_anchors import named_places
from planroom.render.contract_findings import Found, found_in
from planroom.render.contract_places import PAGE, Part, Places
from planroom.render.contract_servers import server_rows
from planroom.render.contract_subjects import contract_subjects
from planroom.render.operation_samples import Beside
from planroom.render.operation_table import Group, Table, table, table_of
from planroom.render.operation_view import View, Views
from planroom.render.outside_links import docs
from planroom.render.page import Heading, Html, SitePage
from planroom.render.pending import Allowance, Pending
from planroom.render.rendering import Rendering, folder_of
from planroom.render.samples import Samples
from planroom.render.schema_shape import Shapes
from planroom.render.schema_tree import Budget, Tree, Trees
from planroom.render.security_words import described_at, flows, scheme_words, scopes
from planroom.render.texts import Texts, sealed
from planroom.render.try_page import Trial, trial_of
from planroom.render.uses import Uses


def pages(site: Rendering) -> Iterator[SitePage]:
    """The pages of every contract: one, or for a large one a page per tag and pages of schemas beside it."""
    uses = Uses(site)
    for contract in site.room.of(Contract):
        yield from _Book(site, contract, site.contract_places(contract), uses).pages()


@dataclass(frozen=True)
class _Book:
    """One contract on its pages."""

    site: Rendering
    contract: Contract
    places: Places
    uses: Uses

    @cached_property
    def title(self) -> str:
        return self.contract.title or self.contract.path.rpartition("/")[2]

    @cached_property
    def found(self) -> Found:
        return found_in(self.site, self.contract, self.places)

    @cached_property
    def shapes(self) -> Shapes:
        return Shapes(self.contract)

    @cached_property
    def trial(self) -> Trial:
        return trial_of(self.site, self.contract)

    def pages(self) -> Iterator[SitePage]:
        yield self._first()
        for part in self.places.parts:
            yield self._of_part(part)
        for page, names in self.places.schema_pages.items():
            if page != self.places.page:
                yield self._of_schemas(page, names)

    def _first(self) -> SitePage:
        page, contract, places = self.places.page, self.contract, self.places
        texts = self._texts(page)
        allowance = Allowance()
        hooks = () if places.parts_of("Webhooks", webhooks=True) else contract.webhooks
        own_schemas = places.schema_pages.get(page, ())
        all_rows = table(contract, places, texts)
        return self._page(
            page,
            self.title,
            "contract.md.jinja",
            head=contract_head.head(self.site, contract, page, texts, self.found),
            found=self.found,
            places=places,
            table=all_rows,
            by_tag=self._by_tag(page, texts, allowance, all_rows),
            webhooks=self._views(page, texts, allowance, hooks, webhook=True),
            webhook_rows=table_of(() if hooks else contract.webhooks, places),
            schemes=[
                (
                    scheme,
                    scheme_words(scheme),
                    texts.line(scheme.description),
                    list(flows(scheme)),
                    [*described_at(scheme)],
                    scopes(scheme),
                )
                for scheme in contract.security_schemes.values()
            ],
            servers=server_rows(contract, texts),
            schemas=self._schemas(page, texts, allowance, own_schemas),
            trial=self.trial,
            elsewhere=[item for item in places.schema_pages.items() if item[0] != page],
        )

    def _by_tag(
        self, page: str, texts: Texts, allowance: Allowance, rows: Table
    ) -> list[tuple[Group, Markup, list[View]]]:
        """The operations of the first page with their group and its text above them."""
        if self.places.is_split:
            return []
        return [
            (
                group,
                self._of_tag(group.tag, texts),
                self._views(page, texts, allowance, tuple(line.operation for line in group.lines)),
            )
            for group in rows.groups
        ]

    def _of_tag(self, name: str, texts: Texts) -> Markup:
        """What is said of a tag, and where more is."""
        tag = self.contract.tags.get(name)
        if tag is None:
            return Markup()
        more = docs(tag.value.get("externalDocs"))
        return texts.block(tag.description) + (Markup("<p>See {}.</p>").format(more) if more else "")

    def _of_part(self, part: Part) -> SitePage:
        texts = self._texts(part.page)
        is_first = not part.webhooks and part.number == 1
        title = part.tag if part.webhooks else self.contract.tag_title(part.tag)
        whole = f"{title}, part {part.number} of {part.among}" if part.among > 1 else title
        return self._page(
            part.page,
            f"{whole}, {self.title}",
            "contract_tag.md.jinja",
            part=part,
            siblings=self.places.parts_of(part.tag, webhooks=part.webhooks),
            heading_text=whole,
            text=self._of_tag(part.tag, texts) if is_first else "",
            findings=self.found.at("tag", part.tag) if is_first else (),
            places=self.places,
            table=table_of(part.operations, self.places),
            views=self._views(part.page, texts, Allowance(), part.operations, webhook=part.webhooks),
        )

    def _of_schemas(self, page: str, names: tuple[str, ...]) -> SitePage:
        texts = self._texts(page)
        title = "Schemas" if len(self.places.schema_pages) == 1 else f"Schemas, {names[0]} to {names[-1]}"
        return self._page(
            page,
            f"{title}, {self.title}",
            "contract_schemas.md.jinja",
            heading_text=title,
            places=self.places,
            schemas=self._schemas(page, texts, Allowance(), names),
        )

    def _page(self, page: str, title: str, template: str, **values: Any) -> SitePage:
        made = self.site.blocks(template, page, contract=self.contract, title=self.title, **values)
        blocks = tuple(Html(sealed(block.text)) if isinstance(block, Html) else block for block in made)
        return SitePage(
            page,
            title,
            tuple(block for block in blocks if isinstance(block, Heading) or block.text),
            self.contract.path,
            contract_head.about(self.contract) if page == self.places.page else "",
            hide=("toc",),
            subjects=contract_subjects(self.contract, self.places, page, self.title),
        )

    def _texts(self, page: str) -> Texts:
        prose = self.site.prose(page, folder_of(self.contract.path))

        def relink(target: str) -> str | None:
            if not target.startswith("#"):
                return prose.relink(target)
            place = self._named_place(target[1:])
            return self.site.addresses.href(page, *place) if place else None

        return Texts(replace(prose, relink=relink))

    @cached_property
    def _named_place(self) -> Callable[[str], tuple[str, str] | None]:
        return named_places(self.contract, self.places)

    def _link(self, page: str, name: str) -> str:
        where, anchor = self.places.schemas.get(name, ("", ""))
        return self.site.addresses.href(page, where, anchor) if where else ""

    @cached_property
    def _named(self) -> dict[str, Operation]:
        """The operations by id, and by method and path."""
        return {
            name: item for item in self.contract.operations for name in (item.operation_id, item.call) if name
        }

    def _operation_link(self, page: str, name: str) -> str:
        operation = self._named.get(name)
        return self.site.addresses.href(page, *self.places.of(operation)) if operation else ""

    def _trees(self, page: str, texts: Texts, expand: int) -> Trees:
        return Trees(self.shapes, partial(self._link, page), texts.line, expand)

    def _views(
        self,
        page: str,
        texts: Texts,
        allowance: Allowance,
        operations: tuple[Operation, ...],
        *,
        webhook: bool = False,
    ) -> list[View]:
        makes = Views(
            self._trees(page, texts, self.places.expand),
            Beside(Samples(self.shapes)),
            texts,
            self.site.model.decisions.binding,
            partial(self.uses.relations, page),
            self.found.of,
            partial(self._operation_link, page),
            allowance,
            self.site.addresses.href(page, self.trial.page) if self.trial.page and not webhook else "",
        )
        return [makes.view(item, self.places.of(item)[1], webhook=webhook) for item in operations]

    def _schemas(
        self, page: str, texts: Texts, allowance: Allowance, names: tuple[str, ...]
    ) -> list[tuple[str, str, Tree, tuple[Decision, ...], tuple[Diagnostic, ...], tuple[Diagnostic, ...]]]:
        """Name, anchor, tree, decisions, all findings and those at no row; named ones inside are linked."""
        trees = replace(self._trees(page, texts, 1), whole=True)
        shown = []
        for name in names:
            found = self.found.at("schema", name)
            pending = Pending(allowance.of(found)[0])
            tree = replace(trees, pending=pending).tree(self._schema(name), Budget(PAGE))
            decisions = self.site.model.decisions.bound_by(schema_key(self.contract, name))
            anchor = self.places.schemas[name][1]
            shown.append((name, anchor, tree, decisions, found, pending.rest()))
        return shown

    def _schema(self, name: str) -> Place:
        place = self.shapes.place(self.contract.value, self.contract.at())
        for key in self.contract.schemas[name]:
            place = place.at(key)
        return place
