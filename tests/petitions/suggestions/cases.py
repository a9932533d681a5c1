"""Suggestions brought to a certain point by the services themselves."""

from datetime import date
from typing import Any

from congress.models import Organisation, User
from congress.people.actors import CITIZEN
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.reply import reply_suggestion
from petitions.suggestions.services.submit import Intake, Person, Receipt, submit_suggestion
from petitions.suggestions.services.transfer import sign_suggestion, transfer_suggestion
from petitions.suggestions.states import Channel, ResultClass, SignatureLevel
from tests.factories import make_region

WORDS = "村口到小学一公里多的路灯半年不亮，孩子放学天黑，已有两位老人摔倒，希望冬天前修好。"
ANSWER = "经现场核查，路灯线路被盗约三百米，已更换线路并全部恢复照明，后续由街道每周巡查一次。"
# A Monday with a plain working week behind it.
MONDAY = date(2026, 11, 9)


def receive(*, on: date = MONDAY, phone: str = "13900001234", **fields: Any) -> Receipt:
    """A named suggestion from 桃花坪街道 through the portal."""
    fields.setdefault("content", WORDS)
    fields.setdefault("title", "村口到小学路灯不亮")
    fields.setdefault(
        "region", make_region("430524001", "桃花坪街道", parent=make_region("430524", "隆回县"))
    )
    fields.setdefault("channel", Channel.PORTAL)
    fields.setdefault("persons", [Person("刘桂香", phone)])
    fields.setdefault("publish_consent", True)
    actor = fields.pop("actor", CITIZEN)
    client_uuid = fields.pop("client_uuid", None)
    return submit_suggestion(Intake(**fields), actor=actor, on=on, client_uuid=client_uuid)


def transferred(clerk: User, lead: Organisation, *, on: date = MONDAY, **fields: Any) -> Suggestion:
    """Received and passed on the same day."""
    return transfer_suggestion(receive(on=on, **fields).suggestion, lead=lead, actor=clerk, on=on)


def in_hand(
    clerk: User, lead: Organisation, handler: User, *, on: date = MONDAY, **fields: Any
) -> Suggestion:
    """Signed by the handler the same day."""
    return sign_suggestion(transferred(clerk, lead, on=on, **fields), actor=handler, on=on)


def replied(
    clerk: User, lead: Organisation, handler: User, *, on: date = MONDAY, **fields: Any
) -> Suggestion:
    """Answered the same day."""
    matter = in_hand(clerk, lead, handler, on=on, **fields)
    return reply_suggestion(
        matter,
        text=ANSWER,
        result_class=ResultClass.SOLVED,
        signature_level=SignatureLevel.DEPUTY_HEAD,
        actor=handler,
        on=on,
    )
