"""Everything a brief says, computed before any word is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kanae.ledger.book import Ledger
    from kanae.measures.cadence import Cadence
    from kanae.measures.change import Change
    from kanae.measures.levels import LevelYear
    from kanae.measures.vitality import Band, Life, Vitality
    from kanae.measures.words_and_acts import WordsAndActs
    from kanae.model.alignment import Alignment
    from kanae.model.claims import CheckedClaim
    from kanae.model.records import Commitment, Document, Event, Evidence, Framework, Labels, Leader, Search, Series
    from kanae.model.status import Reading, StatusOn
    from kanae.report.measured import Measured
    from kanae.report.news import NewsAnswer


@dataclass(frozen=True, slots=True)
class SeriesAnswer:
    """A series and its rhythm on the day.

    Attributes:
        series: The series.
        cadence: Its rhythm.
        before: Its rhythm one year earlier.
        searches: Searches that looked for another meeting.
    """

    series: Series
    cadence: Cadence
    before: Cadence
    searches: tuple[Search, ...]


@dataclass(frozen=True, slots=True)
class MechanismLife:
    """A mechanism and its life to the day.

    Attributes:
        id: Id of the series, or of the instrument when no series stands for it.
        label: Its name.
        framework: Id of the framework it belongs to.
        kind: Meeting, exercise or body.
        level: Level of those who meet; ``None`` when not known.
        track: Track of cooperation; ``None`` when not known.
        life: Its state on the day.
        shorter: Its state with all limits shorter; ``None`` when not known.
        longer: Its state with all limits longer; ``None`` when not known.
        bands: Its states up to the day, oldest first.
        searches: Searches that looked for a further act and found none.
    """

    id: str
    label: Labels
    framework: str
    kind: str
    level: str | None
    track: str | None
    life: Life
    shorter: Vitality | None
    longer: Vitality | None
    bands: tuple[Band, ...]
    searches: tuple[Search, ...]


@dataclass(frozen=True, slots=True)
class Lives:
    """Which mechanisms live, and at which level members meet.

    Attributes:
        mechanisms: Mechanisms of the framework and of those it is compared with.
        levels: Meetings of all members of the framework by level, in the last whole year and the one before.
    """

    mechanisms: tuple[MechanismLife, ...]
    levels: tuple[LevelYear, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Statuses that change when the thresholds do.

    Attributes:
        percent: By how many per cent the thresholds were varied.
        shorter: Changes with shorter thresholds.
        longer: Changes with longer thresholds.
    """

    percent: int
    shorter: tuple[Change, ...]
    longer: tuple[Change, ...]


@dataclass(frozen=True)
class Answers:
    """The answers to one question.

    Attributes:
        ledger: The ledger, as known on the day asked for.
        framework: The framework.
        as_of: Day the answers are for.
        covered_to: Day the ledger may speak up to; ``None`` when no coverage is recorded.
        known_on: Day of knowledge; ``None`` for all that is recorded.
        year_before: Day one year earlier.
        reading: Whose acts count.
        commitments: Commitments made by the day, by id.
        documents: Documents of these, by id.
        statuses: Status by commitment.
        other_statuses: Status by commitment in the other reading.
        differing: Changes between the two readings.
        changes: Changes since the year before.
        sensitivity: Changes with other thresholds.
        evidence: Evidence by id.
        searches: Searches by the record they are about.
        events: Events that two members took part in, setbacks of one, and events that evidence names, by id.
        planned: Planned events after the day.
        leaders: Terms of the members' leaders.
        words_and_acts: Words beside acts per half-year.
        series: Series that met or should have met.
        alignment: How close the members voted; ``None`` when no votes are at hand.
        measured: The measures that chapters rest on; ``None`` when none was asked for.
        news: An event store beside the ledger; ``None`` when none is given.
        claims: The claims about the framework, with their verdicts; none when there are none or none was asked for.
        land: Outlines of the land of the map, as rings of longitude and latitude; none when they are not installed.
    """

    ledger: Ledger
    framework: Framework
    as_of: date
    covered_to: date | None
    known_on: date | None
    year_before: date
    reading: Reading
    commitments: Mapping[str, Commitment]
    documents: Mapping[str, Document]
    statuses: Mapping[str, StatusOn]
    other_statuses: Mapping[str, StatusOn]
    differing: tuple[Change, ...]
    changes: tuple[Change, ...]
    sensitivity: Sensitivity
    evidence: Mapping[str, Evidence]
    searches: Mapping[str, tuple[Search, ...]]
    events: Mapping[str, Event]
    planned: tuple[Event, ...]
    leaders: tuple[Leader, ...]
    words_and_acts: WordsAndActs
    series: tuple[SeriesAnswer, ...] = ()
    alignment: Alignment | None = None
    measured: Measured | None = None
    news: NewsAnswer | None = None
    claims: tuple[CheckedClaim, ...] = ()
    land: Sequence[Sequence[tuple[float, float]]] = ()
