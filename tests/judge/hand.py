"""What people do in Slack, told to the bot as Slack tells it: signed, with triggers that the judge gave."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from tests.fake_slack import payloads
from tests.fake_slack.filling import filled
from tests.fake_slack.workspace import SIGNING_SECRET, Workspace

if TYPE_CHECKING:
    from tests.judge.emulate import Emulate, Json


@dataclass
class Hand:
    """The hand of everybody in the workspace. ``token`` is the bot's, whose triggers are given out."""

    slack: Emulate
    events: str
    team: str
    app: str
    token: str
    made: int = 0

    def types(self, user: str, words: str) -> None:
        """``/coffee`` and some words."""
        self._tell(
            {
                "command": "/coffee",
                "text": words,
                "team_id": self.team,
                "user_id": user,
                "channel_id": "C000000001",
                "api_app_id": self.app,
                "is_enterprise_install": "false",
                "response_url": f"{self.slack.address}/response/{user}",
                "trigger_id": self._trigger(user),
            }
        )

    def presses(self, user: str, message: Json, channel: str, action: str) -> None:
        """A button of a message in a conversation."""
        button = payloads.button_called(message["blocks"], action)
        place = {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": False}
        self._interacts(
            user,
            "block_actions",
            container=place,
            channel={"id": channel, "name": "directmessage"},
            message=message,
            response_url=f"{self.slack.address}/response/{user}",
            actions=[{**button, "action_ts": f"{time.time():.6f}"}],
        )

    def opens_home(self, user: str) -> None:
        """Look at the Home tab."""
        self.made += 1
        self._tell(
            {
                "type": "event_callback",
                "team_id": self.team,
                "api_app_id": self.app,
                "event_id": f"Ev{self.made:08d}",
                "event_time": int(time.time()),
                "authorizations": [{"team_id": self.team, "is_bot": True, "is_enterprise_install": False}],
                "event": {"type": "app_home_opened", "user": user, "tab": "home"},
            }
        )

    def sends(self, user: str, view: Json, values: dict[str, Any]) -> Json:
        """A window's form with these values; what the bot answers."""
        nothing = Workspace(())
        fields = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
        state = {name: filled(nothing, block, values.get(name)) for name, block in fields.items()}
        return self._interacts(user, "view_submission", view={**view, "state": {"values": state}})

    def _interacts(self, user: str, kind: str, **what: Any) -> Json:
        return self._tell(
            {
                "type": kind,
                "team": {"id": self.team, "domain": "coffee-trust"},
                "user": {"id": user, "name": user, "team_id": self.team},
                "api_app_id": self.app,
                "is_enterprise_install": False,
                "enterprise": None,
                "trigger_id": self._trigger(user),
                **what,
            }
        )

    def _trigger(self, user: str) -> str:
        trigger: str = self.slack.call("views.generateTriggerId", self.token, user_id=user)["trigger_id"]
        return trigger

    def _tell(self, payload: Json) -> Json:
        kind, body = payloads.encoded(payload)
        signed = payloads.signature(SIGNING_SECRET, int(time.time()), body)
        answer = httpx.post(self.events, content=body, headers={**signed, "Content-Type": kind}, timeout=3)
        assert answer.status_code == httpx.codes.OK, answer.text
        told: Json = answer.json() if answer.text.startswith("{") else {}
        return told
