"""The code on the station's door: new every day, so that a photo of it is useless the next day."""

import hmac
from base64 import b32encode
from datetime import date, timedelta

from deputies.stations.models import Station

LENGTH = 16


def door_token(station: Station, day: date) -> str:
    """The token of a day: 80 bits over the station's secret and the date, for a QR code or for typing."""
    mac = hmac.digest(bytes(station.door_secret), f"door {day.isoformat()}".encode(), "sha256")
    return b32encode(mac).decode()[:LENGTH]


def is_door_token(station: Station, token: str, day: date) -> bool:
    """Is it this station's token of that day?"""
    given = token.strip().upper().encode("ascii", "replace")
    return hmac.compare_digest(door_token(station, day).encode(), given)


def is_old_door_token(station: Station, token: str, day: date) -> bool:
    """Was it right within the week before: somebody scanned yesterday's picture."""
    return any(is_door_token(station, token, day - timedelta(days=back)) for back in range(1, 8))
