"""Reading a page as a browser without a script does: its forms, and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form: where it leads, its fields with their values, its buttons with where each leads instead."""

    action: str
    id: str = ""
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[list[str]] = field(default_factory=list)


class Page(HTMLParser):
    """The forms of a page, and its visible words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words = ""
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self._select = ""
        self._is_button = False
        self.feed(str(html))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.ids += [told["id"]] if "id" in told else []
        if tag == "form":
            self.forms.append(Form(told["action"], told.get("id", "")))
        if told.get("type") == "checkbox" and "checked" not in told:
            return
        if tag in ("input", "textarea", "select") and "name" in told:
            self.forms[-1].values[told["name"]] = told.get("value", "")
            self._select = told["name"]
        if tag == "option" and "selected" in told:
            self.forms[-1].values[self._select] = told["value"]
        if tag == "button":
            self._is_button = True
            action = told.get("formaction", self.forms[-1].action)
            self.forms[-1].buttons.append(
                ["", told.get("name", ""), told.get("value", ""), action, told.get("form", "")]
            )

    def handle_endtag(self, tag: str) -> None:
        self._is_button = self._is_button and tag != "button"

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._is_button:
            self.forms[-1].buttons[-1][0] += data

    def press(self, label: str, actor: str = "", **values: str) -> tuple[str, dict[str, str]]:
        """Where pressing the last button of that label leads, and what it sends."""
        for form in reversed(self.forms):
            for said, name, value, action, elsewhere in form.buttons:
                if said.strip() == label and actor in form.values.get("actor", ""):
                    fields = {f"field.{key}": text for key, text in values.items()}
                    sent = next((each for each in self.forms if each.id == elsewhere != ""), None)
                    whole = sent.values if sent else form.values | fields
                    return sent.action if sent else action, whole | ({name: value} if name else {})
        raise AssertionError(f"There is no button {label!r} on the page.")
