"""One file for each way out. To add one, copy a similar file and name it in `delivery.ROADS`.

A channel has `is_open()`, `send(notice, message) -> receipt`, and `route(notice)`, which names what can be down as a
whole.
`send` may be called twice for one notice (the worker died in between): whatever it hands over carries the
notice's key, so that the other side can tell a repetition.
"""


class ChannelError(Exception):
    """Text for the operator; it must not hold an address or the words of the message."""


class Refused(ChannelError):
    """The other side will never take this; trying again is useless."""


class Down(ChannelError):
    """The other side cannot be reached now; the run leaves this route alone."""
