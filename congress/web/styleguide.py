"""The page that shows every part in all its states. A broken part fails one test here, not forty elsewhere."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from congress.paging import Page

FACES = ("portal", "desk", "phone")


class SampleForm(forms.Form):
    title = forms.CharField(label=_("标题"), help_text=_("一句话说清是什么事。"), max_length=40)
    words = forms.CharField(
        label=_("想说的事"),
        help_text=_("时间、地点、现在怎样、希望怎么办。8 到 2000 字。"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    county = forms.ChoiceField(
        label=_("县市区"), choices=[("", _("请选择")), ("430524", _("隆回县")), ("430502", _("双清区"))]
    )
    way = forms.ChoiceField(
        label=_("怎么联系的"),
        choices=[("visit", _("上门走访")), ("yard", _("屋场会")), ("phone", _("电话"))],
        widget=forms.RadioSelect,
    )
    reply = forms.ChoiceField(
        label=_("怎样答复您"),
        choices=[("public", _("公开答复，不出现姓名")), ("private", _("只答复我本人"))],
        widget=forms.RadioSelect,
    )
    phone = forms.CharField(label=_("手机号"), required=False, help_text=_("留下后可以收到办理短信。"))
    photo = forms.FileField(label=_("照片"), required=False, help_text=_("最多 9 张，每张不超过 15 MB。"))
    agree = forms.BooleanField(label=_("我已看过个人信息怎样保护"), help_text=_("姓名和电话加密保存。"))


class StyleGuideView(TemplateView):
    """Staff only, everybody under DEBUG. `?face=` draws it on another face's frame, `?error=1` with a refused form."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (settings.DEBUG or request.user.is_authenticated):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        face = self.request.GET.get("face", "portal")
        return [f"styleguide/{face if face in FACES else 'portal'}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.request.GET.get("messages"):
            messages.success(self.request, _("3 件已转办。"))
            messages.error(self.request, _("1 件没有转办：该事项刚被王强处理，请刷新后再试。"))
        refused = {"title": "", "words": "路灯不亮", "phone": "1380000"}
        form = SampleForm(refused if self.request.GET.get("error") else None)
        if form.is_bound:
            form.add_error("phone", _("手机号应为 11 位数字，例如 13800001234。"))
        return super().get_context_data(form=form, **kwargs, **samples())


def samples() -> dict[str, Any]:
    """Invented rows for every part."""
    today = localdate()
    at = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
    return {
        "today": today,
        "dates": {n: today + timedelta(days=n) for n in (-4, 0, 2, 5)},
        "late": today - timedelta(days=4),
        "soon": today + timedelta(days=2),
        "later": today + timedelta(days=9),
        "crumbs": [(_("待我办"), "/desk/"), (_("MY-2026-430524-0417"), "")],
        "facts": [(_("办理单位"), _("市城管局")), (_("地点"), _("隆回县 桃花坪街道")), (_("联络员"), "")],
        "answers": [
            (_("想说的事"), _("村口到小学约 1.2 公里路灯自 5 月起不亮。\n希望冬天前修好。"), "#"),
            (_("手机号"), "138****1234", "#"),
        ],
        "entries": [
            {
                "label": _("超过办理期限"),
                "at": at,
                "who": _("系统"),
                "text": _("期限 11 月 19 日，已通知联络员。"),
                "tone": "now",
                "icon": "clock-alert",
            },
            {
                "label": _("单位进展"),
                "at": at,
                "who": _("市城管局"),
                "text": _("已现场查看，更换灯头 12 盏待采购。"),
                "icon": "message-square",
                "files": [(_("现场勘查单.pdf，218 KB"), "#")],
            },
            {"label": _("签收"), "at": at, "who": _("市城管局"), "tone": "ok", "icon": "check"},
            {"label": _("等待答复"), "tone": "next", "icon": "hourglass"},
        ],
        "stages": [
            {"label": _("登记"), "state": "done", "note": "11-09"},
            {"label": _("转交"), "state": "done", "note": "11-10"},
            {"label": _("办理中"), "state": "now", "note": ""},
            {"label": _("答复"), "state": "", "note": ""},
            {"label": _("评价"), "state": "", "note": ""},
        ],
        "tabs": [
            {"label": _("待我处理"), "url": "#", "current": True, "count": 18, "hot": True},
            {"label": _("待分办"), "url": "#", "count": 36},
            {"label": _("我督办的"), "url": "#", "count": 4, "icon": "bell-ring"},
            {"label": _("全部在办"), "url": "#", "count": None},
        ],
        "page": Page(next_cursor="n", prev_cursor="p", capped_count=1001, is_first=False),
        "by_category": [
            ("城乡建设", 12840, 412),
            ("农业农村", 9320, 96),
            ("教育", 6105, 88),
            ("卫生健康", 480, 6),
        ],
        "by_month": [(f"{m} 月", 300 + m * 17 % 90, 60 + m * 29 % 70) for m in range(1, 12)],
        "received_closed": [(f"{m} 月", 3100 + m * 170 % 900, 2900 + m * 290 % 900) for m in range(1, 12)],
        "days_by_unit": [("市城管局", 3, 5, 9, 412), ("市水利局", 4, 7, 12, 96), ("市文旅局", 6, 10, 21, 7)],
        "trend": [21, 30, 26, 41, 38, 29, 33, 45, 40, 31, 28, 37],
        "columns": [_("单位"), _("件数"), _("按期"), _("平均天数")],
        "rows": [[_("市城管局"), "412", "93.4%", "6.2"], [_("市水利局"), "96", "88.5%", "7.9"]],
    }
