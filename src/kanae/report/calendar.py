"""Expected and overdue meetings as an iCalendar file (RFC 5545), to be opened in any calendar.

Each series with a rhythm is one all-day event under an id that stays, so that a later file moves it. The stamp is the
day the answer is for, so that the same ledger gives the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from kanae.measures.cadence import Punctuality
from kanae.report.naming import Naming

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from icalendar import Event

    from kanae.ledger.book import Ledger
    from kanae.model.records import Framework
    from kanae.report.answers import SeriesAnswer
    from kanae.report.words import Words


def meetings_calendar(
    words: Words, ledger: Ledger, framework: Framework, series: Iterable[SeriesAnswer], as_of: date
) -> bytes:
    """Return the days on which meetings are or were expected, oldest first.

    Args:
        words: Words of the language.
        ledger: The ledger.
        framework: Framework of the series.
        series: Series with their rhythms; one without an expected day has no event.
        as_of: Day the answer is for.
    """
    from icalendar import Calendar

    naming = Naming(ledger, words)
    calendar = Calendar()
    calendar.add("prodid", f"-//kanae//{framework.id}//{words.lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", words.say("calendar.name", framework=naming.text(framework.label)))
    dated = [(row.cadence.expected, row.series.id, row) for row in series if row.cadence.expected is not None]
    for day, _, row in sorted(dated, key=lambda entry: entry[:2]):
        calendar.add_component(_event(words, naming, row, day, as_of))
    content: bytes = calendar.to_ical()
    return content


def _event(words: Words, naming: Naming, row: SeriesAnswer, day: date, as_of: date) -> Event:
    from icalendar import Event

    name = naming.text(row.series.label)
    is_met = row.cadence.punctuality is Punctuality.ON_TIME
    summary = (
        words.say("calendar.expected", series=name) if is_met else words.say("calendar.late", series=name, as_of=as_of)
    )
    event = Event()
    event.add("uid", f"expected-{row.series.id}@kanae")
    event.add("dtstamp", datetime.combine(as_of, time(), tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary, parameters={"LANGUAGE": words.lang})
    event.add("description", _about(words, row), parameters={"LANGUAGE": words.lang})
    event.add("categories", [naming.code("levels", row.series.level)])
    event.add("transp", "TRANSPARENT")
    return event


def _about(words: Words, row: SeriesAnswer) -> str:
    """Say where the day comes from, so that nobody takes it for an announcement."""
    cadence, commitment = row.cadence, row.series.commitment
    days = cadence.rhythm_days or 0
    if cadence.is_stated and commitment is not None:
        rule = words.say("calendar.stated", days=days, commitment=commitment)
    else:
        rule = words.say("calendar.estimated", days=days)
    last = words.day(cadence.last) if cadence.last is not None else words.say("unknown")
    about = words.say("calendar.about", last=last, event=cadence.record_ids[-1])
    return f"{rule}\n{about}"
