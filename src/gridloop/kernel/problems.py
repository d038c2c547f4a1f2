"""The one way to say that something cannot be done: what, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field

from gridloop.kernel.wording import Language, say


@dataclass(frozen=True, slots=True)
class Trouble:
    """One detail of a problem: ``where`` is a field, column or line; the text is said from ``code``."""

    where: str
    code: str
    params: dict[str, object] = field(default_factory=dict)


class Problem(Exception):
    """A refusal that reaches the user as an RFC 9457 problem document.

    ``code`` names a message (``stage.key``); ``<code>_mend``, where it exists, tells how to mend it.
    """

    def __init__(self, code: str, status: int = 400, troubles: tuple[Trouble, ...] = (), /, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.status = status
        self.troubles = troubles
        self.params = params

    def title(self, language: Language) -> str:
        """Return what went wrong in the reader's language."""
        return say(self.code, language, **self.params)

    def __str__(self) -> str:
        return self.title("en")


class NotFoundProblem(Problem):
    """The thing does not exist, or is outside the asker's scope (the two are not told apart)."""

    def __init__(self, kind: str, key: object) -> None:
        super().__init__("kernel.not_found", 404, kind=kind, key=key)
