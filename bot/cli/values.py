"""Values on the command line: each that cannot be read is a sentence with a good one in it."""

from __future__ import annotations

from datetime import date, datetime, time

import click


def listed(words: str) -> list[str]:
    """The words between the commas."""
    return [word.strip() for word in words.split(",") if word.strip()]


class Instant(click.ParamType[datetime]):
    """An instant with its time zone, such as 2026-12-01T10:00Z."""

    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read ISO 8601, refusing a time without a zone."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not an instant; write it as 2026-12-01T10:00Z.", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no time zone; write it as 2026-12-01T10:00Z.", param, ctx)
        return moment


class CalendarDay(click.ParamType[date]):
    """A date, such as 2026-12-07."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read ISO 8601."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2026-12-07.", param, ctx)


class CalendarDays(click.ParamType[frozenset[date]]):
    """Dates separated by commas; none at all where it is empty."""

    name = "dates"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> frozenset[date]:
        """Read each date."""
        if isinstance(value, frozenset):
            return value
        return frozenset(CalendarDay().convert(word, param, ctx) for word in listed(str(value)))


class LocalHour(click.ParamType[time]):
    """A time of day, such as 10:00."""

    name = "hour"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> time:
        """Read hours and minutes, refusing an offset: the programme has its own time zone."""
        if isinstance(value, time):
            return value
        try:
            hour = time.fromisoformat(str(value).strip())
        except ValueError:
            self.fail(f"{value!r} is not a time of day; write it as 10:00.", param, ctx)
        if hour.tzinfo is not None:
            self.fail(f"{value!r} has an offset; give the local hour, and --timezone.", param, ctx)
        return hour
