"""The five books as data: their columns as inspectors know them (domain paper E2), who fills them, what is late.

Forms, lists, print and workbooks are built from this table. Four books are written; the fourth of the five is a view on
the suggestions that came through the station and has no form.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deputies.logbooks.states import ActivityKind, Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a book. `key` is a field of the entry or, with `own`, a key of its `details`.

    `kind`: text (one line), long (several), number, choice. `most`: characters, or the greatest number.
    """

    key: str
    label: str | Promise
    kind: str = "text"
    most: int = 120
    required: bool = False
    own: bool = True
    choices: tuple[tuple[str, str | Promise], ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """One of the five logbooks."""

    code: str
    number: int
    label: str | Promise
    title: str | Promise
    # What stands in `details`; the common fields (day, place, deputies, words) every book has.
    columns: tuple[Column, ...]
    # Columns of the printed book, in order: keys of entries.CELLS or of `columns`.
    printed: tuple[str, ...]
    basis: str | Promise
    # Written down later than this many days after it was: marked as late.
    late_after: int = 3
    subkinds: tuple[tuple[str, str | Promise], ...] = ()
    has_voices: bool = False
    has_hours: bool = False
    content_label: str | Promise = "内容"
    least_content: int = 0
    is_written: bool = True

    def column(self, key: str) -> Column | None:
        """The own column with this key."""
        return next((column for column in self.columns if column.key == key), None)


_FORMS = (("together", _("集中")), ("online", _("线上")), ("meeting", _("以会代训")))

ACTIVITY = Book(
    Kind.ACTIVITY, 1, _("代表活动记录簿"), _("人大代表活动记录簿"),
    columns=(
        Column("organiser", _("组织单位")),
        Column("agenda", _("议程与过程"), "long", 1000),
        Column("opinions", _("提出的意见建议"), "long", 1000),
        Column("outcome", _("处理结果"), "long", 500),
    ),
    printed=("no", "day", "subkind", "title", "place", "organiser", "present", "away", "agenda", "opinions", "outcome",
             "recorder", "remark"),
    basis=_("代表法第二十六条：代表小组是代表活动的基本形式"),
    subkinds=tuple(ActivityKind.choices),
    content_label=_("活动情况"),
    least_content=6,
)  # fmt: skip
RECEPTION = Book(
    Kind.RECEPTION, 2, _("代表接待选民记录簿"), _("人大代表接待选民记录簿"),
    columns=(Column("liaison", _("联络员"), most=40),),
    printed=("no", "day", "place", "present", "liaison", "voter", "gender", "home", "identity", "said", "category",
             "reply", "opinion", "way", "number", "remark"),
    basis=_("代表法第五十七条：听取和反映人民群众的意见和要求"),
    has_voices=True,
    content_label=_("接待情况"),
)  # fmt: skip
TRAINING = Book(
    Kind.TRAINING, 3, _("代表学习培训记录簿"), _("人大代表学习培训记录簿"),
    columns=(
        Column("form", _("形式"), "choice", required=True, choices=_FORMS),
        Column("lecturer", _("主讲"), most=40),
        Column("thoughts", _("心得或测试"), "long", 500),
        Column("materials", _("资料"), most=120),
    ),
    printed=("no", "day", "title", "form", "lecturer", "hours", "place", "present", "away", "content", "thoughts",
             "materials", "recorder"),
    basis=_("代表法第四十七条：有计划地组织代表参加履职学习"),
    has_hours=True,
    content_label=_("内容摘要"),
    least_content=6,
)  # fmt: skip
ISSUES = Book(
    "issues", 4, _("选民反映问题转办反馈记录簿"), _("选民反映问题转办反馈记录簿"),
    columns=(),
    printed=(),
    basis=_("由经本站转办的意见建议自动形成，不另填写"),
    is_written=False,
)  # fmt: skip
REPORT = Book(
    Kind.REPORT, 5, _("代表述职情况记录簿"), _("人大代表述职情况记录簿"),
    columns=(
        Column("host", _("主持"), most=40),
        Column("questions", _("询问与回答"), "long", 1000),
    ),
    printed=("no", "term", "day", "place", "present", "host", "people", "content", "questions", "ballots", "grade",
             "improvement", "published"),
    basis=_("代表法第五十八条：代表应当以多种方式向原选区选民或者原选举单位报告履职情况"),
    content_label=_("述职摘要"),
    least_content=30,
)  # fmt: skip

BOOKS: dict[str, Book] = {book.code: book for book in (ACTIVITY, RECEPTION, TRAINING, ISSUES, REPORT)}
WRITTEN = {code: book for code, book in BOOKS.items() if book.is_written}
