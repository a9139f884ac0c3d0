"""Finding somebody to be."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.playground.stage import Face

SHOWN = 400
"""How many people are listed at once; a search finds the rest."""


def found(faces: Sequence[Face], words: str) -> Sequence[Face]:
    """Those of whom every word of a search is said somewhere, whatever its case and accents."""
    wanted = _plain(words).replace("·", " ").split()
    return [face for face in faces if all(word in _told_of(face) for word in wanted)]


def meant(matches: Sequence[Face], words: str) -> Face | None:
    """The one whom a search means: the only match, or the one whose label it is."""
    if not words:
        return None
    labelled = [face for face in matches if face.label == words]
    return next((each[0] for each in (matches, labelled) if len(each) == 1), None)


def sections(faces: Sequence[Face]) -> Mapping[str, Sequence[Face]]:
    """The first of ``faces`` by department, departments in order of their names."""
    rooms: defaultdict[str, list[Face]] = defaultdict(list)
    for face in faces[:SHOWN]:
        rooms[face.department].append(face)
    return dict(sorted(rooms.items()))


def _told_of(face: Face) -> str:
    return _plain(f"{face.name} {face.job_title} {face.department} {face.grade} {face.site}")


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
