"""The only place where a session becomes somebody's: login page, second factor, guard."""

from datetime import datetime
from typing import cast

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.timezone import localdate

from congress.people.devices import device_name
from congress.people.lockout import client_address
from congress.people.models import User
from congress.people.rules import face_of
from congress.people.services import note_sign_in
from congress.people.sessions import Note, write_note

BACKEND = "congress.people.backends.PersonBackend"


def sign_in(request: HttpRequest, user: User, *, second_factor: bool, at: datetime) -> None:
    """Begin a signed-in session under a new session key."""
    login(request, user, backend=BACKEND)
    start_sign_in(request, second_factor=second_factor, at=at)


def start_sign_in(request: HttpRequest, *, second_factor: bool, at: datetime) -> None:
    """Note the session of `request.user`, in the session itself and for the owner's page."""
    user = cast("User", request.user)
    if request.session.session_key is None:
        request.session.create()
    face = face_of(user, on=localdate(at))
    write_note(request.session, Note(face=face, signed_in_at=at, seen_at=at, second_factor=second_factor))
    note_sign_in(
        user=user,
        session_key=request.session.session_key or "",
        device=device_name(request.headers.get("User-Agent", ""))[:60],
        address=client_address(request),
        second_factor=second_factor,
        at=at,
    )
