"""Messages with every kind of field, rows of buttons in the middle of a body, and a file."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.message import (
    Button,
    Channel,
    Choose,
    Colleagues,
    Day,
    File,
    Input,
    Link,
    Message,
    Part,
    Pick,
    Row,
    When,
    text,
)

BEN = "playground/p/ben"
AT = datetime(2026, 12, 1, 10, 30, tzinfo=UTC)
WAYS = (("canteen", "In the canteen"), ("walk", "On a walk"), ("call", "By video"))
FILE = File("people.csv", "Your people", b"name,team\r\nBen,Pharmacy\r\n", "text/csv")


def every_field(words: str = "", *, error: str = "", chosen: str = BEN) -> tuple[Part, ...]:
    """One field of each kind; ``words`` stand wherever a field shows words; ``chosen`` is an address."""
    return (
        Input("job", words or "Job", words),
        Choose("team", words or "Team", (("n", words or "Nursing"), ("p", "Pharmacy")), "p", words),
        Pick("ways", words or "Ways", (*WAYS, ("more", words or "More")), ("walk",), words, error=error),
        Day("until", words or "Until", date(2026, 12, 24), words, error=error),
        When("at", words or "When", "Europe/Paris", AT, words, required=True, error=error),
        Colleagues("people", words or "People", (chosen,), words, error=error),
        Colleagues("person", words or "Somebody", most=1, required=True),
        Channel("where", words or "Channel", words, error=error),
    )


def every_part(words: str = "", *, chosen: str = BEN) -> Message:
    """A form of all of them, with a row of buttons among the fields."""
    row = Row(
        (
            Button("about", words or "About Ben", {"person": "2"}),
            Button("about", words or "About Chidi", {"person": "3"}, confirm=words or "Really?"),
            Link(words or "Read more", "https://crossbrew.test/"),
        )
    )
    fields = every_field(words, chosen=chosen)
    return Message("Everything", (*fields[:3], row, *fields[3:], row), (Button("sent", "Save it all"),))


def rows_and_a_file() -> Message:
    """An answer that is no form."""
    rows = [
        (text(name), Row((Button("about", "Open", {"person": name}), Button("thank", "Thank"))))
        for name in ("Ben", "Chidi")
    ]
    return Message("My people", (*(part for pair in rows for part in pair), FILE))
