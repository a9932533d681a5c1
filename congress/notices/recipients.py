"""To whom a notice goes."""

from dataclasses import dataclass
from typing import TypeAlias

from congress.notices.states import Channel
from congress.people.models import User
from congress.regions.models import Organisation


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody without an account: exactly one of a mobile number, a mail address, a partner system's URL."""

    phone: str = ""
    email: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if sum(map(bool, (self.phone, self.email, self.url))) != 1:
            raise ValueError("a Recipient has exactly one of phone, email, url")

    @property
    def address(self) -> str:
        return self.phone or self.email or self.url

    @property
    def channel(self) -> Channel:
        """The only way to reach this address."""
        if self.phone:
            return Channel.SMS
        return Channel.EMAIL if self.email else Channel.WEBHOOK

    def __repr__(self) -> str:
        # An address is personal data and reprs end in logs.
        return f"Recipient({self.channel.value})"


To: TypeAlias = User | Organisation | Recipient


def channel_for(to: To, wanted: str | None) -> Channel:
    """The channel of a notice; ValueError when the recipient cannot be reached that way."""
    if isinstance(to, Recipient):
        if wanted not in (None, to.channel):
            raise ValueError(f"{to!r} cannot be reached by {wanted}")
        return to.channel
    channel = Channel(wanted or Channel.INBOX)
    allowed = {Channel.INBOX, Channel.SMS, Channel.EMAIL} if isinstance(to, User) else {Channel.INBOX}
    if channel not in allowed:
        raise ValueError(f"a {type(to).__name__} cannot be reached by {channel}")
    return channel
