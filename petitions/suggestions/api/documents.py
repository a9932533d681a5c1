"""What partner systems send and get, as the schema describes it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from rest_framework import serializers

from congress.models import Region, RegionLevel
from congress.regions.selectors import find_region
from petitions.suggestions.entrances import ENTRANCES
from petitions.suggestions.models import Category, Entry, Suggestion
from petitions.suggestions.rules import CONTENT_MAX, TITLE_MAX
from petitions.suggestions.services.submit import Intake, Person
from petitions.suggestions.states import Channel, Kind, ResultClass, Satisfaction, Solved, State


class PersonIn(serializers.Serializer):
    name = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")
    address = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class TownshipField(serializers.CharField):
    """A township by its nine digits, from memory."""

    def to_internal_value(self, data: Any) -> Region:
        place = find_region(super().to_internal_value(data))
        if place is None or place.level != RegionLevel.TOWNSHIP or not place.is_active:
            raise serializers.ValidationError(_("没有这个乡镇街道代码。"), code="does_not_exist")
        return place


class SuggestionIn(serializers.Serializer):
    """A suggestion to be taken in. `region` is a township's nine digits."""

    content = serializers.CharField(max_length=CONTENT_MAX, trim_whitespace=False)
    title = serializers.CharField(max_length=TITLE_MAX, required=False, allow_blank=True, default="")
    region = TownshipField()
    spot = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    category = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Category.objects.filter(is_active=True),
        required=False,
        allow_null=True,
        default=None,
    )
    kind = serializers.ChoiceField(choices=Kind.choices, default=Kind.NAMED)
    people_count = serializers.IntegerField(min_value=1, max_value=100_000, default=1)
    persons = PersonIn(many=True, required=False, default=list, max_length=5)
    received_at = serializers.DateTimeField(required=False, default=None, allow_null=True)
    is_minor = serializers.BooleanField(default=False)
    wants_reply = serializers.BooleanField(default=True)
    publish_consent = serializers.BooleanField(default=False)

    def to_internal_value(self, data: Any) -> Any:
        # A misspelt name would otherwise lose what the partner meant to send.
        if isinstance(data, dict):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError({name: ["没有这个字段。"] for name in unknown})
        return super().to_internal_value(data)

    def intake(self) -> Intake:
        """The validated data as the service wants it."""
        data = dict(self.validated_data)
        persons = [Person(**person) for person in data.pop("persons")]
        return Intake(**data, persons=persons, channel=Channel.API)


class ReceiptOut(serializers.Serializer):
    """`code` is the citizen's query code: hand it on and do not keep it."""

    number = serializers.CharField()
    code = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    due_on = serializers.DateField()


class SuggestionOut(serializers.Serializer):
    """One suggestion without anybody's personal data. `due_on` is null while no clock runs."""

    number = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    version = serializers.IntegerField()
    channel = serializers.ChoiceField(choices=Channel.choices)
    kind = serializers.ChoiceField(choices=Kind.choices)
    people_count = serializers.IntegerField()
    title = serializers.CharField()
    content = serializers.CharField()
    summary = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    region = serializers.CharField()
    spot = serializers.CharField()
    lead = serializers.CharField(allow_null=True)
    route = serializers.CharField()
    round = serializers.IntegerField()
    received_at = serializers.DateTimeField()
    transferred_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    replied_on = serializers.DateField(allow_null=True)
    concluded_on = serializers.DateField(allow_null=True)
    result_class = serializers.ChoiceField(choices=ResultClass.choices, allow_blank=True)
    solved = serializers.ChoiceField(choices=Solved.choices, allow_blank=True)
    satisfied = serializers.ChoiceField(choices=Satisfaction.choices, allow_blank=True)
    updated_at = serializers.DateTimeField()


class PublishedOut(serializers.Serializer):
    """A published case: the edited copy, never the citizen's own words."""

    number = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    reply = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    county = serializers.CharField()
    region = serializers.CharField()
    lead = serializers.CharField(allow_null=True)
    result_class = serializers.CharField()
    satisfied = serializers.CharField()
    days_used = serializers.IntegerField(allow_null=True)
    supporter_count = serializers.IntegerField()
    published_at = serializers.DateTimeField()


class EntryOut(serializers.ModelSerializer):
    """One step of the history. Names of staff stay inside."""

    class Meta:
        model = Entry
        fields = ("at", "step", "from_state", "to_state", "organisation_name", "public_text", "due_on")


class CategoryOut(serializers.ModelSerializer):
    parent = serializers.CharField(source="parent_id", allow_null=True)

    class Meta:
        model = Category
        fields = ("code", "name", "parent")


# How the fields of a step's form look in JSON.
_IN_JSON: dict[type[forms.Field], type[serializers.Field]] = {
    forms.IntegerField: serializers.IntegerField,
    forms.DateField: serializers.DateField,
    forms.BooleanField: serializers.BooleanField,
}


def step_documents() -> dict[str, type[serializers.Serializer]]:
    """For the schema: a document per step, derived from the form that the desk shows for it."""
    documents = {}
    for step, entrance in ENTRANCES.items():
        members: dict[str, Any] = {"__doc__": f"The body of step `{step}`."}
        for name, field in entrance.form.base_fields.items():
            options: dict[str, Any] = {"required": field.required, "help_text": str(field.label or "")}
            if isinstance(field, forms.ModelMultipleChoiceField):
                members[name] = serializers.ListField(child=serializers.CharField(), **options)
            elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
                choices = [(value, label) for value, label in field.choices if value != ""]
                members[name] = serializers.ChoiceField(choices=choices, **options)
            else:
                members[name] = _IN_JSON.get(type(field), serializers.CharField)(**options)
        title = "".join(part.title() for part in step.split("_"))
        documents[step] = type(f"Step{title}", (serializers.Serializer,), members)
    return documents


def published_row(suggestion: Suggestion) -> dict[str, Any]:
    """A published case as PublishedOut has it."""
    return {
        "number": suggestion.number,
        "title": suggestion.public_title,
        "text": suggestion.public_text,
        "reply": suggestion.public_reply,
        "category": suggestion.category_id,
        "county": suggestion.county_code,
        "region": suggestion.region_id,
        "lead": suggestion.lead.code if suggestion.lead else None,
        "result_class": suggestion.result_class,
        "satisfied": suggestion.satisfied,
        "days_used": suggestion.days_used,
        "supporter_count": suggestion.supporter_count,
        "published_at": suggestion.published_at,
    }
