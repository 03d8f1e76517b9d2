"""What set-up says when it cannot go on."""


class SetupError(Exception):
    """Something is missing: what it is, and what the reader can type to get it."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem if not remedy else f"{problem}\n  {remedy}")
        self.problem = problem
        self.remedy = remedy
