"""Who receives when, for everybody: this week's list and a station's calendar."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import NotFound
from congress.paging import keyset_page
from congress.regions.selectors import counties
from congress.web import PortalMixin
from deputies.stations.duty import duty_between, feed_shifts, receptions
from deputies.stations.feeds import deputy_of_feed, own_shifts
from deputies.stations.icalendar import calendar
from deputies.stations.selectors import get_public_station

PAGE = 40


class DutyView(PortalMixin, View):
    """本周接待: the announced receptions of seven days from today, by day, of a county or all."""

    def get(self, request: HttpRequest) -> HttpResponse:
        on = localdate()
        county = request.GET.get("county", "").strip()[:12]
        rows = duty_between(on, on + timedelta(days=6), region=county)
        page = keyset_page(rows, ("on", "pk"), request.GET.get("cursor", ""), PAGE, cap=1000, name="duty")
        return render(
            request,
            "deputies/portal/duty.html",
            {
                "page": page,
                "rows": receptions(page.rows),
                "county": county,
                "counties": counties(),
                "today": on,
            },
        )


class StationCalendarView(PortalMixin, View):
    """A station's receptions for the calendar of a phone."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        station = get_public_station(code)
        name = station.organisation.short_name
        rows = receptions(feed_shifts(station, on=localdate()))
        body = calendar(_("%(name)s接待日") % {"name": name}, rows, title=_("代表接待"))
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="duty.ics"'
        return response


class DeputyCalendarView(PortalMixin, View):
    """A deputy's own receptions under the secret address; no session, since calendars have none."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        deputy = deputy_of_feed(token)
        if deputy is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        rows = receptions(own_shifts(deputy, on=localdate()))
        body = calendar(_("我的值班"), rows, title=_("代表接待"))
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="duty.ics"'
        response["Cache-Control"] = "private, no-cache"
        return response
