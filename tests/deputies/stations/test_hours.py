"""Opening hours as people write them."""

from datetime import time

import pytest

from congress.errors import BadInput
from deputies.stations.hours import read_hours, write_hours

MORNING, AFTERNOON = (time(9), time(12)), (time(14, 30), time(17, 30))


@pytest.mark.parametrize(
    ("text", "days", "spans"),
    [
        ("周一至周五 09:00-12:00 14:30-17:30", [1, 2, 3, 4, 5], [MORNING, AFTERNOON]),
        ("周一、周三 9：00至12：00", [1, 3], [MORNING]),
        ("星期六 09:00—12:00", [6], [MORNING]),
        ("工作日 09:00-12:00", [1, 2, 3, 4, 5], [MORNING]),
        ("周六到周日 9:00~12:00", [6, 7], [MORNING]),
        ("", [], []),
    ],
)
def test_lines_are_read_as_people_write_them(text, days, spans) -> None:
    assert read_hours(text) == tuple(sorted((day, *span) for day in days for span in spans))


@pytest.mark.parametrize("text", ["随时", "周一", "09:00-12:00", "周一 12:00-09:00", "周一 25:00-26:00"])
def test_a_line_that_cannot_be_read_is_named(text) -> None:
    with pytest.raises(BadInput, match="读不懂"):
        read_hours(text)


def test_what_is_written_reads_back_the_same() -> None:
    text = "周一至周五 09:00-12:00 14:30-17:30\n周六、周日 09:00-12:00"
    assert write_hours(read_hours(text)) == text
