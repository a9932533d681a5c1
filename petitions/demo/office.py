"""The people of the demo world who do the office's work: a clerk per county, a liaison per handler."""

from datetime import date

from congress.models import Grant, Organisation, User
from congress.people.roles import Role
from congress.people.rules import grants_of

_SURNAMES = (
    "王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    "潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_GIVEN = [
    "建国",
    "晓红",
    "志强",
    "丽华",
    "海波",
    "春梅",
    "文斌",
    "秀英",
    "国庆",
    "玉兰",
    "伟民",
    "小芳",
    "立新",
    "桂香",
    "云龙",
    "美玲",
    "永康",
    "雪梅",
    "长青",
    "金莲",
    "思远",
    "佳慧",
    "振华",
    "晓东",
    "慧敏",
    "光辉",
    "爱华",
    "新民",
    "凤英",
    "世杰",
]


class Office:
    """Finds, or opens without a password, the account that acts for an organisation in a role."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._known: dict[tuple[int, str], User] = {}
        for grant in Grant.objects.select_related("user").order_by("pk"):
            self._known.setdefault((grant.organisation_id, grant.role), grant.user)

    def account(self, organisation: Organisation, role: Role) -> User:
        key = (organisation.pk, str(role))
        if key not in self._known:
            self._known[key] = self._open(organisation, role)
        return self._known[key]

    def _open(self, organisation: Organisation, role: Role) -> User:
        number = organisation.pk * 7 + len(role)
        name = _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number % len(_GIVEN)]
        user = User(username=f"{role}-{organisation.code}".lower(), name=name)
        user.set_unusable_password()
        user.save()
        Grant.objects.create(user=user, role=role, organisation=organisation)
        grants_of(user, on=self.on)
        return user
