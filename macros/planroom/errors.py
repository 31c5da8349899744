"""Errors that end a run: a misused command or settings that cannot be followed."""


class PlanroomError(Exception):
    """Something the user asked for cannot be done; the command line prints it and exits with 2.

    `message` says what is the matter in one line, `hint` (may be empty) what to do about it.
    What is wrong in an artifact is never an exception: it is a finding.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
