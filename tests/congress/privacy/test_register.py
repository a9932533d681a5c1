"""Personal data cannot slip into a plain column: every field that looks like it is encrypted or justified here."""

import re

from django.apps import apps
from django.db import models

from congress.privacy import EncryptedTextField

OURS = {"congress", "deputies", "petitions", "outreach", "budget_watch"}
LOOKS_PERSONAL = re.compile(
    r"(^|_)(phone|mobile|tel|telephone|id_number|id_card|idcard|identity|passport|address|email|birth\w*|bank\w*|card"
    r"|plate|home|wechat|guardian\w*|contact\w*|citizen\w*|real_name|person\w*|name|names|lat|lng|latitude|longitude)(_|$)"
)
# What can hold no personal data whatever it is called: keyed hashes, yes or no, days.
HARMLESS = (models.BinaryField, models.BooleanField, models.DateField)
# Why a field of such a name is not encrypted. A new one: encrypt it, or add its reason here.
JUSTIFIED = {
    "congress.Attachment.original_name": "shown to staff; scanned before anything is published",
    "congress.AuditEvent.actor_name": "the name of staff, copied into the work log",
    "congress.AuditEvent.address": "the client's network address, kept by law for the log (GB/T 22239 8.1.4.3)",
    "congress.DeadlineRule.name": "the name of a rule",
    "congress.Edition.name": "the name of a table",
    "congress.Organisation.name": "the name of an office",
    "congress.Organisation.short_name": "the name of an office",
    "congress.Region.name": "the name of a division",
    "congress.SignIn.address": "the network address of staff, shown to themselves and kept for the log",
    "congress.SpecialDay.name": "the name of a holiday",
    "congress.TotpDevice.name": "what somebody calls the own device",
    "congress.User.email": "the office mail address of staff",
    "congress.User.name": "the name of staff, shown on their work",
    "deputies.Constituency.name": "the name of a constituency",
    "deputies.Criterion.name": "the name of a criterion",
    "deputies.Deputy.birth_year": "the year alone; shown to staff",
    "deputies.Deputy.home_region": "a township, by which stations are assigned; not public",
    "deputies.Deputy.name": "public by law (Deputies Law, art. 58)",
    "deputies.DutyReport.contacts": "a topic of a duty report, in prose",
    "deputies.GridCell.name": "the name of a village",
    "deputies.LogBatch.file_name": "the name of an uploaded file",
    "deputies.LogEntry.latitude": "of the activity, rounded to about a hundred metres",
    "deputies.LogEntry.longitude": "of the activity, rounded to about a hundred metres",
    "deputies.MeetingBatch.file_name": "the name of an uploaded file",
    "deputies.RosterBatch.file_name": "the name of an uploaded file",
    "deputies.RuleSet.name": "the name of a rule table",
    "deputies.Standard.name": "the name of a standard",
    "deputies.StandardItem.name": "the name of an item",
    "deputies.Station.address": "the public address of a station",
    "deputies.Station.former_names": "names of a station",
    "deputies.Station.group_name": "the name of a chat group",
    "deputies.Station.latitude": "of a public place",
    "deputies.Station.longitude": "of a public place",
    "deputies.Station.phone": "the station's own public line",
    "deputies.Team.name": "the name of a delegation or committee",
    "deputies.Term.body_name": "the name of a congress",
    "deputies.Voice.identity": "a walk of life, such as farmer or student",
    "outreach.RollEntry.name": "of a deputy: public by law (Deputies Law, art. 58)",
    "outreach.Project.lat": "of a building site",
    "petitions.Category.name": "the name of a category",
    "petitions.Entry.actor_name": "the name of staff, copied into the timeline",
    "petitions.Entry.organisation_name": "the name of an office, copied into the timeline",
    "petitions.IntakeBatch.name": "the name of an uploaded file",
    "petitions.MonthFigure.contact": "a count of cases with a phone number",
    "petitions.MonthFigure.rated_contact": "a count of cases",
    "petitions.Suggestion.latitude": "of the matter, rounded to about a hundred metres",
    "petitions.Suggestion.longitude": "of the matter, rounded to about a hundred metres",
}


def test_every_field_that_looks_like_personal_data_is_encrypted_or_justified():
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.local_concrete_fields
        if LOOKS_PERSONAL.search(field.name) and not isinstance(field, (EncryptedTextField, *HARMLESS))
    }
    assert plain - set(JUSTIFIED) == set()
    assert set(JUSTIFIED) - plain == set(), "no longer there"
