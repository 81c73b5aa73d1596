"""The rows that the documentation shows may be added to the ledger as they are."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from examples import ROOT, blocks
from kanae.workflow.ledgers import check_ledger

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "docs" / "how-to" / "add-a-record.md"


def test_the_rows_of_the_how_to_are_no_fault(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    shutil.copytree(ROOT / "ledger", ledger)
    before = check_ledger(ledger)
    rows = [block for block in blocks(PAGE, "yaml") if block.partition("\n")[0].endswith(".yml")]
    for block in rows:
        name, _, row = block.removeprefix("# ").partition("\n")
        with (ledger / name).open("a", encoding="utf-8") as file:
            file.write(row)
    after = check_ledger(ledger)
    new = {str(issue) for issue in after.issues if issue.code.value < "K3"}
    assert new <= {str(issue) for issue in before.issues}, "\n".join(sorted(new))
    assert after.records == before.records + len(rows)
    assert len(rows) == 5
