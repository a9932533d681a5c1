import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from congress.people.models import User
from congress.people.passwords import one_time_password
from tests.factories import make_region

GOOD = [
    "Zebra-Kite7",
    "zebra kite 7!",
    "红旗渠-Kite-7",
    "correct Horse 9 battery",
    "Tr0ub4dor&3xyz",
    "ABCdef123456",
    "x9!x9!x9!x9!",
    "Ｚｅｂｒａ－Kite７７",
]
BAD = [
    "",
    "Zk7-Zk7-a",  # nine characters
    "zebrakitezebra",
    "zebrakite777",
    "ZEBRAKITE777",
    "zebra kite!!",
    "1234567890-1",
    "password123",
    "Li.min-2026!",
    "li-MIN.min-7",
    "LI.MIN4zebra",
    "我是李敏Zebra7",
    "Shaoyang-77!",
    "SHAOYANG77!!",
    "ｓｈａｏｙａｎｇ－Kite7",
    "Hunan-Kite-7",
    "邵阳Zebra-77",
    "隆回Zebra-77",
    "Longhui-77-x",
    "人大Zebra-77",
    "Renda-Zebra7",
    "Lianxin-7777",
]


@pytest.fixture
def user(db: None) -> User:
    make_region("430500", "邵阳市", pinyin="shao yang shi")
    make_region("430524", "隆回县", pinyin="long hui xian")
    return User(username="li.min", name="李敏")


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_is_taken(user, password):
    validate_password(password, user)


@pytest.mark.parametrize("password", BAD)
def test_a_weak_password_is_refused(user, password):
    with pytest.raises(ValidationError):
        validate_password(password, user)


def test_one_time_passwords_fit_the_policy_and_differ(user):
    made = {one_time_password() for _n in range(200)}

    assert len(made) == 200
    for password in made:
        validate_password(password, user)
