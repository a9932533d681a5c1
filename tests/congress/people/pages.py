"""A page of these tests only: a long answer that is being written at the desk."""

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.generic import FormView

PAGE = engines["django"].from_string(
    '{% extends "desk/base.html" %}{% block heading %}答复{% endblock %}{% block content %}'
    '<form method="post" class="form">{% csrf_token %}{{ form }}<button class="btn">提交</button></form>'
    "{% endblock %}"
)


class AnswerForm(forms.Form):
    text = forms.CharField(label="答复内容", widget=forms.Textarea, min_length=5)


class AnswerView(LoginRequiredMixin, FormView):
    form_class = AnswerForm
    success_url = "/account/"

    def render_to_response(self, context, **kwargs):
        return HttpResponse(PAGE.render(context, self.request))


urlpatterns = [path("desk/answer/", AnswerView.as_view()), path("", include("congress.urls"))]
