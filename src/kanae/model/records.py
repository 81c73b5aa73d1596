"""The kinds of record a ledger holds; each is one class, and a field says what its value must be.

``Code("levels")`` marks a value of a codelist, ``Ref("commitment")`` the id of another record. The checks of
``kanae.ledger.check`` and the tables of ``kanae.ledger.tables`` read these marks, so a new kind needs nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from kanae.model.dates import DateField, DayField

Language = Literal["en", "ja", "ko"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Code:
    """Mark of a field whose value is an item of a codelist.

    Attributes:
        codelist: Name of the codelist.
    """

    codelist: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Mark of a field whose value is the id of another record.

    Attributes:
        kind: Kind of the record meant.
    """

    kind: str


def _whole_number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.strip().lstrip("-").isdigit() else value


def _flag(value: Any) -> Any:
    flags = {"yes": True, "no": False}
    return flags.get(value, value) if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1)]
State = Annotated[str, Code("states"), Field(pattern=r"^[A-Z]{3}$")]
Whole = Annotated[int, BeforeValidator(_whole_number)]
Flag = Annotated[bool, BeforeValidator(_flag), Field(strict=True)]
Number = Annotated[Decimal, PlainSerializer(str, return_type=str)]


class Part(BaseModel):
    """Base of everything read from a file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Labels(Part):
    """One text in the three languages.

    Attributes:
        en: English.
        ja: Japanese.
        ko: Korean.

    Examples:
        >>> Labels(en="trilateral", ja="日米韓", ko="한미일").text("ja")
        '日米韓'
    """

    en: Text
    ja: Text
    ko: Text

    def text(self, lang: Language) -> str:
        """Return the text in one language."""
        return {"en": self.en, "ja": self.ja, "ko": self.ko}[lang]


class Citation(Part):
    """Where a record comes from: a source and a place in it.

    Attributes:
        source: Id of the source.
        paragraph: Number of the paragraph, counted as ``docs/how-to/add-a-record.md`` says.
        section: Part of the text, where paragraphs were not counted.
    """

    source: Annotated[str, Ref("source")]
    paragraph: Whole | None = None
    section: Annotated[str, Code("sections")] | None = None

    @property
    def place(self) -> str:
        """The place in the source as a table shows it; empty when the whole work is meant."""
        return f"para {self.paragraph}" if self.paragraph is not None else self.section or ""


class Correction(Part):
    """A mistake of ours that was mended; the world did not change.

    Attributes:
        field: Field that was mended, with a dot for a language: ``title.ja``.
        old: Value before; ``None`` when the field was empty.
        reason: Why.
        on: Day it was mended.
    """

    field: Text
    old: str | tuple[str, ...] | None
    reason: Text
    on: DayField


class Record(Part):
    """What every record has.

    Attributes:
        id: Stable id, unique in the ledger; published ids are never used again.
        recorded: Day the record entered the ledger.
        corrections: Mended mistakes, oldest first.
    """

    record_kind: ClassVar[str]

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.\-]*$")]
    recorded: DayField
    corrections: tuple[Correction, ...] = ()


class Fact(Record):
    """A record that says something about the world, and so must cite where from.

    Attributes:
        citations: Sources with places; a confirmed fact has one or more.
        confidence: ``high`` for an official text or two sources, ``medium`` for one source, ``low`` for neither.
        note: Remark for curators, in English; never shown as a finding.
    """

    citations: tuple[Citation, ...] = ()
    confidence: Annotated[Confidence, Code("confidence")]
    note: Text | None = None

    @property
    def confirmed(self) -> bool:
        """Whether measures may count the record; nothing of low confidence is counted."""
        return self.confidence != "low"


class Item(Record):
    """An item of a codelist.

    Attributes:
        id: Code, unique in its list.
        label: Name in three languages.
        definition: One sentence in three languages.
        short: Short name where space is scarce.
        group: Group the item belongs to, such as ``act`` or ``words`` of an effect.
        value: Number the item stands for, such as days of a cadence or a threshold.
        scores: Numbers by case, such as the score of a rung by type of commitment.
        marks: What a measure takes the item for, by question, such as the domain of a field or the form of a type.
    """

    record_kind = "codelist"

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]*$")]
    label: Labels
    definition: Labels
    short: Labels | None = None
    group: Text | None = None
    value: Number | None = None
    scores: dict[str, Whole] = Field(default_factory=dict)
    marks: dict[str, Text] = Field(default_factory=dict)


class Framework(Record):
    """States that cooperate: a minilateral or a pair.

    Attributes:
        label: Name of the framework.
        adjective: The members as a modifier: ``US-Japan-ROK``, ``日米韓``, ``한미일``.
        members: States, in alphabetical order.
        alliances: Frameworks of the treaty alliances under it.
        comparators: Frameworks it is compared with.
    """

    record_kind = "framework"

    label: Labels
    adjective: Labels
    members: Annotated[tuple[State, ...], Field(min_length=2)]
    alliances: tuple[Annotated[str, Ref("framework")], ...] = ()
    comparators: tuple[Annotated[str, Ref("framework")], ...] = ()


class Source(Record):
    """A work that records cite.

    Attributes:
        publisher: Who published it.
        publisher_kind: Official, press, repost and so on.
        title: Title in its own language; ``None`` when it was not seen.
        language: Language of the text, as ISO 639-1.
        date: Publication date; ``None`` when not known.
        url: Address of the work; ``None`` when it was read without one.
        archived_url: Address of an archived copy.
        accessed: Day it was read.
        access: ``live`` or ``stored-copy``.
        note: Caution about the source.
    """

    record_kind = "source"

    publisher: Text
    publisher_kind: Annotated[str, Code("publisher-kinds")]
    title: Text | None = None
    language: Annotated[str, Code("languages")]
    date: DateField | None = None
    url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    archived_url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    accessed: DayField
    access: Literal["live", "stored-copy"]
    note: Text | None = None


class Document(Fact):
    """A statement, strategy or agreement text.

    Attributes:
        date: Day of the document.
        title: Title in three languages.
        kind: Kind of document.
        issuers: States that issued it.
        languages: Languages official versions are believed to exist in.
    """

    record_kind = "document"

    date: DateField
    title: Labels
    kind: Annotated[str, Code("document-kinds")]
    issuers: Annotated[tuple[State, ...], Field(min_length=1)]
    languages: tuple[Annotated[str, Code("languages")], ...] = ()


class Commitment(Fact):
    """One undertaking of a document, paraphrased.

    Attributes:
        framework: Framework it binds.
        document: Document it stands in, which also dates it.
        text: Paraphrase in own words.
        pillar: Pillar of the framework.
        field: Field of cooperation.
        level: Level it addresses.
        type: Type, which decides the rule of its status.
        cadence: Stated rhythm; ``None`` when none is stated.
        deadline: Day it is due; ``None`` when open.
        measurable: Whether fulfilment could be seen.
        ambition: 0, 0.5 or 1.
        novelty: New, reaffirmed, extended or narrowed.
        deliverable: What can be seen done, of the four parts of a specific promise.
        target: Amount, number or end state named.
        timeframe: Date or rhythm named.
        owner: Office or body named as the one to act.
        full_text: Whether the wording was read in the full text.
        superseded_by: Commitment that took its place.
    """

    record_kind = "commitment"

    framework: Annotated[str, Ref("framework")]
    document: Annotated[str, Ref("document")]
    text: Labels
    pillar: Annotated[str, Code("pillars")]
    field: Annotated[str, Code("fields")]
    level: Annotated[str, Code("levels")]
    type: Annotated[str, Code("commitment-types")]
    cadence: Annotated[str, Code("cadences")] | None = None
    deadline: DateField | None = None
    measurable: Annotated[str, Code("measurable")]
    ambition: Annotated[str, Code("ambition")]
    novelty: Annotated[str, Code("novelty")]
    deliverable: Annotated[str, Code("deliverables")] | None = None
    target: Labels | None = None
    timeframe: Text | None = None
    owner: Annotated[str, Code("owners")] | None = None
    full_text: Flag
    superseded_by: Annotated[str, Ref("commitment")] | None = None

    @property
    def specificity(self) -> float:
        """Share of the four parts (deliverable, target, timeframe, owner) that the promise names, 0 to 1."""
        parts = (self.deliverable, self.target, self.timeframe, self.owner)
        return sum(part is not None for part in parts) / len(parts)


class Series(Record):
    """A regular line of meetings or exercises.

    Attributes:
        label: Name in three languages.
        framework: Framework it belongs to.
        kind: ``meeting``, ``exercise`` or ``body``.
        level: Level of those who meet.
        track: Track of cooperation.
        cadence: Stated rhythm; ``None`` when none is stated.
        commitment: Commitment that states it.
    """

    record_kind = "series"

    label: Labels
    framework: Annotated[str, Ref("framework")]
    kind: Literal["meeting", "exercise", "body"]
    level: Annotated[str, Code("levels")]
    track: Annotated[str, Code("tracks")]
    cadence: Annotated[str, Code("cadences")] | None = None
    commitment: Annotated[str, Ref("commitment")] | None = None


class Event(Fact):
    """Something that happened, or was planned, between the states.

    Attributes:
        date: When, in the local time of the venue.
        kind: Meeting, exercise, agreement, call, programme, setback and so on.
        level: Level of those who acted.
        track: Track of cooperation.
        format: In person, on the sidelines, by phone, in writing.
        members: States that took part.
        venue: Place; ``None`` when not known.
        series: Series it belongs to.
        part_of: Event whose outcome this row only tracks, so that no meeting counts twice.
        planned: Announced for the future and not seen to happen.
        title: What, in three languages.
        outcome: Result, in three languages; ``None`` when not known.
    """

    record_kind = "event"

    date: DateField
    kind: Annotated[str, Code("event-kinds")]
    level: Annotated[str, Code("levels")]
    track: Annotated[str, Code("tracks")]
    format: Annotated[str, Code("formats")] | None = None
    members: Annotated[tuple[State, ...], Field(min_length=1)]
    venue: Annotated[str, Code("venues")] | None = None
    series: Annotated[str, Ref("series")] | None = None
    part_of: Annotated[str, Ref("event")] | None = None
    planned: Flag = False
    title: Labels
    outcome: Labels | None = None


class Evidence(Fact):
    """What became of a commitment: an act, words, or a step against it.

    Attributes:
        commitment: Commitment it bears on.
        date: When.
        event: Event of the ledger that it is; ``None`` for an act without its own event.
        text: What happened, in three languages.
        effect: What it does to the commitment.
        acted_by: All members together, a wider group with them, two of them, or one alone.
        actors: States that acted; for a wider group those known.
        fit: ``close``, or ``loose`` when it answers the promise only in part.
    """

    record_kind = "evidence"

    commitment: Annotated[str, Ref("commitment")]
    date: DateField
    event: Annotated[str, Ref("event")] | None = None
    text: Labels
    effect: Annotated[str, Code("effects")]
    acted_by: Annotated[str, Code("actor-scopes")]
    actors: tuple[State, ...] = ()
    fit: Literal["close", "loose"] = "close"


class Search(Record):
    """A look for something, with the places and the day: "not found" is a record too.

    Attributes:
        question: What was looked for.
        about: Ids of the commitments, series or instruments it bears on.
        contingency: Contingency, when a role in it was looked for.
        members: States meant.
        searched_on: Day of the search.
        places: Where it was looked for.
        languages: Languages of the queries.
        found: Whether it was found.
        result: What the search gave.
    """

    record_kind = "search"

    question: Labels
    about: tuple[Annotated[str, Ref("any")], ...] = ()
    contingency: Annotated[str, Code("contingencies")] | None = None
    members: tuple[State, ...] = ()
    searched_on: DayField
    places: Annotated[tuple[Annotated[str, Code("search-places")], ...], Field(min_length=1)]
    languages: tuple[Annotated[str, Code("languages")], ...]
    found: Flag = False
    result: Labels


class Instrument(Fact):
    """A treaty, agreement or standing arrangement, or the recorded lack of one.

    Attributes:
        members: States it binds, in alphabetical order.
        type: Type.
        state: In force, signed, under negotiation, none, suspended or ended.
        title: Title in three languages.
        signed: Day of signature; ``None`` when not signed or not known.
        in_force: Day of entry into force.
        suspended: Day of suspension.
        ended: Day it ended.
        from_memory: Fields whose value no source confirmed; not to be used as exact dates.
        form: Legal form; ``None`` for the usual form of its type.
        cadence: Rhythm of meetings it states; ``None`` when it states none or none was seen.
        series: Series of meetings or exercises it founds.
        provisions: What it provides for beside what its type says: exercises, data sharing, a secretariat.
        fields: Fields of cooperation it names.
    """

    record_kind = "instrument"

    members: Annotated[tuple[State, ...], Field(min_length=2)]
    type: Annotated[str, Code("instrument-types")]
    state: Annotated[str, Code("instrument-states")]
    title: Labels
    signed: DateField | None = None
    in_force: DateField | None = None
    suspended: DateField | None = None
    ended: DateField | None = None
    from_memory: tuple[Literal["signed", "in_force", "ended", "suspended", "title"], ...] = ()
    form: Annotated[str, Code("instrument-forms")] | None = None
    cadence: Annotated[str, Code("cadences")] | None = None
    series: Annotated[str, Ref("series")] | None = None
    provisions: tuple[Annotated[str, Code("provisions")], ...] = ()
    fields: tuple[Annotated[str, Code("fields")], ...] = ()


class Term(Fact):
    """Time in an office.

    Attributes:
        state: State served.
        name: Name as each language writes it.
        start: First day in office.
        end: Last day; ``None`` when in office on the last day seen.
        party: Party.
        orientation: Conventional shorthand.
        acting: Whether the office was held in an acting capacity.
    """

    state: State
    name: Labels
    start: DateField
    end: DateField | None = None
    party: Annotated[str, Code("parties")]
    orientation: Annotated[str, Code("orientations")]
    acting: Flag = False


class Leader(Term):
    """Time of a head of state or government in office.

    Attributes:
        office: President, prime minister.
    """

    record_kind = "leader"

    office: Annotated[str, Code("offices")]


class Minister(Term):
    """Time of a minister in office.

    Attributes:
        portfolio: Foreign affairs or defence.
    """

    record_kind = "minister"

    portfolio: Annotated[str, Code("portfolios")]


class Burden(Fact):
    """One value of one burden indicator.

    Attributes:
        state: State it is about.
        period: Year, or the year a pledge is for.
        indicator: What is measured, by whose definition.
        value: Number.
        unit: Unit.
    """

    record_kind = "burden"

    state: State
    period: DateField
    indicator: Annotated[str, Code("indicators")]
    value: Number
    unit: Annotated[str, Code("units")]


class Role(Fact):
    """What a state does, promises, is asked to do or declines to do in a contingency.

    Attributes:
        state: State whose role it is.
        contingency: Contingency it is for.
        basis: What the role rests on: an agreement, a commitment, an ally's request and so on.
        date: Day of the text, statement or act.
        text: Paraphrase in own words.
    """

    record_kind = "role"

    state: State
    contingency: Annotated[str, Code("contingencies")]
    basis: Annotated[str, Code("role-bases")]
    date: DateField
    text: Labels


class Place(Fact):
    """A base, strait, capital or island.

    Attributes:
        name: Neutral name in three languages.
        state: State it lies in; ``None`` for straits and where it is disputed.
        kind: Kind of place.
        latitude: Degrees north.
        longitude: Degrees east.
        lines: Places to which the map draws a line and gives the distance.
    """

    record_kind = "place"

    name: Labels
    state: State | None = None
    kind: Annotated[str, Code("place-kinds")]
    latitude: Annotated[Number, Field(ge=-90, le=90)]
    longitude: Annotated[Number, Field(ge=-180, le=180)]
    lines: tuple[Annotated[str, Ref("place")], ...] = ()


class Coverage(Record):
    """From when to when a part of the ledger was looked after, and how completely.

    Attributes:
        label: What is covered.
        framework: Framework meant; ``None`` for all.
        kinds: Kinds of record it speaks of.
        start: Begin.
        end: End; nothing later may be concluded.
        completeness: How complete.
        remark: Qualification in three languages.
        decides: Whether it decides the day the framework is covered to.
        series: Series whose meetings it vouches for; empty when it names none.
        types: Types of instrument it vouches for; empty for all types.
    """

    record_kind = "coverage"

    label: Labels
    framework: Annotated[str, Ref("framework")] | None = None
    kinds: tuple[Text, ...]
    start: DateField
    end: DateField
    completeness: Annotated[str, Code("completeness")]
    remark: Labels
    decides: Flag = False
    series: tuple[Annotated[str, Ref("series")], ...] = ()
    types: tuple[Annotated[str, Code("instrument-types")], ...] = ()


class Need(Part):
    """What a claim's check must be able to rely on, so that a missing record decides nothing by itself.

    Attributes:
        coverage: Coverage that must be good enough for counts from ``start`` to ``end``.
        search: Search that may stand in its place: made after ``end``, and nothing was found.
        start: First day the check looks at.
        end: Last day the check looks at; ``None`` for the day that is asked about.

    Examples:
        >>> str(Need(coverage="coverage-leaders", start="2025-01-20"))
        'coverage-leaders 2025-01-20/'
    """

    coverage: Annotated[str, Ref("coverage")] | None = None
    search: Annotated[str, Ref("search")] | None = None
    start: DateField
    end: DateField | None = None

    def __str__(self) -> str:
        """Return the need on one line, as tables and comparisons show it."""
        named = " or ".join(record_id for record_id in (self.coverage, self.search) if record_id)
        return f"{named} {self.start}/{self.end or ''}"


class Claim(Record):
    """One sentence of a publication, in own words, with the query that checks it.

    Attributes:
        publication: Source that claims it.
        section: Part of the publication.
        paragraph: Number of the paragraph within the section.
        framework: Framework it is about, which decides the day it is asked for.
        text: The claim in own words.
        type: Date, order, comparison, continuity, quantity or judgement.
        needs: Coverage that the check relies on.
        absence: Which verdict would rest on records that are not there.
        check: Query over the tables of the ledger that returns one row.
        not_checkable: Why it cannot be checked as a fact; the check then only shows the nearest indicator.
        indicator: What the nearest indicator is.
        figure: What the figure of the check is, part by part where it has several; a judgement has its indicator.
        lacks: What the ledger would have to hold for a verdict.
        expect: Verdict that is expected; another one is reported.
        first_check: Verdict of an earlier check by hand.
        differs: Why the verdict differs from the earlier one.
    """

    record_kind = "claim"

    publication: Annotated[str, Ref("source")]
    section: Annotated[str, Code("sections")]
    paragraph: Whole | None = None
    framework: Annotated[str, Ref("framework")]
    text: Labels
    type: Annotated[str, Code("claim-types")]
    needs: tuple[Need, ...] = ()
    absence: Literal["both", "confirms", "refutes", "none"] = "both"
    check: Text | None = None
    not_checkable: Annotated[str, Code("not-checkable")] | None = None
    indicator: Labels | None = None
    figure: Labels | None = None
    lacks: Labels | None = None
    expect: Annotated[str, Code("verdicts")] | None = None
    first_check: Literal["confirmed", "partly", "refuted", "not-found"] | None = None
    differs: Labels | None = None


class Benchmark(Fact):
    """A turn that historians or governments date, written down before any series was fitted.

    Attributes:
        label: What turned.
        date: From when to when it is dated.
        direction: Whether cooperation rose or fell.
        frameworks: Frameworks whose series it is held against.
        events: Events of the ledger it rests on.
    """

    record_kind = "benchmark"

    label: Labels
    date: DateField
    direction: Annotated[str, Code("directions")]
    frameworks: Annotated[tuple[Annotated[str, Ref("framework")], ...], Field(min_length=1)]
    events: tuple[Annotated[str, Ref("event")], ...] = ()


KINDS: dict[str, type[Record]] = {
    "codelists": Item,
    "frameworks": Framework,
    "sources": Source,
    "documents": Document,
    "commitments": Commitment,
    "series": Series,
    "events": Event,
    "evidence": Evidence,
    "searches": Search,
    "instruments": Instrument,
    "leaders": Leader,
    "ministers": Minister,
    "burden": Burden,
    "roles": Role,
    "places": Place,
    "coverage": Coverage,
    "claims": Claim,
    "benchmarks": Benchmark,
}
"""Folder of the ledger and table of the exports → class of its records."""
