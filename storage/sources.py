"""Where facts about people come from in a workspace, and what counts for more where two differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.tables import workspace

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

STAFF_LIST, TYPED, PROFILE = "csv", "typed", "profile:"
"""Where a fact may come from; a field of the chat's profile goes by its id, such as ``profile:Xf012``."""


@dataclass(frozen=True, slots=True)
class Sources:
    """``of`` says by fact where it comes from; of a fact that it does not name, whoever speaks is believed.

    ``directory_wins`` is whether that counts for more than what somebody typed themself.
    """

    of: Mapping[str, str] = field(default_factory=dict)
    directory_wins: bool = False

    @property
    def profile_fields(self) -> dict[str, str]:
        """The facts that come from a field of the chat's profile, each with the field's id."""
        return {
            fact: source.removeprefix(PROFILE)
            for fact, source in self.of.items()
            if source.startswith(PROFILE)
        }

    def taken(
        self, facts: Mapping[str, str], origin: str, known: Mapping[str, str], typed: Collection[str]
    ) -> dict[str, str]:
        """Those of ``facts``, which ``origin`` says, that are to be written over what is ``known``.

        Nothing empty is ever written, and what is not known yet may come from anywhere.
        """
        return {
            fact: value
            for fact, value in facts.items()
            if value and not (known[fact] and self._stands(fact, origin, typed))
        }

    def _stands(self, fact: str, origin: str, typed: Collection[str]) -> bool:
        """Whether what is known of a fact stays, though ``origin`` may say otherwise."""
        is_its_source = self.of.get(fact, origin) == origin
        return not is_its_source or (fact in typed and not self.directory_wins)


def sources(connection: Connection, workspace_name: str) -> Sources:
    """What the owners of a workspace said; of one that is not there, nothing."""
    wanted = select(workspace.c.sources, workspace.c.directory_wins)
    found = connection.execute(wanted.where(workspace.c.workspace == workspace_name)).first()
    return Sources() if found is None else Sources(*found)
