"""What a typed text must at least be."""

from django.utils.translation import gettext as _

from congress.errors import BadInput


def require_text(text: str, *, field: str, least: int = 2, most: int = 2000) -> str:
    """The text, trimmed. BadInput when it says nothing (spaces, signs, emoji only), is too short or too long."""
    cleaned = text.strip()
    if "\x00" in cleaned:
        raise BadInput("bad_characters", _("内容含有无法保存的字符，请删除后再提交。"), field=field)
    # A word character of any script: rare Chinese characters count, emoji and signs do not.
    said = sum(1 for character in cleaned if character.isalnum())
    if not said:
        raise BadInput("empty", _("请用文字写清楚，不能只有空格、符号或表情。"), field=field)
    # Words of signs alone are not counted: "路灯！！！！！！" says two characters.
    if len(cleaned) < least or said < min(least, 4):
        raise BadInput(
            "too_short",
            _("请至少写 %(n)d 个字，现在是 %(have)d 个字。") % {"n": least, "have": len(cleaned)},
            field=field,
        )
    if len(cleaned) > most:
        raise BadInput(
            "too_long",
            _("最多 %(n)d 个字，现在是 %(have)d 个字。") % {"n": most, "have": len(cleaned)},
            field=field,
        )
    return cleaned
