"""Public holidays, from the calendars that the `holidays` library keeps."""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

YEARS_AHEAD = 30
"""A programme that goes on for longer is given a new anchor before that."""


class HolidaysError(ValueError):
    """A country or region whose holidays are not known; the message says what to write instead."""


@lru_cache(maxsize=64)
def holiday_dates(where: str, first_year: int) -> frozenset[date]:
    """The public holidays of ``where`` (``GB-ENG``, ``IE``; none for an empty text) from a year on.

    Countries and regions go by ISO 3166: https://holidays.readthedocs.io/.

    Raises:
        HolidaysError: the library has no such place.

    """
    if not where:
        return frozenset()
    import holidays  # noqa: PLC0415 - a tenth of a second that only a programme with holidays needs

    country, _, region = where.partition("-")
    years = range(first_year, first_year + YEARS_AHEAD)
    try:
        # It warns of years beyond its tables of moon and sun, of which it has the fixed holidays.
        with warnings.catch_warnings(action="ignore"):
            found = holidays.country_holidays(country, subdiv=region or None, years=years)
    except NotImplementedError as error:
        raise HolidaysError(
            f"The public holidays of {where!r} are not known: give a country such as IE, or a country and "
            "a region such as GB-ENG."
        ) from error
    return frozenset(found)
