"""Members of supervision groups."""

from datetime import date

import pytest

from outreach.models import GroupMember
from tests.deputies.makers import make_deputy, make_mandate


@pytest.fixture
def make_member():
    """Puts a sitting deputy into the project's group; with an account where one is given."""

    def make(project, *, user=None, is_leader=False):
        person = make_deputy(user=user)
        make_mandate(person, term=project.year.term)
        GroupMember.objects.create(
            project=project, deputy=person, is_leader=is_leader, since=date(2026, 2, 10)
        )
        return person

    return make
