"""The password policy for staff: GB/T 22239 wants classes, age and history. The settings hold the figures.

See docs/security-decisions.md for where this departs from OWASP ASVS.
"""

import secrets
import unicodedata

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from congress.people.models import PasswordRecord, User
from congress.regions.models import Region, RegionLevel

# No 0/O, 1/l/I: one-time passwords are read aloud and typed from paper.
_LOWER = "abcdefghijkmnpqrstuvwxyz"
_UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"
SHORTEST_WORD = 3
# Chinese names of places are whole words at two characters, spelled ones are not.
SHORTEST_PLACE = 2


def one_time_password() -> str:
    """Sixteen characters of three classes in four groups, e.g. `Kq7m-Rt3x-Wp9a-Hd4u`."""
    groups = [
        secrets.choice(_UPPER) + secrets.choice(_LOWER) + secrets.choice(_DIGITS) + secrets.choice(_LOWER)
        for _group in range(4)
    ]
    return "-".join(groups)


def _flat(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


class LengthValidator(MinimumLengthValidator):
    """Django's rule in our words."""

    def get_error_message(self) -> str:
        return self.get_help_text()

    def get_help_text(self) -> str:
        return _("密码至少 %(count)s 个字符。") % {"count": self.min_length}


class CommonValidator(CommonPasswordValidator):
    """Django's list of 20,000 passwords that are tried first, in our words."""

    def get_error_message(self) -> str:
        return self.get_help_text()

    def get_help_text(self) -> str:
        return _("不能使用常见的密码。")


class ThreeClassesValidator:
    """Three of: lower case, upper case, digits, anything else."""

    def validate(self, password: str, user: User | None = None) -> None:
        kinds = {
            "lower" if c.islower() else "upper" if c.isupper() else "digit" if c.isdigit() else "other"
            for c in password
        }
        if len(kinds) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_few_classes")

    def get_help_text(self) -> str:
        return _("密码须包含小写字母、大写字母、数字、符号中的至少三类。")


class LocalWordsValidator:
    """Not the own user name or name, not the places' names, not the words that everybody here tries first."""

    def validate(self, password: str, user: User | None = None) -> None:
        text = _flat(password)
        if any(word in text for word in self._words(user)):
            raise ValidationError(self.get_help_text(), code="password_local_word")

    def _words(self, user: User | None) -> set[str]:
        words = {_flat(word) for word in settings.PASSWORD_LOCAL_WORDS}
        places = Region.objects.filter(level__in=[RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY])
        for name, pinyin in places.values_list("name", "pinyin"):
            words.add(_flat(name.rstrip("省市县区")))
            # Without the last syllable, which says city or county.
            words.add(_flat("".join(pinyin.split()[:-1])))
        if user is not None:
            words.add(_flat(user.name))
            words |= {_flat(part) for part in (user.username, *user.username.replace("_", ".").split("."))}
        return {w for w in words if len(w) >= (SHORTEST_WORD if w.isascii() else SHORTEST_PLACE)}

    def get_help_text(self) -> str:
        return _("密码不能包含本人姓名、用户名、本地地名或单位常用词。")


class HistoryValidator:
    """Not the present password nor one of the last few."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is None or user.pk is None:
            return
        earlier = PasswordRecord.objects.filter(user=user).order_by("-made_at", "-pk")
        hashes = [user.password, *earlier.values_list("password", flat=True)[: settings.PASSWORD_HISTORY]]
        if any(check_password(password, encoded) for encoded in dict.fromkeys(hashes)):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        return _("不能使用最近 %(count)s 次用过的密码。") % {"count": settings.PASSWORD_HISTORY}
