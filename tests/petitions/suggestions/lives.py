"""One suggestion in each state that its citizen may find on the tracking page."""

from dataclasses import dataclass

from congress.models import Organisation, User
from congress.people.actors import CITIZEN
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.attention import inquire_suggestion
from petitions.suggestions.services.crisis import suspend_suggestion
from petitions.suggestions.services.handling import ask_extension, grant_extension
from petitions.suggestions.services.merging import merge_suggestion
from petitions.suggestions.services.rating import hold_meeting, rate_suggestion
from petitions.suggestions.services.reply import reply_suggestion
from petitions.suggestions.services.submit import Receipt
from petitions.suggestions.services.transfer import sign_suggestion, transfer_suggestion
from petitions.suggestions.services.triage import decline_suggestion
from petitions.suggestions.states import DeclineReason, ResultClass, Satisfaction, SignatureLevel, Solved
from tests.petitions.suggestions.cases import ANSWER, MONDAY, receive

SECOND_ANSWER = "第二次现场核查后，又更换了四盏不亮的路灯，并请反映人到场一起看过，今后每周巡查一次。"


@dataclass(frozen=True)
class Lives:
    """Each method leads a fresh case to the state of its name."""

    clerk: User
    department: Organisation
    handler: User
    supervisor: User

    def received(self, matter: Suggestion) -> Suggestion:
        return matter

    def transferred(self, matter: Suggestion) -> Suggestion:
        return transfer_suggestion(matter, lead=self.department, actor=self.clerk, on=MONDAY)

    def handling(self, matter: Suggestion) -> Suggestion:
        matter = sign_suggestion(self.transferred(matter), actor=self.handler, on=MONDAY)
        return inquire_suggestion(matter, text="请问什么时候能修好？", actor=CITIZEN, on=MONDAY)

    def extended(self, matter: Suggestion) -> Suggestion:
        matter = self.handling(matter)
        matter = ask_extension(matter, reason="配件要从外地调来", days=5, actor=self.handler, on=MONDAY)
        return grant_extension(matter, text="同意", actor=self.clerk, on=MONDAY)

    def replied(self, matter: Suggestion) -> Suggestion:
        return self._answer(self.handling(matter), ANSWER, SignatureLevel.DEPUTY_HEAD)

    def rated(self, matter: Suggestion) -> Suggestion:
        return self._rate(self.replied(matter), Solved.SOLVED, Satisfaction.SATISFIED)

    def reopened(self, matter: Suggestion) -> Suggestion:
        return self._rate(self.replied(matter), Solved.UNSOLVED, Satisfaction.DISSATISFIED)

    def meeting(self, matter: Suggestion) -> Suggestion:
        matter = self._answer(self.reopened(matter), SECOND_ANSWER, SignatureLevel.HEAD)
        return self._rate(matter, Solved.UNSOLVED, Satisfaction.DISSATISFIED)

    def closed(self, matter: Suggestion) -> Suggestion:
        minutes = "代表、单位和反映人现场会商：年内把四盏灯换完，每月回访一次。"
        return hold_meeting(self.meeting(matter), text=minutes, actor=self.supervisor, on=MONDAY)

    def declined(self, matter: Suggestion) -> Suggestion:
        return decline_suggestion(
            matter,
            reason=DeclineReason.LEGAL_PATH_OTHER,
            basis="《信访工作条例》第三十一条",
            guidance="请向劳动监察大队投诉，电话 12333。",
            actor=self.clerk,
            on=MONDAY,
        )

    def crisis(self, matter: Suggestion) -> Suggestion:
        return suspend_suggestion(matter, text="已电话联系。", actor=self.clerk, on=MONDAY)

    def merged(self, matter: Suggestion) -> Suggestion:
        other = self.transferred(receive(phone="13900005678").suggestion)
        return merge_suggestion(matter, target=other, actor=self.clerk, on=MONDAY)

    def _answer(self, matter: Suggestion, text: str, level: SignatureLevel) -> Suggestion:
        return reply_suggestion(
            matter,
            text=text,
            result_class=ResultClass.SOLVED,
            signature_level=level,
            actor=self.handler,
            on=MONDAY,
        )

    def _rate(self, matter: Suggestion, solved: Solved, satisfied: Satisfaction) -> Suggestion:
        matter.refresh_from_db()
        rate_suggestion(
            matter, solved=solved, satisfied=satisfied, comment="还有四盏不亮。", actor=CITIZEN, on=MONDAY
        )
        matter.refresh_from_db()
        return matter


def every_life(
    clerk: User, department: Organisation, handler: User, supervisor: User
) -> list[tuple[str, Receipt]]:
    """Pairs of a state's name and a receipt."""
    lives = Lives(clerk, department, handler, supervisor)
    names = [name for name in vars(Lives) if not name.startswith("_") and callable(getattr(Lives, name))]
    receipts = [(name, receive()) for name in names]
    for name, receipt in receipts:
        getattr(lives, name)(receipt.suggestion)
    return receipts
