"""Give MkDocs the pages that are generated from the code and the ledger each time the documentation is built."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

sys.path.insert(0, str(Path(__file__).parent))

import reference  # beside this file

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages to those on the disk."""
    for name, page in reference.PAGES.items():
        files.append(File.generated(config, f"reference/{name}.md", content=page()))
    return files


def on_post_page(output: str, page: Page, **_: object) -> str:
    """Say which language a page of a language folder is in, so that fonts, voices and hyphens fit it."""
    lang = page.file.src_uri.partition("/")[0]
    if lang not in reference.LANGUAGE_NAMES:
        return output
    return output.replace('<html lang="en"', f'<html lang="{lang}"', 1)
