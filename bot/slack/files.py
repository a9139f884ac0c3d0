"""Files for somebody to keep, put into their own direct conversation with the bot.

See https://docs.slack.dev/messaging/working-with-files: an address is asked for, the bytes go there, and
then the file is shared. It needs the scope ``files:write``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.message import File, Message, text

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.message import Part

NO_SCOPE = "missing_scope"


def without_files(message: Message) -> Message:
    """The message with a line in the place of each file that says where it is."""
    return replace(message, body=tuple(_told(part) for part in message.body)) if message.files else message


def send_file(client: WebClient, user: str, file: File) -> None:
    """Put ``file`` into the direct conversation of ``user``.

    Raises:
        slack_sdk.errors.SlackClientError: Slack refuses one of the steps.
        OSError: Slack cannot be reached, or does not take the bytes.

    """
    opened = client.conversations_open(users=[user])
    client.files_upload_v2(
        channel=opened["channel"]["id"], content=file.content, filename=file.name, title=file.title
    )


def not_sent(file: File, code: str) -> Message:
    """What became of a file that Slack did not take, and what to do."""
    if code == NO_SCOPE:
        words = (
            f"{file.name} could not be sent, for Crossbrew may not send files here yet: "
            "ask whoever installed it to allow it files:write."
        )
    else:
        words = (
            f"{file.name} may not have arrived: if it is not in your chat with Crossbrew, "
            "ask for it again in a few minutes."
        )
    return Message("", (text(words),), summary=words)


def _told(part: Part) -> Part:
    return text(f"The file ({part.name}) is in your chat with Crossbrew.") if isinstance(part, File) else part
