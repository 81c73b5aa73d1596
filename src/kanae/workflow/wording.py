"""The words of a language, from the files that ship with kanae."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kanae.report.words import Words
from kanae.store.location import read_package_text
from kanae.store.yaml_files import parse_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kanae.model.records import Language


def words_of(lang: Language) -> Words:
    """Return the words of a language, with no number shown yet."""
    name = f"{lang}.yml"
    return Words(lang, parse_texts(read_package_text("report", "words", name), name))


def issue_words_of(lang: Language) -> Mapping[str, str]:
    """Return what is said about the issue codes in a language, by keys such as ``K203.title``."""
    name = f"issues.{lang}.yml"
    return parse_texts(read_package_text("report", "words", name), name)
