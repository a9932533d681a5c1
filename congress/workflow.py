"""A flow is data: states, steps, who may take a step, what it needs, which clocks it starts or stops.

Buttons, API actions, permissions, the diagram in the help pages and the tests are all derived from the one table.
Pure Python: no Django models here, and no rule of any office.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from congress.errors import WrongState

# A step with this target leaves the state as it is (a note, an urging, an extension asked).
SAME = "*same*"
# A step with this target goes back to the state before the last side step (suspended, merged).
BEFORE = "*before*"


@dataclass(frozen=True, slots=True)
class Step:
    """One verb of a flow.

    `roles` are role codes that may take it, the words "citizen" and "system" included; `needs` are the names of what
    must be given with it; `starts` and `stops` are clock kinds. `public` steps appear on the citizen's page.
    """

    name: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    needs: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    public: bool = False
    hint: str | Promise = ""


class Flow:
    """The transition table of one kind of matter."""

    def __init__(self, *steps: Step, states: dict[str, str | Promise]) -> None:
        self.states = states
        self._steps: dict[str, Step] = {}
        for step in steps:
            if step.name in self._steps:
                raise ValueError(f"step {step.name!r} stands twice in the flow")
            unknown = ({*step.sources, step.target} - {SAME, BEFORE}) - set(states)
            if unknown:
                raise ValueError(f"step {step.name!r} names unknown states {sorted(unknown)}")
            self._steps[step.name] = step

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps.values())

    def __getitem__(self, name: str) -> Step:
        return self._steps[name]

    def __contains__(self, name: object) -> bool:
        return name in self._steps

    def available(self, state: str, roles: Iterable[str]) -> list[Step]:
        """The steps that somebody with these roles may take now, in the table's order: the buttons of the page."""
        held = frozenset(roles)
        return [step for step in self if state in step.sources and held & step.roles]

    def advance(self, name: str, state: str, before: str = "") -> str:
        """The state after the step; `before` is where a step with target BEFORE leads.

        Raises WrongState with a sentence for the person at the screen.
        """
        step = self._steps[name]
        if state not in step.sources:
            raise WrongState(
                "wrong_state",
                _("当前状态为“%(state)s”，不能%(step)s。")
                % {"state": self.states.get(state, state), "step": step.label},
            )
        if step.target == SAME:
            return state
        return before if step.target == BEFORE else step.target
