"""The wire: the Web API, response_urls and the Socket Mode WebSocket, and how payloads reach the bot."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

from aiohttp import ClientSession, ClientTimeout, WSMsgType, web

from tests.fake_slack import methods, payloads
from tests.fake_slack.oauth import OAuth
from tests.fake_slack.uploads import serve_uploads
from tests.fake_slack.workspace import APP_TOKEN, Call, Fault, Json, Message, SlackError, Workspace

if TYPE_CHECKING:
    from tests.fake_slack.workspace import ResponseUrl


@dataclass(frozen=True, slots=True)
class Ack:
    """What the bot answered to one delivery: an HTTP status and body, or a socket's acknowledgement."""

    status: int
    body: Json = field(default_factory=dict)


@dataclass(slots=True)
class _Waiting:
    socket: web.WebSocketResponse
    ack: asyncio.Future[Ack]


class Server:
    """Serves workspaces on a port of this machine. Everything here runs on one event loop.

    A call is to the workspace that its token is of, and one with an unknown token to the first.
    """

    def __init__(self, workspace: Workspace, secret: str, ack_timeout: float) -> None:
        self.workspaces = {workspace.team: workspace}
        self.oauth = OAuth(self.workspaces)
        self.secret = secret
        self.ack_timeout = ack_timeout
        self.events_url = ""
        self.base_url = ""
        self.web = web.Application(client_max_size=2_000_000)
        self.web.router.add_route("*", "/api/{method}", self._api)
        self.web.router.add_post("/response/{name}", self._response)
        self.oauth.serve(self.web)
        serve_uploads(self.web, self.workspaces)
        self.web.router.add_get("/socket", self._socket)
        self._sockets: list[web.WebSocketResponse] = []
        self._turn = itertools.count()
        self._numbers = itertools.count(1)
        self._waiting: dict[str, _Waiting] = {}
        self._runner = web.AppRunner(self.web, access_log=None, shutdown_timeout=1)

    async def start(self, port: int) -> None:
        """Listen on ``port``, or on a free one for 0."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def stop(self) -> None:
        """Close every socket and the port."""
        await self.close_sockets()
        await self._runner.cleanup()

    async def deliver(self, payload: Json, *, attempt: int = 0, age: int = 0, secret: str = "") -> Ack:
        """Hand one payload to the bot, over HTTP if it has an address, else over a socket."""
        if self.events_url:
            return await self._post(payload, attempt, age, secret or self.secret)
        return await self._over_socket(payload, attempt)

    async def close_sockets(self) -> None:
        """Drop every connection without a word."""
        for socket in list(self._sockets):
            await socket.close()

    async def ask_to_reconnect(self) -> None:
        """Tell every connection that it will end soon, as Slack does every few hours."""
        for socket in list(self._sockets):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    def is_connected(self) -> bool:
        """Whether a bot holds a socket open."""
        return bool(self._sockets)

    async def _post(self, payload: Json, attempt: int, age: int, secret: str) -> Ack:
        content_type, body = payloads.encoded(payload)
        headers = {"Content-Type": content_type, **payloads.signature(secret, int(time.time()) - age, body)}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        async with (
            ClientSession(timeout=ClientTimeout(self.ack_timeout)) as session,
            session.post(self.events_url, data=body.encode(), headers=headers) as response,
        ):
            words = await response.text()
            return Ack(response.status, json.loads(words) if words.startswith("{") else {})

    async def _over_socket(self, payload: Json, attempt: int) -> Ack:
        """Send until acknowledged: a socket that closes first means the next one gets it again."""
        deadline = time.monotonic() + self.ack_timeout
        while (left := deadline - time.monotonic()) > 0:
            if not self._sockets:
                await asyncio.sleep(0.01)
                continue
            ack = await self._one_envelope(payload, attempt, left)
            if ack is not None:
                return ack
            attempt += 1
        return Ack(504)

    async def _one_envelope(self, payload: Json, attempt: int, seconds: float) -> Ack | None:
        socket = self._sockets[next(self._turn) % len(self._sockets)]
        name = f"envelope-{next(self._numbers)}"
        envelope: Json = {
            "envelope_id": name,
            "type": payloads.envelope_type(payload),
            "payload": payload,
            "accepts_response_payload": "event" not in payload,
        }
        if attempt:
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout"}
        waiting = _Waiting(socket, asyncio.get_running_loop().create_future())
        self._waiting[name] = waiting
        try:
            await socket.send_json(envelope)
            return await asyncio.wait_for(waiting.ack, seconds)
        except (ConnectionError, asyncio.CancelledError):
            return None
        except TimeoutError:
            return Ack(504)
        finally:
            del self._waiting[name]

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(timeout=0.1)  # seconds to wait for the other side's goodbye
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": len(self._sockets) + 1})
        self._sockets.append(socket)
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledged(json.loads(frame.data))
        finally:
            self._sockets.remove(socket)
            for waiting in self._waiting.values():
                if waiting.socket is socket:
                    waiting.ack.cancel()
        return socket

    def _acknowledged(self, ack: Json) -> None:
        waiting = self._waiting.get(str(ack.get("envelope_id")))
        if waiting is not None and not waiting.ack.done():
            waiting.ack.set_result(Ack(200, ack.get("payload") or {}))

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        token = token or str(arguments.pop("token", ""))
        workspace = self._whose(token)
        workspace.base_url = self.base_url
        with workspace.lock:
            fault = workspace.next_fault(method)
        if fault is not None and fault.kind == "late":
            await asyncio.sleep(fault.seconds)
        client = request.headers.get("Authorization", "") if method == "oauth.v2.access" else token
        with workspace.lock:
            answer, status = self._answer(workspace, method, client, arguments, fault)
            workspace.calls.append(Call(method, arguments, answer, status))
        headers = {
            "x-oauth-scopes": ",".join(sorted(workspace.scopes)),
            "Date": formatdate(workspace.now(), usegmt=True),
        }
        return await _sent(request, fault, answer, status, headers)

    def _whose(self, token: str) -> Workspace:
        first, *others = self.workspaces.values()
        theirs = (one for one in others if token and (token == one.token or token in one.dead))
        return next(theirs, first)

    def _answer(
        self, workspace: Workspace, method: str, token: str, arguments: Json, fault: Fault | None
    ) -> tuple[Json, int]:
        if fault is not None and fault.kind == "refuse":
            return {"ok": False, "error": fault.error}, fault.status
        if method == "apps.connections.open":
            return self._connection(token), 200
        try:
            if method == "oauth.v2.access":
                return self.oauth.access(token, arguments), 200
            answer = methods.call(workspace, method, token, arguments)
        except SlackError as error:
            return {"ok": False, "error": error.code, **error.extra}, 200
        return answer, fault.status if fault is not None else 200

    def _connection(self, token: str) -> Json:
        if token != APP_TOKEN:
            return {"ok": False, "error": "invalid_auth"}
        address = self.base_url.replace("http://", "ws://")
        return {"ok": True, "url": f"{address}socket?ticket={next(self._numbers)}"}

    async def _response(self, request: web.Request) -> web.Response:
        name, content = request.match_info["name"], await request.json()
        workspace = self.workspaces.get(name.partition("-")[0], self._whose(""))
        with workspace.lock:
            try:
                _respond(workspace, workspace.use_response_url(name), content)
            except SlackError as error:
                answer: Json = {"ok": False, "error": error.code, **error.extra}
            else:
                answer = {"ok": True}
            status = 200 if answer["ok"] else 404
            workspace.calls.append(Call("response_url", content, answer, status))
        return web.Response(text="ok") if status == 200 else web.json_response(answer, status=status)


def _respond(workspace: Workspace, response_url: ResponseUrl, content: Json) -> None:
    methods.check_content(content)
    if content.get("replace_original") and response_url.message is not None:
        methods.replace_content(response_url.message, content)
        return
    only_for = "" if content.get("response_type") == "in_channel" else response_url.user
    ts, blocks = workspace.new_ts(), content.get("blocks") or []
    message = Message(response_url.channel, ts, content.get("text", ""), blocks, only_for=only_for)
    workspace.messages.append(message)


async def _arguments(request: web.Request) -> Json:
    """From the query, a form or JSON, whichever of GET and POST is used: Slack takes them all."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        return {**arguments, **json.loads(await request.text() or "{}")}
    form: dict[str, Any] = dict(await request.post())
    return {**arguments, **form}


async def _sent(
    request: web.Request, fault: Fault | None, answer: Json, status: int, headers: dict[str, str]
) -> web.Response:
    """The reply, unless a fault loses it after the call was accepted."""
    if fault is not None and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    if fault is not None and fault.kind == "drop" and request.transport is not None:
        request.transport.abort()
    if status == 429 and fault is not None:
        headers["Retry-After"] = str(int(fault.seconds))
    if status >= 500:
        return web.Response(text="<html>Oops</html>", status=status)
    return web.json_response(answer, status=status, headers=headers)
