"""What Slack tells an app of its own accord: who comes, changes and goes, and who shared a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fake_slack.methods import user_json
from tests.fake_slack.things import StoredFile

if TYPE_CHECKING:
    from tests.fake_slack.server import Ack
    from tests.fake_slack.workspace import Json, User, Workspace


class News:
    """The part of `tests.fake_slack.driver.FakeSlack` that makes things known."""

    workspace: Workspace

    def event(self, content: Json) -> Ack:
        """Send any event."""
        raise NotImplementedError

    def join_workspace(self, user: User) -> Ack:
        """Tell the bot that somebody joined the workspace."""
        return self.event({"type": "team_join", "user": user_json(self.workspace, user)})

    def change(self, user: User) -> Ack:
        """Tell the bot that somebody's account or profile is other than it was."""
        return self.event({"type": "user_change", "user": user_json(self.workspace, user)})

    def deactivate(self, user: User) -> Ack:
        """Take somebody's account away, and tell the bot."""
        user.deleted = True
        return self.change(user)

    def put_file(self, user: User, name: str, content: bytes, /, **facts: Any) -> StoredFile:
        """Put a file into the direct conversation with the bot, or into ``channel``, and tell nobody."""
        known = {"user": user.id, "channel": self.workspace.private_channel(user.id)}
        file = StoredFile(self.workspace.new_id("F"), name, len(content), content, **(known | facts))
        self.workspace.files[file.id] = file
        return file

    def drop_file(self, user: User, name: str, content: bytes, /, **facts: Any) -> Ack:
        """The same, and tell the bot."""
        file = self.put_file(user, name, content, **facts)
        return self.event(
            {
                "type": "file_shared",
                "channel_id": file.channel,
                "file_id": file.id,
                "user_id": file.user,
                "file": {"id": file.id},
                "event_ts": self.workspace.new_ts(),
            }
        )
