"""A form on its own page of the desk, for every concept of deputies."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from congress.models import User
from congress.people.roles import Role
from congress.web import DeskMixin, StepView


def person(request: HttpRequest) -> User:
    """The signed-in account: DeskMixin has seen to it."""
    return cast("User", request.user)


class FormPage(DeskMixin, StepView):
    """`heading` and `send` are its words; `root` the list it belongs to; `get_back()` where 返回 leads."""

    roles = (Role.CLERK,)
    template_name = "deputies/desk/form.html"
    heading: Any = ""
    send: Any = ""
    root: tuple[Any, str] = ("", "")
    has_files = False

    def get_root(self) -> tuple[str, str]:
        """The list above."""
        return str(self.root[0]), reverse(self.root[1])

    def get_back(self) -> tuple[str, str]:
        """Label and address of the page that the form hangs on; the list itself where there is none yet."""
        return self.get_root()

    def get_success_url(self) -> str:
        return self.get_back()[1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        root, back = self.get_root(), self.get_back()
        crumbs = [root, *([back] if back != root else []), (str(self.heading), "")]
        return super().get_context_data(
            heading=self.heading,
            send=self.send,
            has_files=self.has_files,
            back=back[1],
            crumbs=crumbs,
            **kwargs,
        )
