"""The page of one step: GET shows the form, POST calls one service, a refusal keeps what was typed."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.views.generic import FormView

from congress.errors import BadInput, DomainError, NotAllowed, NotFound, TooMany


class StepView(FormView):
    """Put a face's mixin before it: `class TransferView(DeskMixin, StepView)`.

    `find()` opens the door to the matter before GET and POST; it raises NotFound for what may not be seen.
    `act(target, data)` calls the service with the form's cleaned data. Hidden form fields are filled here when the
    form has them: `version` (that of the page; a stale one is refused by the service) and `client_uuid` (one a page,
    so that a double press is one call).

    Answers: 302 after success; 422 with the sentence at the field; 409 with a banner above the same page, drawn
    afresh with the typed text in it; 429 with Retry-After; 404 and 403 as pages of their own.
    """

    success_message: Any = ""
    target: Any = None

    def find(self) -> Any:
        """The matter that the step is about; None when there is none yet."""
        return None

    def act(self, target: Any, data: dict[str, Any]) -> Any:
        """Call the service. What it returns is kept as `self.result`."""
        raise NotImplementedError

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD", "POST"}:
            self.target = self.find()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        initial = {"client_uuid": uuid.uuid4(), **super().get_initial()}
        version = getattr(self.target, "version", None)
        return initial if version is None else {"version": version, **initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"target": self.target, **kwargs})

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.result = self.act(self.target, form.cleaned_data)
        except (NotFound, NotAllowed):
            # The face's mixin makes a page of them; there is nothing to go on with.
            raise
        except DomainError as refused:
            return self.form_refused(form, refused)
        if message := self.get_success_message():
            messages.success(self.request, message)
        return super().form_valid(form)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_refused(self, form: forms.Form, refused: DomainError) -> HttpResponse:
        """The same page again with the service's sentence."""
        if refused.field and refused.field in form.fields:
            form.add_error(refused.field, refused.message)
            return self.form_invalid(form)
        if isinstance(refused, BadInput):
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        if not isinstance(refused, TooMany):
            self.target = self.find()
            self._take_new_version(form)
        context = self.get_context_data(form=form, refusal=refused.message, has_errors=True)
        response = self.render_to_response(context, status=refused.status)
        if isinstance(refused, TooMany):
            response["Retry-After"] = str(refused.retry_after)
        return response

    def _take_new_version(self, form: forms.Form) -> None:
        # The page now shows the fresh state, so a second press is made with open eyes.
        version = getattr(self.target, "version", None)
        if version is not None and "version" in form.fields:
            name = form.add_prefix("version")
            form.data = form.data.copy()
            form.data[name] = str(version)

    def get_success_message(self) -> str:
        """Said once on the next page; may use `self.result`."""
        return str(self.success_message)
