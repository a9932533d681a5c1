"""Published duty reports on the public pages of deputies and stations, which stand below the logbooks and may not ask them."""

from django import template

from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.selectors import MOST_PUBLIC, published_reports
from deputies.roster.models import Deputy
from deputies.stations.models import Station

register = template.Library()


@register.simple_tag
def reports_of(deputy: Deputy) -> list[DutyReport]:
    """The published results of a deputy, newest first. One query."""
    return list(published_reports().filter(deputy=deputy)[:MOST_PUBLIC])


@register.simple_tag
def reports_at(station: Station) -> list[DutyReport]:
    """The published results at a station, newest first. One query."""
    return list(published_reports().filter(station=station)[:MOST_PUBLIC])
