"""Can every correction be undone, so that what was known on an earlier day can be asked?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kanae.ledger.book import as_known
from kanae.model.issues import Issue, IssueCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.ledger.load import Reading


def corrections_fit(reading: Reading) -> Iterator[Issue]:
    """Yield corrections out of order, older than their record, or whose old value does not fit its field."""
    for record, origin in reading.all_rows():
        earlier = record.recorded
        for number, correction in enumerate(record.corrections):
            path = f"corrections.{number}.on"
            if correction.on < earlier:
                message = f"'{record.id}' has a correction of {correction.on} after {earlier}"
                fix = "Write corrections oldest first, none before 'recorded'."
                yield origin.issue(path, IssueCode.WRONG_CORRECTION, message, fix)
            earlier = max(earlier, correction.on)
        for number, correction in enumerate(record.corrections):
            try:
                as_known(record, correction.on - timedelta(days=1))
            except ValueError as cause:
                said = str(cause).splitlines()[-1].strip().partition(" [")[0].removeprefix("Value error, ")
                message = f"'{record.id}': the old value of '{correction.field}' cannot be put back: {said}"
                fix = "Name a field of the record, and its value as it was written."
                yield origin.issue(f"corrections.{number}.field", IssueCode.WRONG_CORRECTION, message, fix)
                break
