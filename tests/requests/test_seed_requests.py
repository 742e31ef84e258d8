"""The demonstration's requests go through the real acts, and lie where they should."""

from django.utils import timezone

from tenant_apps.requests.management.seed_office import Office, furnish, live, wishes
from tenant_apps.requests.models import Booking, Request
from tests.make import requests as make


def test_a_unit_is_furnished_and_its_people_have_applied(unit):
    people = make.office(timezone.now())
    office = Office(people.manager, [people.clerk, people.colleague], timezone.now())
    people.accountant.save()

    things = furnish(office)
    filed = [live(office, wish) for wish in wishes(office, things)]

    assert len(filed) == 6
    states = dict(Request.objects.values_list("title", "status"))
    assert states["科室日常办公"] == "done"
    assert states["采购防汛编织袋"] == "running"
    assert Booking.objects.filter(state="confirmed", exclusive=True).count() == 2
