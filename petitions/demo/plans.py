"""What becomes of one letter: each method is one thing that somebody does, and arranges the next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from congress.people.actors import CITIZEN
from congress.people.roles import Role
from petitions.demo.letters import Letter
from petitions.suggestions.models import Suggestion
from petitions.suggestions.rules import personal_data_in
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.attention import support_suggestion, urge_suggestion
from petitions.suggestions.services.handling import (
    ask_extension,
    grant_extension,
    record_contact,
    report_progress,
)
from petitions.suggestions.services.merging import merge_suggestion
from petitions.suggestions.services.rating import (
    conclude_suggestion,
    follow_up_suggestion,
    hold_meeting,
    rate_suggestion,
)
from petitions.suggestions.services.reply import publish_suggestion, reply_suggestion
from petitions.suggestions.services.transfer import return_suggestion, sign_suggestion, transfer_suggestion
from petitions.suggestions.services.triage import (
    answer_on_spot,
    classify_suggestion,
    decline_suggestion,
    object_to_refusal,
)
from petitions.suggestions.states import (
    DeclineReason,
    Difficulty,
    ResultClass,
    Route,
    Satisfaction,
    SignatureLevel,
    Solved,
    State,
)

if TYPE_CHECKING:
    from petitions.demo.world import World

_FRESH = {"open": 9, "new": 1, "returned": 6, "extended": 12, "crisis": 1, "merged": 8}
_CLASSES = {
    "solved": ResultClass.SOLVED,
    "partly": ResultClass.PARTLY,
    "planned": ResultClass.PLANNED,
    "explained": ResultClass.EXPLAINED,
    "infeasible": ResultClass.INFEASIBLE,
    "reopened": ResultClass.EXPLAINED,
    "escalated": ResultClass.EXPLAINED,
}
_BASIS = "《群众意见建议办理规程》第九条（示例）"


class Plan:
    """One letter on its way through the office."""

    def __init__(self, world: World, letter: Letter) -> None:
        self.world = world
        self.letter = letter
        self.pk = 0
        self.round = 1

    @property
    def matter(self) -> Suggestion:
        return Suggestion.objects.select_related("lead", "region").get(pk=self.pk)

    def begin(self) -> None:
        chance, on = self.world.chance, self.world.on
        fresh = _FRESH.get(self.letter.fate)
        if fresh is not None:
            day = on - timedelta(days=chance.randint(0, fresh) if fresh < 2 else chance.randint(1, fresh + 5))
        else:
            day = on - timedelta(days=int(chance.triangular(5, 95, 16)))
        # What would come later today came yesterday: no letter of the six hundred is lost.
        hour = chance.choice([7, 8, 9, 10, 11, 13, 15, 18, 20, 21, 22])
        if day == on and hour >= self.world.hour_now:
            day -= timedelta(days=1)
        self.world.later(day, self.arrive, hour=hour)

    def arrive(self, on: date) -> None:
        world, letter = self.world, self.letter
        self.pk = world.receive(letter, on).pk
        fate = letter.fate
        if fate == "new" or self.matter.state == State.SUSPENDED:
            return
        if fate == "on_the_spot":
            world.later(on, self.answer, hour=17)
        elif fate == "declined":
            world.later(world.workday(on, 1), self.decline)
        else:
            world.later(world.workday(on, world.chance.choice([0, 1, 1, 2])), self.transfer)

    def _clerk(self, matter: Suggestion):
        return self.world.office.account(office_of(matter.county_code), Role.CLERK)

    def _liaison(self, matter: Suggestion):
        return self.world.office.account(matter.lead, Role.HANDLER)

    def answer(self, on: date) -> None:
        matter = self.matter
        answer_on_spot(matter, text=self.letter.answer, actor=self._clerk(matter), on=on)
        self._after_reply(on)

    def decline(self, on: date) -> None:
        matter = self.matter
        reason = DeclineReason(self.letter.decline_reason or "no_content")
        decline_suggestion(
            matter,
            reason=reason,
            basis=_BASIS,
            guidance=self.letter.guidance,
            actor=self._clerk(matter),
            on=on,
        )
        if self.world.chance.random() < 0.15:
            self.world.later(on + timedelta(days=3), self.object)

    def object(self, on: date) -> None:
        object_to_refusal(self.matter, text="我认为这件事应当由有关部门管，请再看看。", actor=CITIZEN, on=on)

    def transfer(self, on: date) -> None:
        matter, world, letter = self.matter, self.world, self.letter
        if matter.state not in (State.RECEIVED, State.ACCEPTED, State.RETURNED):
            return
        clerk = self._clerk(matter)
        category = world.categories.get(letter.category)
        if category:
            matter = classify_suggestion(
                matter, category=category, summary=letter.summary,
                is_hard_case=world.chance.random() < 0.12, actor=clerk, on=on,
            )  # fmt: skip
        if letter.fate == "merged":
            target = world.by_title.get(letter.same_as)
            target = Suggestion.objects.filter(pk=target.pk).first() if target else None
            if target and target.is_open and not target.merged_into_id and target.pk != matter.pk:
                merge_suggestion(matter, target=target, actor=clerk, on=on)
                return
        code = letter.proposed if matter.state == State.RETURNED and letter.proposed else letter.handler
        co_handlers = [
            world.organisations[c] for c in letter.co_handlers if c in world.organisations and c != code
        ]
        transfer_suggestion(
            matter,
            lead=world.organisations[code],
            co_handlers=co_handlers,
            route=Route.JOINT
            if co_handlers
            else world.chance.choice([Route.TRANSFER, Route.TRANSFER, Route.LOCAL]),
            difficulty=Difficulty.COMPLEX if len(letter.body) > 160 else Difficulty.ORDINARY,
            note=world.chance.choice(
                ["请调查核实并直接答复反映人。", "请依法依规办理，答复反映人并抄送我委。", ""]
            ),
            actor=clerk,
            on=on,
        )
        if world.chance.random() < 0.93:
            world.later(world.workday(on, world.chance.choice([0, 1, 1])), self.sign, hour=17)
        else:
            world.later(world.workday(on, 2), self.work)

    def sign(self, on: date) -> None:
        matter = self.matter
        if matter.state == State.TRANSFERRED:
            sign_suggestion(matter, actor=self._liaison(matter), on=on)
        if self.letter.fate == "returned" and matter.return_count == 0:
            self.give_back(on)
        else:
            self.work(on)

    def give_back(self, on: date) -> None:
        matter, world = self.matter, self.world
        proposed = world.organisations.get(self.letter.proposed)
        if matter.state != State.HANDLING or not proposed or proposed.pk == matter.lead_id:
            return
        return_suggestion(
            matter, basis=self.letter.return_basis, proposed=proposed, actor=self._liaison(matter), on=on
        )
        if world.chance.random() < 0.5:
            world.later(world.workday(on, 1), self.transfer)

    def work(self, on: date) -> None:
        matter, world, letter = self.matter, self.world, self.letter
        if matter.state != State.HANDLING:
            return
        liaison = self._liaison(matter)
        if letter.contact_note and len(letter.contact_note) >= 4:
            record_contact(matter, text=letter.contact_note, actor=liaison, on=on)
        for step, words in enumerate(letter.progress, start=1):
            if len(words) >= 10:
                world.later(world.workday(on, step), lambda day, words=words: self.progress(day, words))
        if letter.fate == "extended":
            world.later(world.workday(on, 2), self.ask_more)
        elif letter.reply and letter.fate != "open":
            slow = world.chance.random() < 0.1
            world.later(
                world.workday(on, world.chance.randint(6, 9) if slow else world.chance.randint(1, 4)),
                self.reply,
            )
        elif world.chance.random() < 0.15:
            world.later(world.workday(on, 5), self.urge)

    def progress(self, on: date, words: str) -> None:
        matter = self.matter
        if matter.state == State.HANDLING and not personal_data_in(matter, words):
            report_progress(matter, text=words, actor=self._liaison(matter), on=on)

    def urge(self, on: date) -> None:
        matter = self.matter
        if matter.state == State.HANDLING:
            urge_suggestion(matter, text="请抓紧办理，并将进展告知反映人。", actor=self._clerk(matter), on=on)

    def ask_more(self, on: date) -> None:
        matter, world = self.matter, self.world
        if matter.state != State.HANDLING or matter.due_on < on:
            return
        ask_extension(matter, reason=self.letter.extension_reason, days=5, actor=self._liaison(matter), on=on)
        if world.chance.random() < 0.6:
            world.later(world.workday(on, 1), self.grant_more)

    def grant_more(self, on: date) -> None:
        matter = self.matter
        if matter.state == State.HANDLING:
            grant_extension(matter, text="情况属实，同意延期。", actor=self._clerk(matter), on=on)

    def reply(self, on: date) -> None:
        matter, letter = self.matter, self.letter
        text = letter.reply2 if self.round > 1 else letter.reply
        if matter.state != State.HANDLING or len(text) < 30 or personal_data_in(matter, text):
            return
        result = _CLASSES.get(letter.fate, ResultClass.SOLVED)
        if self.round > 1 and letter.fate == "reopened":
            result = ResultClass.SOLVED
        reply_suggestion(
            matter,
            text=text,
            result_class=result,
            signature_level=SignatureLevel.HEAD if self.round > 1 else SignatureLevel.DEPUTY_HEAD,
            promised_on=on + timedelta(days=90) if result == ResultClass.PLANNED else None,
            actor=self._liaison(matter),
            on=on,
        )
        self._after_reply(on)

    def _after_reply(self, on: date) -> None:
        world, letter = self.world, self.letter
        if letter.publish:
            world.later(world.workday(on, world.chance.randint(1, 3)), self.publish)
        rated = letter.rating is not None or letter.fate in ("reopened", "escalated")
        if rated:
            world.later(on + timedelta(days=world.chance.randint(1, 4)), self.rate, hour=19)

    def publish(self, on: date) -> None:
        matter, letter = self.matter, self.letter
        text = letter.reply2 or letter.reply or letter.answer
        if matter.state not in (State.REPLIED, State.RATED, State.CONCLUDED) or not matter.publish_consent:
            return
        if personal_data_in(matter, letter.title, letter.summary, text) or len(letter.summary) < 8:
            return
        publish_suggestion(
            matter, public_title=letter.title, public_text=letter.summary, public_reply=text,
            actor=self._clerk(matter), on=on,
        )  # fmt: skip
        for token in range(int(self.world.chance.paretovariate(1.2)) - 1):
            support_suggestion(matter, token=f"demo-{matter.pk}-{token}")

    def rate(self, on: date) -> None:
        matter, world, letter = self.matter, self.world, self.letter
        if matter.state not in (State.REPLIED, State.RATED):
            return
        bad = letter.fate == "escalated" or (letter.fate == "reopened" and self.round == 1)
        given = letter.rating or {}
        solved = Solved.UNSOLVED if bad else Solved(given.get("solved", "solved"))
        satisfied = Satisfaction.DISSATISFIED if bad else Satisfaction(given.get("satisfied", "satisfied"))
        comment = given.get("comment", "")
        if satisfied == Satisfaction.DISSATISFIED and not comment:
            comment = "答复没有说到点子上，事情还是老样子。"
        has_phone = matter.petitioners.filter(phone__isnull=False).exists()
        if has_phone and world.chance.random() < 0.3:
            follow_up_suggestion(
                matter, is_reached=True, text=comment or "电话回访，反映人认可。", solved=solved, satisfied=satisfied,
                actor=self._clerk(matter), on=on,
            )  # fmt: skip
        else:
            rate_suggestion(matter, solved=solved, satisfied=satisfied, comment=comment, actor=CITIZEN, on=on)
        state = self.matter.state
        if state == State.HANDLING:
            self.round = 2
            world.later(world.workday(on, world.chance.randint(3, 8)), self.reply)
        elif state == State.SUPERVISED:
            world.later(world.workday(on, 6), self.meet)
        else:
            world.later(world.workday(on, world.chance.randint(1, 4)), self.conclude)

    def meet(self, on: date) -> None:
        matter = self.matter
        supervisor = self.world.office.account(office_of(matter.county_code), Role.SUPERVISOR)
        if matter.state == State.SUPERVISED and self.world.chance.random() < 0.5:
            hold_meeting(
                matter,
                text="人大代表、承办单位和反映人当面会商：政策和困难已当面说明，反映人表示理解，承办单位承诺半年内再次回访。",
                actor=supervisor,
                on=on,
            )

    def conclude(self, on: date) -> None:
        matter = self.matter
        if matter.state == State.RATED:
            conclude_suggestion(matter, actor=self._clerk(matter), on=on)
