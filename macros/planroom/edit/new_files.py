"""`new design`, `new api` and `new runbook`: files to start from."""

from __future__ import annotations

import json
from importlib.resources import files

from planroom.edit.new_decision import slug
from planroom.edit.plan import Edit
from planroom.errors import PlanroomError
from planroom.patterns import late

_NAME = late(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def new_design(name: str) -> Edit:
    """The design of a system of that name, at `specs/<name>/design.json`."""
    return Edit(f"specs/{_checked(name)}/design.json", None, _filled("design.json", name))


def new_api(system: str, name: str) -> Edit:
    """The OpenAPI contract of a service, at `specs/<system>/<name>.openapi.yaml`."""
    return Edit(
        f"specs/{_checked(system)}/{_checked(name)}.openapi.yaml", None, _filled("openapi.yaml", name)
    )


def new_runbook(title: str, alert: str = "", service: str = "") -> Edit:
    """A runbook for an alert, at `docs/runbooks/<title>.md`."""
    from planroom.kinds.runbook import FOLDER

    name = slug(title)
    if not _NAME.match(name):
        raise PlanroomError(f"`{title}` is no title for a runbook", "write some letters or digits")
    text = files("planroom").joinpath("templates", "runbook.md").read_text("utf-8")
    for mark, words in (
        ("{alert}", json.dumps(alert)),
        ("{service}", json.dumps(service)),
        ("{title}", title),
    ):
        text = text.replace(mark, " ".join(words.split()))
    return Edit(f"{FOLDER}{name}.md", None, text.encode("utf-8"))


def _checked(name: str) -> str:
    if _NAME.match(name):
        return name
    near = slug(name)
    hint = f"write `{near}`" if _NAME.match(near) else "use lower-case letters, digits and hyphens"
    raise PlanroomError(f"`{name}` is no name for a folder or file here", hint)


def _filled(template: str, name: str) -> bytes:
    text = files("planroom").joinpath("templates", template).read_text("utf-8")
    title = name.replace("-", " ").capitalize()
    return (
        text.replace("{name}", name)
        .replace("{title}", json.dumps(title, ensure_ascii=False)[1:-1])
        .encode("utf-8")
    )
