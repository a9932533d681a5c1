"""What services raise when the office's rules say no. Faces translate: forms show it, the API makes a problem document."""


class DomainError(Exception):
    """A refusal with a stable code and a Chinese sentence for the person at the screen.

    `status` is the HTTP status of the face's answer; `field` names the form field that the sentence belongs to.
    """

    status = 409

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = str(message)
        self.field = field

    def __str__(self) -> str:
        return self.message


class BadInput(DomainError):
    """What was typed cannot be taken (422; the form shows it beside the field)."""

    status = 422


class NotAllowed(DomainError):
    """The actor may see the matter but may not do this."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or the actor may not see it. The two are never told apart."""

    status = 404


class WrongState(DomainError):
    """The step does not exist in the present state."""


class Stale(DomainError):
    """Somebody was faster: the page was drawn from an older version."""


class RightExpired(DomainError):
    """The window in which this could be done has closed."""


class TooMany(DomainError):
    """Too many tries (429). `retry_after`: seconds until one can succeed again."""

    status = 429

    def __init__(self, code: str, message: str, *, retry_after: int, field: str | None = None) -> None:
        super().__init__(code, message, field=field)
        self.retry_after = retry_after
