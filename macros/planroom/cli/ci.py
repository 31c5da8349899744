"""What a CI job says of itself in its environment: where people read the files that it checks."""

from __future__ import annotations

from collections.abc import Mapping


def source_url(environment: Mapping[str, str]) -> str:
    """The address below which the checked commit's files are shown, `""` outside of GitHub and GitLab."""

    def known(*names: str) -> list[str]:
        values = [environment.get(name, "") for name in names]
        return values if all(values) else []

    if github := known("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"):
        server, repository, commit = github
        return f"{server}/{repository}/blob/{commit}/"
    if gitlab := known("CI_PROJECT_URL", "CI_COMMIT_SHA"):
        project, commit = gitlab
        return f"{project}/-/blob/{commit}/"
    return ""
