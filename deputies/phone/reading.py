"""A phone form as posted, in the shape that the queue sends: both go through `deputies.logbooks.sync.take_in`.

The script of the form (static/js/phone/form.js, `collect`) does the same with the same names.
"""

import re
from typing import Any
from uuid import UUID, uuid5

from django.http import QueryDict

from deputies.phone.kinds import PhoneForm

# Columns of a book of its own lie in `details`.
DETAILS = frozenset({"organiser", "opinions", "form", "lecturer", "thoughts"})
LISTS = frozenset({"households", "deputies"})
_VOICE = re.compile(r"voices-(\d{1,2})-(\w{1,20})\Z")
_SKIPPED = frozenset({"csrfmiddlewaretoken", "uid", "photos"})


def item_of(form: PhoneForm, post: QueryDict, uid: UUID, made_at: str) -> dict[str, Any]:
    """The item for `take_in`. Blocks of voters' words without any word are left out."""
    data: dict[str, Any] = {"details": {}}
    voices: dict[int, dict[str, Any]] = {}
    for name in post:
        if name in _SKIPPED:
            continue
        if found := _VOICE.match(name):
            voices.setdefault(int(found[1]), {})[found[2]] = post[name]
        elif name in LISTS:
            data[name] = post.getlist(name)
        elif name in DETAILS:
            data["details"][name] = post[name]
        else:
            data[name] = post[name]
    data["voices"] = [
        {**voice, "uid": str(uuid5(uid, str(number)))}
        for number, voice in sorted(voices.items())
        if any(str(value).strip() for key, value in voice.items() if key != "way")
    ]
    if form.subkind:
        data["subkind"] = form.subkind
    return {"uid": str(uid), "kind": form.kind, "made_at": made_at, "data": data}
