"""Opening conversations, and reading what was said there."""

from __future__ import annotations

from tests.fake_slack.methods.method import Method, is_yes, need_scope, user_called, user_list
from tests.fake_slack.workspace import Json, SlackError, Workspace

LARGEST_GROUP = 8


def _open_conversation(workspace: Workspace, arguments: Json) -> Json:
    users = user_list(arguments["users"])
    if len(users) > LARGEST_GROUP:
        raise SlackError("too_many_users")
    need_scope(workspace, "im:write" if len(set(users)) == 1 else "mpim:write")
    people = [user_called(workspace, name) for name in users]
    if any(user.deleted for user in people):
        raise SlackError("user_disabled")
    if any(user.is_bot for user in people):
        raise SlackError("cannot_dm_bot")
    if len(set(users)) == 1:
        return {"channel": {"id": workspace.private_channel(users[0])}}
    members = frozenset(users)
    if members not in workspace.groups:
        workspace.groups[members] = workspace.new_id("G")
        return {"channel": {"id": workspace.groups[members]}}
    return {"no_op": True, "already_open": True, "channel": {"id": workspace.groups[members]}}


def _history(workspace: Workspace, arguments: Json) -> Json:
    """Newest first, a page at a time; the payload of metadata only where it is asked for."""
    channel, oldest = arguments["channel"], float(arguments.get("oldest") or 0)
    need_scope(workspace, "im:history" if channel.startswith("D") else "mpim:history")
    said = [one for one in workspace.messages if one.channel == channel and not one.only_for]
    wanted = [one for one in reversed(said) if float(one.ts) > oldest]
    start, size = int(arguments.get("cursor") or 0), int(arguments.get("limit") or 100)
    whole = is_yes(arguments.get("include_all_metadata", ""))
    messages = [
        {"type": "message", "ts": one.ts, "text": one.text}
        | (
            {"metadata": one.metadata if whole else {"event_type": one.metadata["event_type"]}}
            if one.metadata
            else {}
        )
        for one in wanted[start : start + size]
    ]
    more = start + size < len(wanted)
    page = {"next_cursor": str(start + size)} if more else {}
    return {"messages": messages, "has_more": more, "response_metadata": page}


METHODS = {
    "conversations.history": Method(
        _history, frozenset({"channel"}), frozenset({"oldest", "limit", "cursor", "include_all_metadata"})
    ),
    "conversations.open": Method(_open_conversation, frozenset({"users"}), frozenset({"return_im"})),
}
