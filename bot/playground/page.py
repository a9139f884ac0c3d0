"""The playground's page: several people's chats side by side, a clock to wind, the report.

Every view is a plain GET and every change a plain POST that leads back to the view it came from, so
that all of it works without a script; the script only swaps in what changed. Endpoints are plain
functions, which Starlette runs in threads, so that nothing slow holds up the rest.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.playground.finding import found, meant, sections
from bot.playground.guard import Guard
from bot.playground.panes import Panes, zone_of
from bot.playground.platform import PlaygroundError
from bot.playground.render import PAGES, Setting, render
from bot.playground.stage import Face, Stage
from bot.playground.view import View, first_view, read_view
from bot.playground.winding import Winding

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from starlette.requests import Request

    from bot.playground.platform import PlaygroundPlatform

__all__ = ["Face", "Stage", "playground_app"]

PATIENCE_SECONDS = 1.0
"""How long a POST waits for a wind: a short one is over when the page comes back."""

LISTED = 500
"""With more people than this, the list is searched rather than suggested from while typing."""

STATIC = Path(__file__).parent / "static"


def playground_app(platform: PlaygroundPlatform, stage: Stage) -> Starlette:
    """The page over ``platform`` and ``stage``, as an ASGI application to be served on this machine."""
    page = Page(platform, stage)
    posts = [page.press, page.submit, page.dismiss, page.type, page.drop, page.wind, page.others]
    return Starlette(
        routes=[
            Route("/", page.chats),
            Route("/people", page.people),
            Route("/report", page.report),
            Route("/report.csv", page.report_csv),
            Route("/state", page.state),
            *(Route(f"/{does.__name__}", _post(does), methods=["POST"]) for does in posts),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={PlaygroundError: _missing, HTTPException: _refused, Exception: _broken},
    )


class Page:
    """The views of the page, and what may be done on it."""

    def __init__(self, platform: PlaygroundPlatform, stage: Stage) -> None:
        self._platform = platform
        self._stage = stage
        self._winding = Winding(stage)
        self._others_answer = True

    # What is looked at.

    def chats(self, request: Request) -> Response:
        """The chats of up to three people, side by side."""
        faces = {face.address: face for face in self._stage.people()}
        view = read_view(request.url.query)
        if view is None:
            return RedirectResponse(first_view(self._platform, list(faces.values())).url, 303)
        panes = Panes(self._platform, faces, view, self._now())
        # Before the panes, which count what they show as read.
        tabs = panes.seat_tabs()
        return self._html("chats.html", view=view, seat_tabs=tabs, panes=panes.all(), faces=faces.values())

    def people(self, request: Request) -> Response:
        """Everybody one can be, by department; a search that finds one person leads to them at once."""
        view = read_view(request.url.query) or first_view(self._platform, self._stage.people())
        words = request.query_params.get("q", "").strip()
        matches = found(self._stage.people(), words)
        face = meant(matches, words)
        if face:
            return RedirectResponse(view.seated(view.active, face.address).url, 303)
        return self._html("people.html", view=view, words=words, matches=matches, sections=sections(matches))

    def report(self, request: Request) -> Response:
        """The owner's report as it stands."""
        html = render(self._stage.report(), Setting("report", self._stage.timezone, 2))
        return self._html("report.html", view=read_view(request.url.query), report=html)

    def report_csv(self, _: Request) -> Response:
        """The same report as a file to download."""
        headers = {"content-disposition": 'attachment; filename="crossbrew-report.csv"'}
        return Response(self._stage.report_csv(), media_type="text/csv", headers=headers)

    def state(self, _: Request) -> Response:
        """Whether anything changed: a version to compare, and what a wind is doing."""
        return JSONResponse({"version": self._version(), "busy": self._busy()})

    # What is done. Each takes the fields of a form and returns the view to go back to.

    def press(self, form: Mapping[str, str]) -> str:
        """Press a button on a message."""
        self._platform.press(*_place(form), form["posted"], form["name"], _named(form, "data."))
        return _back(form)

    def submit(self, form: Mapping[str, str]) -> str:
        """Send a form in."""
        data = _named(form, "data.") | _named(form, "field.")
        zone = zone_of(self._platform, form["actor"], self._stage.timezone)
        data |= {name: _instant(chosen, zone) for name, chosen in _named(form, "when.").items()}
        self._platform.submit(*_place(form), form["posted"], form["name"], data)
        return _back(form)

    def drop(self, form: Mapping[str, str], name: str = "", content: bytes = b"") -> str:
        """Send a file to the bot."""
        if name:
            self._platform.drop(form["actor"], name, content)
        return _back(form)

    def dismiss(self, form: Mapping[str, str]) -> str:
        """Close a form, or put away an answer."""
        self._platform.dismiss(*_place(form), form["posted"])
        return _back(form)

    def type(self, form: Mapping[str, str]) -> str:
        """Say something in a chat."""
        if form["words"].strip():
            address, actor = _place(form)
            self._platform.type(actor, form["words"], address)
        return _back(form)

    def wind(self, form: Mapping[str, str]) -> str:
        """Let time pass to the next event, or by a number of days."""
        to, view = self._moment(form["to"]), read_view(form["view"])
        if to is not None and view is not None:
            self._winding.begin(to, being=view.people, others_answer=self._others_answer)
            self._winding.wait(PATIENCE_SECONDS)
        return _back(form)

    def others(self, form: Mapping[str, str]) -> str:
        """Choose whether everybody else answers by themselves."""
        self._others_answer = form["answer"] == "yes"
        return _back(form)

    def _moment(self, to: str) -> datetime | None:
        if to == "next":
            event = self._stage.next_event()
            return event and event[0]
        if to not in ("1", "7"):
            raise HTTPException(400, "The clock winds to the next event, or by 1 or 7 days.")
        # Added to the wall clock, so that a day later is the same hour across a change of the clocks.
        return (self._now() + timedelta(days=int(to))).astimezone(UTC)

    def _now(self) -> datetime:
        return self._stage.now().astimezone(ZoneInfo(self._stage.timezone))

    def _version(self) -> str:
        return f"{self._platform.version}.{self._winding.version}"

    def _busy(self) -> str:
        return (self._stage.doing() or "Winding the clock") if self._winding.is_busy else ""

    def _html(self, template: str, **shown: Any) -> Response:  # noqa: ANN401 - each template has its own names
        # The version first: what changes while the page is made is then fetched again, not missed.
        shown = {"version": self._version(), "busy": self._busy(), **shown}
        html = PAGES.get_template(template).render(
            stage=self._stage,
            now=self._now(),
            zone=ZoneInfo(self._stage.timezone),
            happened=self._winding.happened,
            others_answer=self._others_answer,
            listed=LISTED,
            **shown,
        )
        return HTMLResponse(html)


def _post(does: Callable[..., str]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        async with request.form() as sent:
            form = _gathered(sent.multi_items())
            files = [file for file in sent.values() if isinstance(file, UploadFile)]
            dropped = [(file.filename, await file.read()) for file in files]
        try:
            back = await run_in_threadpool(does, form, *chain.from_iterable(dropped[:1]))
        except KeyError as missing:
            raise HTTPException(400, f"The form lacks its field {missing}: open the page again.") from missing
        return RedirectResponse(back, 303)

    return endpoint


def _gathered(sent: Iterable[tuple[str, object]]) -> Mapping[str, str]:
    """What a form holds, by name; several values of one field become lines."""
    form: dict[str, str] = {}
    for name, value in sent:
        if isinstance(value, str):
            form[name] = "\n".join(filter(None, (form.get(name), value)))
    return form


def _instant(chosen: str, zone: str) -> str:
    """A time on somebody's clock as an instant; what is none is left for the bot to refuse."""
    try:
        return datetime.fromisoformat(chosen).replace(tzinfo=ZoneInfo(zone)).isoformat()
    except ValueError:
        return chosen


def _place(form: Mapping[str, str]) -> tuple[str, str]:
    return form["address"], form["actor"]


def _named(form: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in form.items() if name.startswith(prefix)}


def _back(form: Mapping[str, str]) -> str:
    """The view that a form came from, built anew, so that no form can lead elsewhere."""
    view: View | None = read_view(form["view"])
    return view.url if view else "/"


def _missing(_: Request, fault: Exception) -> Response:
    return _told(str(fault), 404)


def _refused(_: Request, fault: Exception) -> Response:
    """Answer an HTTP refusal, which Starlette hands over as any exception, with a page."""
    if not isinstance(fault, HTTPException):
        raise fault
    is_lost = fault.status_code == HTTPStatus.NOT_FOUND
    return _told("There is no such page in the playground." if is_lost else fault.detail, fault.status_code)


def _broken(_: Request, __: Exception) -> Response:
    return _told("Something went wrong here; the terminal tells what. Go back and try again.", 500)


def _told(words: str, status: int) -> Response:
    return HTMLResponse(PAGES.get_template("fault.html").render(words=words), status)
