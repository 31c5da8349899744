"""The line at the foot of every page."""

from __future__ import annotations

from markupsafe import Markup

from planroom.diagnostics import Severity
from planroom.git import commit
from planroom.render.findings_page import checked
from planroom.render.rendering import Rendering
from planroom.render.words import day
from planroom.wording import counted


def build_line(site: Rendering) -> str:
    """What the foot of every page says: when it was built, from what, and what was found."""
    name = commit(site.room.root)
    source = Markup(" from <code>{}</code>").format(name) if name else Markup("")
    found = [
        counted(site.outcome.count(severity), severity.value)
        for severity in (Severity.ERROR, Severity.WARNING)
        if site.outcome.count(severity)
    ]
    said = ", ".join(found) or "No error, no warning"
    return str(
        Markup("Built {}{}: {}. {}.").format(day(site.today), source, checked(site) or "nothing yet", said)
    )
