"""Dates as precise as their source, compared as intervals."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kanae.model.dates import DateField, DayField, PartialDate


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), "month"),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28), "month"),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31), "month"),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "day"),
        ("2024-06-27/2024-06-29", date(2024, 6, 27), date(2024, 6, 29), "day"),
        ("2024-06-27/2024-06-27", date(2024, 6, 27), date(2024, 6, 27), "day"),
        ("2023/2024", date(2023, 1, 1), date(2024, 12, 31), "year"),
        ("2023-12/2024-01-15", date(2023, 12, 1), date(2024, 1, 15), "month"),
        ("2024/2024-06", date(2024, 1, 1), date(2024, 6, 30), "year"),
        ("0001-01-01", date(1, 1, 1), date(1, 1, 1), "day"),
        ("9999", date(9999, 1, 1), date(9999, 12, 31), "year"),
    ],
)
def test_a_date_means_all_its_days(text: str, first: date, last: date, precision: str) -> None:
    read = PartialDate.parse(text)
    assert (read.first, read.last, read.precision, str(read)) == (first, last, precision, text)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("2024/08", "'2024/08' is not a date (write 2024-08)"),
        ("2024-6-1", "'2024-6-1' is not a date (write 2024-06-01)"),
        ("2024.06.27", "'2024.06.27' is not a date (write 2024-06-27)"),
        ("2024年6月27日", "'2024年6月27日' is not a date (write 2024-06-27)"),
        ("2024년 6월", "'2024년 6월' is not a date (write 2024-06)"),
        ("２０２４-06", "'２０２４-06' is not a date (write 2024-06)"),
        ("2024-13", "'2024-13' is not a day of the calendar"),
        ("2023-02-29", "'2023-02-29' is not a day of the calendar"),
        ("2024-00", "'2024-00' is not a day of the calendar"),
        ("0000", "'0000' is not a day of the calendar"),
        ("27.6.2024", "'27.6.2024' is not a date (write YYYY-MM-DD)"),
        ("令和6年", "'令和6年' is not a date (write YYYY-MM-DD)"),
        ("soon", "'soon' is not a date (write YYYY-MM-DD)"),
        ("", "'' is not a date (write YYYY-MM-DD)"),
        (" 2024", "' 2024' is not a date (write 2024)"),
        ("2024-06\n", "'2024-06\n' is not a date (write 2024-06)"),
        ("2024-06-27T12:00", "'2024-06-27T12:00' is not a date (write YYYY-MM-DD)"),
        ("2024/", "'2024/' is not a date (write 2024)"),
        ("2024/2025/2026", "'2024/2025/2026' is not a date (write 2024-2025-2026)"),
        ("2024-06-02/2024-06-01", "'2024-06-02/2024-06-01' ends before it begins (write the earlier day first)"),
    ],
)
def test_what_is_no_date_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 (the whole message is compared)
        PartialDate.parse(text)
    assert str(raised.value) == advice


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("2024-06", "2024-07", True),
        ("2024", "2025-01-01", True),
        ("2024-06", "2024-06-30", False),
        ("2024-06-30", "2024-06", False),
        ("2024", "2024-12-31", False),
        ("2024-06-01/2024-06-02", "2024-06-03", True),
        ("2024-06-01/2024-06-03", "2024-06-03", False),
        ("2024-07", "2024-06", False),
    ],
)
def test_before_means_every_day_before_every_day(one: str, other: str, before: bool) -> None:
    assert PartialDate.parse(one).surely_before(PartialDate.parse(other)) is before


@pytest.mark.parametrize(
    ("text", "day", "surely"), [("2024-06", 29, False), ("2024-06", 30, True), ("2024-06-29", 29, True)]
)
def test_a_date_is_surely_by_a_day_when_its_last_day_is(text: str, day: int, surely: bool) -> None:
    assert PartialDate.parse(text).surely_by(date(2024, 6, day)) is surely


often = settings(deadline=None, max_examples=100, derandomize=True)


def read_or_refusal(text: str) -> PartialDate | str:
    try:
        return PartialDate.parse(text)
    except ValueError as refused:
        return str(refused)


points = st.dates().map(date.isoformat).flatmap(lambda day: st.sampled_from([day[:4], day[:7], day]))


@often
@given(one=points, other=points)
def test_two_dates_are_never_both_before_each_other(one: str, other: str) -> None:
    a, b = PartialDate.parse(one), PartialDate.parse(other)
    assert not (a.surely_before(b) and b.surely_before(a))
    assert a.first <= a.last
    assert a.surely_by(a.last)


@often
@given(one=points, other=points)
def test_a_span_reaches_from_the_first_to_the_last_day(one: str, other: str) -> None:
    first, last = sorted((PartialDate.parse(one), PartialDate.parse(other)), key=lambda read: (read.first, read.last))
    span = PartialDate.parse(f"{first}/{last}") if first.first <= last.last else first
    assert (span.first, span.precision) == (first.first, first.precision)
    assert span.surely_by(last.last)


@often
@given(text=st.text(alphabet="0123456789-/ \n年", max_size=22))
def test_every_text_is_a_date_or_refused_by_name(text: str) -> None:
    read = read_or_refusal(text)
    if isinstance(read, str):
        assert f"'{text}'" in read
    else:
        assert (str(read), read.precision in ("day", "month", "year")) == (text, True)


def test_a_date_of_a_record_is_written_as_it_was_read() -> None:
    field = TypeAdapter(DateField)
    read = field.validate_python("2024-06-27/2024-06-29")
    assert field.dump_python(read) == "2024-06-27/2024-06-29"
    assert field.validate_python(read) is read
    assert field.json_schema()["type"] == "string"


@pytest.mark.parametrize("text", ["2024", "2024-06", "2024-06-01/2024-06-02"])
def test_a_day_of_a_record_is_one_day(text: str) -> None:
    with pytest.raises(ValidationError, match="not one day"):
        TypeAdapter(DayField).validate_python(text)


def test_a_day_of_a_record_may_be_written_as_a_span_of_itself() -> None:
    assert TypeAdapter(DayField).validate_python("2024-06-01/2024-06-01") == date(2024, 6, 1)
