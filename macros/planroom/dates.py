"""The day that a run counts as today, and days as people write them."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from planroom.errors import PlanroomError


def run_date(stated: date | None = None) -> date:
    """Today's date: as stated, else from `SOURCE_DATE_EPOCH` (seconds, UTC), else from the clock."""
    if stated is not None:
        return stated
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            raise PlanroomError(f"SOURCE_DATE_EPOCH is `{epoch}`", "set it to seconds since 1970") from error
    return date.today()


def day_in(text: str) -> date | None:
    """The day that a text states as `YYYY-MM-DD`, `None` where it states none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
