"""Where the bytes of a file are put and fetched: https://docs.slack.dev/messaging/working-with-files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tests.fake_slack.workspace import Call

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fake_slack.workspace import Workspace

UPLOAD = "upload"
"""How a failure of the upload itself is ordered, and its call found."""
DOWNLOAD = "url_private"
"""The same for the fetching of a file."""


def serve_uploads(app: web.Application, workspaces: Mapping[str, Workspace]) -> None:
    """Take the bytes of every file that was asked for."""

    async def take(request: web.Request) -> web.Response:
        workspace = workspaces[request.match_info["team"]]
        content = await request.read()
        with workspace.lock:
            fault = workspace.next_fault(UPLOAD)
            file = workspace.files.get(request.match_info["name"])
            is_taken = file is not None and len(content) == file.length and fault is None
            status = 200 if is_taken else fault.status if fault is not None else 400
            workspace.calls.append(Call(UPLOAD, {"bytes": len(content)}, {"ok": is_taken}, status))
            if file is not None and is_taken:
                file.content = content
        return web.Response(status=status, text=f"OK - {len(content)}" if is_taken else "no")

    async def give(request: web.Request) -> web.Response:
        workspace = workspaces[request.match_info["team"]]
        with workspace.lock:
            fault = workspace.next_fault(DOWNLOAD)
            file = workspace.files.get(request.match_info["name"])
            is_ours = request.headers.get("Authorization") == f"Bearer {workspace.token}"
            may = file is not None and is_ours and "files:read" in workspace.scopes
            status = fault.status if fault is not None else 200 if may else 302
            workspace.calls.append(Call(DOWNLOAD, {}, {"ok": status == 200}, status))
        if status == 302:  # whoever is not let in is shown the page to sign in
            return web.Response(status=302, headers={"Location": f"{workspace.base_url}sign-in"})
        return web.Response(status=status, body=file.content if file is not None else b"")

    app.router.add_post("/upload/{team}/{name}", take)
    app.router.add_get("/files-pri/{team}/{name}", give)
