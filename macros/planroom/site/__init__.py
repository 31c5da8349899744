"""The site: the only package that knows MkDocs."""

from planroom.site.plugin import PlanroomPlugin

__all__ = ["PlanroomPlugin"]
