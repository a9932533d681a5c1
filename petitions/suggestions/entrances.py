"""Which form and which service stand behind each step of the flow: one table for the desk's pages and the API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from petitions.suggestions import forms
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services import (
    attention,
    crisis,
    handling,
    merging,
    rating,
    reply,
    transfer,
    triage,
)


@dataclass(frozen=True, slots=True)
class Entrance:
    """A form whose fields are the keyword arguments of the service; the service gives back the suggestion."""

    form: type[forms.StepForm]
    service: Callable[..., Suggestion]
    icon: str = "circle-dot"


# Steps taken by citizens or by the system alone have their own entrances, or none.
ENTRANCES: dict[str, Entrance] = {
    "classify": Entrance(forms.ClassifyForm, triage.classify_suggestion, "tag"),
    "accept": Entrance(forms.EmptyForm, triage.accept_suggestion, "inbox"),
    "answer_on_spot": Entrance(forms.AnswerOnSpotForm, triage.answer_on_spot, "message-square"),
    "decline": Entrance(forms.DeclineForm, triage.decline_suggestion, "circle-x"),
    "transfer": Entrance(forms.TransferForm, transfer.transfer_suggestion, "send"),
    "designate": Entrance(forms.DesignateForm, transfer.designate_handler, "gavel"),
    "sign": Entrance(forms.EmptyForm, transfer.sign_suggestion, "check"),
    "return_to_sender": Entrance(forms.ReturnForm, transfer.return_suggestion, "undo-2"),
    "record_contact": Entrance(forms.NoteForm, handling.record_contact, "phone"),
    "report_progress": Entrance(forms.NoteForm, handling.report_progress, "message-circle"),
    "ask_extension": Entrance(forms.ExtensionForm, handling.ask_extension, "calendar-plus"),
    "grant_extension": Entrance(forms.OptionalNoteForm, handling.grant_extension, "calendar-check"),
    "refuse_extension": Entrance(forms.NoteForm, handling.refuse_extension, "calendar-x"),
    "start_joint": Entrance(forms.JointForm, handling.start_joint_handling, "users"),
    "give_opinion": Entrance(forms.NoteForm, handling.give_opinion, "message-square"),
    "reply": Entrance(forms.ReplyForm, reply.reply_suggestion, "reply"),
    "publish": Entrance(forms.PublishForm, reply.publish_suggestion, "globe"),
    "unpublish": Entrance(forms.OptionalNoteForm, reply.unpublish_suggestion, "eye-off"),
    "urge": Entrance(forms.UrgeForm, attention.urge_suggestion, "bell-ring"),
    "supervise": Entrance(forms.NoteForm, attention.supervise_suggestion, "eye"),
    "follow_up": Entrance(forms.FollowUpForm, rating.follow_up_suggestion, "phone-call"),
    "rate": Entrance(forms.RateForm, rating.rate_suggestion, "star"),
    "hold_meeting": Entrance(forms.NoteForm, rating.hold_meeting, "users"),
    "conclude": Entrance(forms.OptionalNoteForm, rating.conclude_suggestion, "circle-check"),
    "archive": Entrance(forms.EmptyForm, rating.archive_suggestion, "archive"),
    "merge": Entrance(forms.MergeForm, merging.merge_suggestion, "git-merge"),
    "unmerge": Entrance(forms.NoteForm, merging.unmerge_suggestion, "git-branch"),
    "suspend": Entrance(forms.NoteForm, crisis.suspend_suggestion, "siren"),
    "resume": Entrance(forms.NoteForm, crisis.resume_suggestion, "play"),
    "correct": Entrance(forms.NoteForm, attention.correct_suggestion, "pencil"),
}


def take_step(step: str, suggestion: Suggestion, data: dict[str, Any], **who: Any) -> Suggestion:
    """Call the service of the step with the form's cleaned data and actor, day. Raises DomainError."""
    return ENTRANCES[step].service(suggestion, **data, **who)
