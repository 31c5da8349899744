"""The pages of a contract: every operation with what it takes and gives, and the schemas behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup, escape

from planroom.kinds.contract import Contract
from planroom.kinds.decision import Decision
from planroom.kinds.messages import Place
from planroom.kinds.operations import Operation
from planroom.model.bound import schema_key
from planroom.records import dataclass
from planroom.render import contract_head
from planroom.render.contract_findings import Found, found_in
from planroom.render.contract_places import Places, places
from planroom.render.contract_subjects import contract_subjects
from planroom.render.operation_samples import Beside, Share
from planroom.render.operation_view import View, Views, title_of
from planroom.render.page import Heading, Html, SitePage
from planroom.render.rendering import Rendering, folder_of
from planroom.render.samples import Samples
from planroom.render.schema_shape import Shapes
from planroom.render.schema_tree import Budget, Tree, Trees
from planroom.render.security_words import flows, scheme_words, scope_ways, scopes
from planroom.render.texts import Texts, sealed
from planroom.render.uses import Uses

_ROWS_OF_A_SCHEMA = 2000
_MANY = 12
"""From so many operations on, their table has a column for the tags."""


def pages(site: Rendering) -> Iterator[SitePage]:
    """The pages of every contract: one, or for a large one a page per tag and pages of schemas beside it."""
    uses = Uses(site)
    taken = frozenset(site.contract_pages.values())
    for contract in site.room.of(Contract):
        laid = places(contract, site.contract_pages[contract.path], taken)
        yield from _Book(site, contract, laid, uses).pages()


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
        return found_in(self.site, self.contract)

    @cached_property
    def shapes(self) -> Shapes:
        return Shapes(self.contract)

    def pages(self) -> Iterator[SitePage]:
        yield self._first()
        if self.places.is_split:
            for page, operations in self.places.by_page.items():
                yield self._of_tag(page, operations)
        for page, names in self.places.schema_pages.items():
            if page != self.places.page:
                yield self._of_schemas(page, names)

    def _first(self) -> SitePage:
        page, contract = self.places.page, self.contract
        texts = self._texts(page)
        own = () if self.places.is_split else contract.operations
        own_schemas = self.places.schema_pages.get(page, ())
        return self._page(
            page,
            self.title,
            "contract.md.jinja",
            head=contract_head.head(self.site, contract, page, texts, self.found),
            found=self.found,
            places=self.places,
            table=self.table(contract.operations),
            tagged=self.tagged,
            tags=self.tags,
            methods=list(dict.fromkeys(item.method for item in contract.operations)),
            has_scopes=any(scope_ways(item) for item in contract.operations),
            views=self._views(page, texts, own, len(own) + len(contract.webhooks)),
            webhooks=self._webhooks(page, texts, len(own)),
            schemes=[
                (
                    scheme,
                    scheme_words(scheme),
                    texts.line(scheme.description),
                    list(flows(scheme)),
                    scopes(scheme),
                )
                for scheme in contract.security_schemes.values()
            ],
            schemas=self._schemas(page, texts, own_schemas),
            elsewhere={} if page in self.places.schema_pages else self.places.schemas,
        )

    def _of_tag(self, page: str, operations: tuple[Operation, ...]) -> SitePage:
        texts = self._texts(page)
        tag = operations[0].tags[0] if operations[0].tags else "Other operations"
        return self._page(
            page,
            f"{tag}, {self.title}",
            "contract_tag.md.jinja",
            tag=tag,
            text=texts.block(self.contract.tags.get(tag, "")),
            places=self.places,
            table=self.table(operations),
            has_scopes=any(scope_ways(item) for item in operations),
            views=self._views(page, texts, operations, len(operations)),
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
            schemas=self._schemas(page, texts, names),
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
        return Texts(self.site.prose(page, folder_of(self.contract.path)))

    def _link(self, page: str, name: str) -> str:
        where, anchor = self.places.schemas.get(name, ("", ""))
        return self.site.addresses.href(page, where, anchor) if where else ""

    def _trees(self, page: str, texts: Texts, expand: int) -> Trees:
        return Trees(self.shapes, partial(self._link, page), texts.line, expand)

    def _views(self, page: str, texts: Texts, operations: tuple[Operation, ...], among: int) -> list[View]:
        makes = self._maker(page, texts, among)
        return [makes.view(operation, self.places.operations[operation]) for operation in operations]

    def _webhooks(self, page: str, texts: Texts, beside: int) -> list[View]:
        webhooks = self.contract.webhooks
        makes = self._maker(page, texts, beside + len(webhooks))
        return [makes.view(item, self.places.operations[item], webhook=True) for item in webhooks]

    def _maker(self, page: str, texts: Texts, among: int) -> Views:
        share = Share.among(among)
        return Views(
            self._trees(page, texts, share.expand),
            Beside(Samples(self.shapes), share.lines),
            texts,
            share,
            self.site.model.decisions.binding,
            partial(self.uses.relations, page),
            self.found.of,
        )

    def _schemas(
        self, page: str, texts: Texts, names: tuple[str, ...]
    ) -> list[tuple[str, str, Tree, tuple[Decision, ...]]]:
        """Name, anchor, tree and decisions of each named schema; those inside it are linked, not opened."""
        trees = replace(self._trees(page, texts, 1), whole=True)
        return [
            (
                name,
                self.places.schemas[name][1],
                trees.tree(self._schema(name), Budget(_ROWS_OF_A_SCHEMA)),
                self.site.model.decisions.bound_by(schema_key(self.contract, name)),
            )
            for name in names
        ]

    def _schema(self, name: str) -> Place:
        place = self.shapes.place(self.contract.value, self.contract.at())
        for key in self.contract.schemas[name]:
            place = place.at(key)
        return place

    @cached_property
    def tags(self) -> dict[str, str]:
        """The tags that operations stand under, each with its page; `""` where all stand on one."""
        found: dict[str, str] = {}
        for operation in self.contract.operations:
            tag = operation.tags[0] if operation.tags else "other"
            found.setdefault(tag, self.places.page_of(operation) if self.places.is_split else "")
        return found

    @property
    def tagged(self) -> bool:
        """Whether the table of operations names their tags."""
        return len(self.tags) > 1 and len(self.contract.operations) > _MANY

    def table(self, operations: tuple[Operation, ...]) -> list[dict[str, Any]]:
        """The rows of a table of operations."""
        return [
            {
                "operation": item,
                "path": breakable(item.path),
                "page": self.places.page_of(item),
                "anchor": self.places.operations[item],
                "said": title_of(item) if item.summary else item.operation_id or "not stated",
                "tag": item.tags[0] if item.tags else "other",
                "scope": " or ".join(" and ".join(way) for way in scope_ways(item)),
            }
            for item in operations
        ]


def breakable(path: str) -> Markup:
    """A path that breaks at its slashes, names in braces set quieter."""
    parts = re.split(r"(\{[^{}]*\}|/)", path)
    shown = (Markup("<i>{}</i>").format(part) if part.startswith("{") else escape(part) for part in parts)
    return Markup().join(Markup("{}<wbr>").format(part) if part == "/" else part for part in shown)
