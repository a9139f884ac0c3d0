"""Posting, editing and taking back messages."""

from __future__ import annotations

from tests.fake_slack.methods.content import check_content, message_json, replace_content
from tests.fake_slack.methods.method import Method, channel_called
from tests.fake_slack.workspace import Json, Message, SlackError, Workspace

LONGEST_UPDATE = 4_000
_POST = frozenset(
    {"text", "blocks", "metadata", "client_msg_id", "unfurl_links", "unfurl_media", "thread_ts"}
)


def _post_message(workspace: Workspace, arguments: Json) -> Json:
    channel = channel_called(workspace, arguments["channel"])
    if not workspace.poison.isdisjoint(workspace.people_in(channel)):
        raise SlackError("restricted_action")
    check_content(arguments)
    metadata = arguments.get("metadata") or {}
    if metadata and not {"event_type", "event_payload"} == metadata.keys():
        raise SlackError("invalid_metadata_format")
    message = Message(
        channel=channel,
        ts=workspace.new_ts(),
        text=arguments.get("text", ""),
        blocks=arguments.get("blocks") or [],
        metadata=metadata,
        client_msg_id=arguments.get("client_msg_id", ""),
    )
    workspace.messages.append(message)
    return {"channel": channel, "ts": message.ts, "message": message_json(message)}


def _update(workspace: Workspace, arguments: Json) -> Json:
    check_content(arguments)
    if len(arguments.get("text", "")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    for message in workspace.messages:
        if (message.channel, message.ts) == (arguments["channel"], arguments["ts"]) and not message.only_for:
            replace_content(message, arguments)
            return {"channel": message.channel, "ts": message.ts, "text": message.text}
    raise SlackError("message_not_found")


METHODS = {
    "chat.delete": Method(
        lambda workspace, asked: workspace.delete(asked["channel"], asked["ts"]),
        frozenset({"channel", "ts"}),
        scope="chat:write",
    ),
    "chat.postMessage": Method(_post_message, frozenset({"channel"}), _POST, "chat:write"),
    "chat.update": Method(
        _update, frozenset({"channel", "ts"}), frozenset({"text", "blocks", "metadata"}), "chat:write"
    ),
}
