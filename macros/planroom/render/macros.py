"""The one object that hand-written pages call: `planroom`. Its methods are the macros of `kinds/macro.py`."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from planroom.checks import REGISTRY
from planroom.errors import PlanroomError
from planroom.kinds.decision import Decision
from planroom.model import System
from planroom.records import dataclass
from planroom.render import address, check_pages, system_page
from planroom.render.decision_rows import newest_first
from planroom.render.page import printable
from planroom.render.rendering import Rendering
from planroom.render.system_rows import system_rows

Put = Callable[[str, bool], str]
"""Keeps HTML and gives what stands for it in the page's Markdown; the flag says if it is a block."""


@dataclass(frozen=True)
class PageMacros:
    """The macros as one page calls them.

    `page` is the path of the calling page below the site's sources. A name that matches nothing raises a
    `PlanroomError`, with the same words as `planroom check`.
    """

    site: Rendering
    page: str
    put: Put

    def _put(self, html: str, is_block: bool) -> str:
        return self.put(printable(html), is_block)

    def _block(self, html: Markup) -> str:
        return self._put(str(html), True)

    def _template(self, template: str, **values: object) -> str:
        return self._block(self.site.html(template, self.page, **values))

    def _system(self, name: str) -> System:
        for system in self.site.model.systems:
            if system.name == name:
                return system
        raise PlanroomError(f"`{name}` is no system", "name one that exists")

    def systems(self) -> str:
        """A table of all systems."""
        return self._template("macro_systems.html.jinja", systems=system_rows(self.site))

    def services(self, system: str) -> str:
        """A table of a system's services."""
        found = self._system(system)
        return self._template(
            "macro_services.html.jinja", system=found, rows=system_page.service_rows(self.site, found)
        )

    def operations(self, system: str) -> str:
        """A table of every operation in a system's contracts."""
        return self._template("macro_operations.html.jinja", system=self._system(system), only="")

    def operation(self, system: str, operation_id: str) -> str:
        """One operation of a system."""
        found = self._system(system)
        known = {operation.operation_id for contract in found.contracts for operation in contract.operations}
        if operation_id not in known:
            raise PlanroomError(f"`{operation_id}` is no operation of that system", "name one that exists")
        return self._template("macro_operations.html.jinja", system=found, only=operation_id)

    def diagram(self, system: str) -> str:
        """The service map of a system."""
        found = self._system(system)
        return self._template(
            "macro_map.html.jinja", system=found, map=system_page.service_map(self.site, self.page, found)
        )

    def decisions(self, status: str = "", system: str = "", tag: str = "") -> str:
        """A table of decisions, newest first."""
        rows = [
            decision
            for decision in newest_first(self.site.room.of(Decision))
            if (not status or decision.status.value == status)
            and (not system or system in decision.systems)
            and (not tag or tag in decision.tags)
        ]
        return self._template("macro_decisions.html.jinja", decisions=rows)

    def decision(self, number: str) -> str:
        """A link to one decision with its status."""
        found = self.site.room.named(Decision, str(number))
        if len(found) != 1:
            how = "no decision" if not found else "the name of several decisions"
            raise PlanroomError(f"`{number}` is {how}", "name one that exists")
        return self._put(
            str(self.site.html("macro_decision.html.jinja", self.page, decision=found[0])).strip(), False
        )

    def findings(self, system: str = "") -> str:
        """What is wrong now."""
        found = self.site.findings_of(self._system(system)) if system else self.site.outcome.diagnostics
        return self._template("macro_findings.html.jinja", diagnostics=found)

    def checks(self, subject: str = "") -> str:
        """A table of the checks."""
        rows = [check for code, check in sorted(REGISTRY.items()) if code.startswith(subject)]
        return self._template("macro_checks.html.jinja", checks=rows, counts=check_pages.counts(self.site))

    def check(self, code: str) -> str:
        """A link to one check."""
        if code not in REGISTRY:
            raise PlanroomError(f"`{code}` is no check", "name one that exists")
        link = Markup('<a href="{}">{} {}</a>').format(
            self.site.addresses.href(self.page, address.of_check(code)), code, REGISTRY[code].name
        )
        return self._put(str(link), False)
