"""Every fault of a ledger at once: in files, in records, and between records.

Each check is a sentence about the ledger; what it yields are the exceptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.ledger.checks.claims import claims_are_whole
from kanae.ledger.checks.corrections import corrections_fit
from kanae.ledger.checks.dates import dates_follow_each_other, nothing_lies_in_the_future
from kanae.ledger.checks.doubles import ids_stand_once, nothing_is_entered_twice
from kanae.ledger.checks.references import codes_and_references_are_known, nothing_leads_back_to_itself
from kanae.ledger.checks.scripts import each_language_is_written_in_its_script
from kanae.ledger.checks.sources import commitments_were_looked_for, facts_cite_sources
from kanae.ledger.load import Progress, Reading, read_folder

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kanae.model.issues import Issue


def check_folder(folder: Path, today: date, progress: Progress | None = None) -> tuple[Reading, list[Issue]]:
    """Read a ledger folder and return all its issues, sorted by file and line.

    Args:
        folder: The ledger.
        today: The day of the check; nothing may be recorded later.
        progress: Told the name of each file.

    Examples:
        >>> from datetime import date
        >>> from kanae.store.location import find_ledger
        >>> check_folder(find_ledger(), date(2100, 1, 1))[1]
        []
    """
    reading = read_folder(folder, progress)
    checks = (
        ids_stand_once(reading),
        codes_and_references_are_known(reading),
        nothing_leads_back_to_itself(reading),
        facts_cite_sources(reading),
        nothing_lies_in_the_future(reading, today),
        dates_follow_each_other(reading),
        corrections_fit(reading),
        nothing_is_entered_twice(reading),
        each_language_is_written_in_its_script(reading),
        commitments_were_looked_for(reading),
        claims_are_whole(reading),
    )
    issues = [*reading.issues, *(issue for found in checks for issue in found)]
    return reading, sorted(set(issues))
