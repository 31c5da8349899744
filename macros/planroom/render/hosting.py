"""Where the repository is shown: addresses of its files on the hosts people use."""

from __future__ import annotations

import re

from planroom.records import dataclass


@dataclass(frozen=True)
class Hosting:
    """The addresses of a repository's files: a file's path goes behind `view` or `edit`.

    Empty where the host is not known; then pages show paths and no links.
    """

    view: str = ""
    edit: str = ""


_FORMS = {
    "github": ("{repo}/blob/{branch}/", "{repo}/edit/{branch}/"),
    "gitlab": ("{repo}/-/blob/{branch}/", "{repo}/-/edit/{branch}/"),
    "bitbucket": ("{repo}/src/{branch}/", "{repo}/src/{branch}/{{path}}?mode=edit"),
    "gitea": ("{repo}/src/branch/{branch}/", "{repo}/_edit/{branch}/"),
}


def hosting(repo_url: str, edit_uri: str = "", below: str = "") -> Hosting:
    """The hosting of a repository by the site's `repo_url` and `edit_uri` (for the branch).

    `below` is the room's folder in the repository, `""` where it is the whole.
    """
    repo = repo_url.rstrip("/").removesuffix(".git")
    if not re.match(r"https?://", repo):
        return Hosting()
    host = repo.split("/")[2].lower()
    form = next(
        (forms for name, forms in _FORMS.items() if name in host or (name == "gitea" and "codeberg" in host)),
        None,
    )
    if form is None:
        return Hosting()
    branch = re.search(r"(?:edit|blob|src)/(?:branch/)?([^/]+)/", edit_uri or "")
    values = {"repo": repo, "branch": branch[1] if branch else "main"}
    prefix = below.strip("/") + "/" if below.strip("/") else ""
    view, edit = (text.format(**values) + prefix for text in form)
    return Hosting(view, "" if "{path}" in edit else edit)
