"""The one exception that the command line shows as a sentence and not as a traceback."""


class Trouble(Exception):
    """Something the person at the keyboard can mend: what happened, and what to do about it."""

    def __init__(self, what: str, to_do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.to_do = to_do

    def __str__(self) -> str:
        return f"{self.what}\n{self.to_do}".rstrip()
