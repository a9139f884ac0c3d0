"""The fake by hand: ``/_control/…`` does what a person in Slack would do, and shows what they see."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fake_slack.filling import FormError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fake_slack.driver import FakeSlack
    from tests.fake_slack.workspace import Json, Message, User, View

HELP = """\
POST /_control/user     {"name": "Amara", "email": "a@b", "title": "Nurse", "is_admin": false}
POST /_control/command  {"user": "Amara", "text": "join"}
POST /_control/press    {"user": "Amara", "action": "answer.met", "ts": "(default: newest with it)"}
POST /_control/press    {"user": "Amara", "action": "join", "in": "home" or "modal"}
POST /_control/submit   {"user": "Amara", "values": {"department": "Nursing"}}
POST /_control/home     {"user": "Amara"}                    open the Home tab
POST /_control/leave    {"user": "Amara"}                    deactivate the account
POST /_control/fault    {"method": "chat.postMessage", "kind": "rate_limit", "seconds": 5}
                        kinds: rate_limit, server_error, drop_reply, slow, late, refuse (with "error")
POST /_control/again    {}                                   deliver the last payload once more
POST /_control/deliver  {"url": "http://127.0.0.1:8000/slack/events"}   HTTP mode; "" for the socket
GET  /_control/see?user=Amara                                messages, modal and Home of one person
GET  /_control/calls                                         every call of the bot
POST /_control/crowd    {"number": 100}                      so many people at once
POST /_control/poison   {"users": ["U0001"]}                 refuse for good whatever is posted to them
GET  /_control/tally    how often each notice was accepted, each method called, and what befell calls
"""


def add_control(app: web.Application, fake: FakeSlack) -> None:
    """Serve the controls of ``fake`` from its own port."""
    verbs: dict[str, Callable[[FakeSlack, Json], Any]] = {
        "user": lambda fake, ask: fake.user(**ask),
        "command": lambda fake, ask: fake.command(_person(fake, ask), ask.get("text", "")),
        "press": _press,
        "submit": lambda fake, ask: fake.submit(*_form(fake, ask), ask.get("values", {})),
        "home": lambda fake, ask: fake.open_home(_person(fake, ask)),
        "leave": lambda fake, ask: fake.deactivate(_person(fake, ask)),
        "fault": _fault,
        "again": lambda fake, _: fake.deliver_again(),
        "deliver": lambda fake, ask: fake.deliver_to(ask["url"]),
        "crowd": lambda fake, ask: fake.crowd(ask["number"]),
        "poison": lambda fake, ask: fake.poison(ask["users"]),
    }

    async def act(request: web.Request) -> web.Response:
        verb = verbs.get(request.match_info["verb"])
        if verb is None:
            return web.Response(status=404, text=HELP)
        ask = await request.json() if request.can_read_body else {}
        try:
            # In a thread: the verb waits for the bot, whose calls this event loop must answer.
            done = await asyncio.to_thread(verb, fake, ask)
        except (FormError, KeyError, TypeError) as error:
            return web.json_response({"problem": str(error)}, status=400)
        return web.json_response(_shown(done))

    async def see(request: web.Request) -> web.Response:
        try:
            return web.json_response(_seen(fake, _person(fake, dict(request.query))))
        except (FormError, KeyError) as error:
            return web.json_response({"problem": str(error)}, status=400)

    async def calls(_: web.Request) -> web.Response:
        return web.json_response([asdict(call) for call in fake.calls])

    async def tally(_: web.Request) -> web.Response:
        return web.json_response(
            {
                "accepted": fake.accepted(),
                "calls": Counter(call.method for call in fake.calls),
                "befallen": fake.workspace.befallen,
            }
        )

    async def explain(_: web.Request) -> web.Response:
        return web.Response(text=HELP)

    app.router.add_get("/_control/", explain)
    app.router.add_get("/_control/see", see)
    app.router.add_get("/_control/calls", calls)
    app.router.add_get("/_control/tally", tally)
    app.router.add_post("/_control/{verb}", act)


def _shown(done: Any) -> Any:
    """What a verb gave, as JSON."""
    if isinstance(done, list):
        return [asdict(each) for each in done]
    return asdict(done) if done is not None else {}


def _person(fake: FakeSlack, ask: Json) -> User:
    for user in fake.workspace.users.values():
        if ask["user"] in {user.id, user.name}:
            return user
    raise FormError(f"there is nobody called {ask['user']}")


def _form(fake: FakeSlack, ask: Json) -> tuple[User, View]:
    user = _person(fake, ask)
    view = fake.modal_of(user)
    if view is None:
        raise FormError(f"{user.name} has no form open")
    return user, view


def _press(fake: FakeSlack, ask: Json) -> Any:
    user = _person(fake, ask)
    if ask.get("in") == "modal":
        return fake.press_in(*_form(fake, ask), ask["action"])
    if ask.get("in") == "home":
        home = fake.home_of(user)
        if home is None:
            raise FormError(f"{user.name} has no Home page yet")
        return fake.press_in(user, home, ask["action"])
    return fake.press(user, _message(fake, user, ask), ask["action"])


def _message(fake: FakeSlack, user: User, ask: Json) -> Message:
    for message in reversed(fake.messages_for(user)):
        if ask.get("ts", message.ts) == message.ts and f"'{ask['action']}'" in str(message.blocks):
            return message
    raise FormError(f"{user.name} sees no message with the button {ask['action']}")


def _fault(fake: FakeSlack, ask: Json) -> None:
    method, seconds = ask["method"], ask.get("seconds", 1)
    match ask["kind"]:
        case "rate_limit":
            fake.rate_limit(method, seconds)
        case "server_error":
            fake.server_error(method, accepted=ask.get("accepted", False))
        case "drop_reply":
            fake.drop_reply(method)
        case "slow":
            fake.slow(method, seconds)
        case "late":
            fake.late(method, seconds)
        case "refuse":
            fake.refuse(method, ask["error"])
        case other:
            raise FormError(f"there is no fault called {other}")


def _seen(fake: FakeSlack, user: User) -> Json:
    modal, home = fake.modal_of(user), fake.home_of(user)
    return {
        "messages": [asdict(message) for message in fake.messages_for(user)],
        "modal": asdict(modal) if modal else None,
        "home": asdict(home) if home else None,
    }
