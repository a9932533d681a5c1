"""Who acts in the demo world."""

from django.conf import settings

from congress.models import Grant, Organisation, OrganisationKind, User
from congress.people.roles import Role
from deputies.demo.names import SURNAMES, WOMEN


def account_at(organisation: Organisation, role: Role) -> User:
    """The account that acts there, opened without a password where there is none."""
    grant = Grant.objects.filter(organisation=organisation, role=role).select_related("user").first()
    if grant is not None:
        return grant.user
    name = SURNAMES[organisation.pk % len(SURNAMES)] + WOMEN[organisation.pk % len(WOMEN)]
    user = User(username=f"{role}-{organisation.code}".lower(), name=name)
    user.set_unusable_password()
    user.save()
    Grant.objects.create(user=user, role=role, organisation=organisation)
    return user


def office_of(region_code: str) -> Organisation:
    """The congress office of the county, else of the city."""
    office = Organisation.objects.filter(kind=OrganisationKind.CONGRESS_ORGAN, region=region_code[:6]).first()
    return office or Organisation.objects.get(code=f"{settings.HOME_REGION}-RD-DGW")
