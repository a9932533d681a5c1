"""The five things that a deputy writes down on the phone, and what each form asks for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deputies.logbooks.kinds import WRITTEN, Book
from deputies.logbooks.states import ActivityKind, Kind


@dataclass(frozen=True, slots=True)
class PhoneForm:
    """One form. `fields` in the order of the page; the first is what a thumb should meet first.

    `subkind` is set for forms that are about one type of activity alone. `voices`: how many blocks for voters' words the
    page shows before any script adds more; `raises`: what is said always becomes a suggestion.
    """

    slug: str
    kind: str
    label: str | Promise
    note: str | Promise
    icon: str
    fields: tuple[str, ...]
    subkind: str = ""
    voices: int = 0
    raises: bool = False
    content_label: str | Promise = ""

    @property
    def book(self) -> Book:
        return WRITTEN[self.kind]


VISIT = PhoneForm(
    "visit",
    Kind.ACTIVITY,
    _("记走访"),
    _("没有信号也能存"),
    "footprints",
    ("voices", "households", "content", "photos", "happened_on", "place", "people", "where"),
    subkind=ActivityKind.VISIT,
    voices=3,
    content_label=_("走访情况"),
)
RECEPTION = PhoneForm(
    "reception",
    Kind.RECEPTION,
    _("记接待"),
    _("来一位记一位"),
    "messages-square",
    ("voices", "happened_on", "starts_at", "ends_at", "station", "place", "content", "photos"),
    voices=3,
    content_label=_("接待情况"),
)
SNAP = PhoneForm(
    "snap",
    Kind.ACTIVITY,
    _("随手拍"),
    _("拍照加一句话"),
    "camera",
    ("photos", "voices", "place", "happened_on", "where"),
    subkind=ActivityKind.OTHER,
    voices=1,
    raises=True,
)
ACTIVITY = PhoneForm(
    "activity",
    Kind.ACTIVITY,
    _("记活动"),
    _("视察、调研、小组活动"),
    "clipboard-list",
    ("subkind", "title", "content", "opinions", "photos", "happened_on", "starts_at", "ends_at", "place", "organiser",
     "people", "deputies"),
    content_label=_("活动情况"),
)  # fmt: skip
TRAINING = PhoneForm(
    "training",
    Kind.TRAINING,
    _("记学习"),
    _("培训、讲座、自学"),
    "book-open",
    ("title", "form", "hours", "content", "thoughts", "lecturer", "photos", "happened_on", "place"),
    content_label=_("内容摘要"),
)

FORMS: dict[str, PhoneForm] = {form.slug: form for form in (VISIT, RECEPTION, SNAP, ACTIVITY, TRAINING)}
MOST_PHOTOS = 6
