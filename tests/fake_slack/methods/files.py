"""Uploading a file: ask for an address, put the bytes there, say who is to see it."""

from __future__ import annotations

from tests.fake_slack.methods.method import Method, channel_called
from tests.fake_slack.things import StoredFile
from tests.fake_slack.workspace import BOT_USER, Json, SlackError, Workspace


def _get_upload_url(workspace: Workspace, arguments: Json) -> Json:
    length = int(arguments["length"])
    if length < 1 or not arguments["filename"]:
        raise SlackError("invalid_arguments", response_metadata={"messages": ["an empty file"]})
    name = workspace.new_id("F")
    workspace.files[name] = StoredFile(name, arguments["filename"], length)
    return {"file_id": name, "upload_url": f"{workspace.base_url}upload/{workspace.team}/{name}"}


def _complete_upload(workspace: Workspace, arguments: Json) -> Json:
    """Share files that have arrived whole; without a channel nobody but the bot would see them."""
    wanted = [(workspace.files.get(each["id"]), each.get("title", "")) for each in arguments["files"]]
    found = [(file, title) for file, title in wanted if file is not None and file.content]
    if len(found) < len(wanted) or not found:
        raise SlackError("file_not_found")
    if not arguments.get("channel_id"):
        raise SlackError("invalid_arguments", response_metadata={"messages": ["nobody would see it"]})
    channel = channel_called(workspace, arguments["channel_id"])
    for file, title in found:
        file.title, file.channel = title or file.name, channel
    return {"files": [{"id": file.id, "title": file.title} for file, _ in found]}


def _info(workspace: Workspace, arguments: Json) -> Json:
    """What a file is, for whoever may see it; where its bytes are, is for the token alone to fetch."""
    file = workspace.files.get(arguments["file"])
    if file is None:
        raise SlackError("file_not_found")
    return {
        "file": {
            "id": file.id,
            "name": file.name,
            "mimetype": file.mime,
            "filetype": file.kind,
            "size": file.length,
            "user": file.user or BOT_USER,
            "is_external": file.is_external,
            "url_private": file.url or f"{workspace.base_url}files-pri/{workspace.team}/{file.id}",
        }
    }


METHODS = {
    "files.info": Method(_info, frozenset({"file"}), frozenset({"count", "cursor", "limit"}), "files:read"),
    "files.getUploadURLExternal": Method(
        _get_upload_url,
        frozenset({"filename", "length"}),
        frozenset({"alt_txt", "snippet_type"}),
        "files:write",
    ),
    "files.completeUploadExternal": Method(
        _complete_upload,
        frozenset({"files"}),
        frozenset({"channel_id", "channels", "initial_comment", "thread_ts", "blocks"}),
        "files:write",
    ),
}
