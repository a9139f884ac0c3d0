"""What went wrong with a call to Slack, as a `DeliveryError` the outbox can act on.

Error codes: the "Errors" table of each method at https://docs.slack.dev/reference/methods.
"""

from __future__ import annotations

import socket
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.platforms import DeliveryError

if TYPE_CHECKING:
    from slack_sdk.web import SlackResponse

CALL_ERRORS = (SlackClientError, OSError, HTTPException)
"""Everything that a call to Slack may raise."""

PERSON_GONE = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
"""Codes which say that the person behind a private address cannot be written to any more."""

APP_REFUSED = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""Codes which say that the app is refused, whatever it sends: no message is to blame, none is given up."""

_PERMANENT = PERSON_GONE | {
    "block_mismatch",
    "cant_update_message",
    "channel_is_archived",
    "edit_window_closed",
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_metadata_format",
    "invalid_user_combination",
    "is_archived",
    "markdown_text_conflict",
    "message_not_found",
    "metadata_must_be_sent_from_app",
    "metadata_too_large",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "not_enough_users",
    "not_in_channel",
    "restricted_action",
    "too_many_users",
    "view_too_large",
}
# "It's possible some aspect of the operation succeeded before the error was raised."
_UNCERTAIN = frozenset({"fatal_error", "internal_error"})
_RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
_TOO_MANY_REQUESTS = 429
_SERVER_ERROR = 500
_PAUSE = 30.0


def delivery_error(error: Exception, method: str, address: str = "") -> DeliveryError:
    """Say what ``error``, raised by ``method``, means; ``address`` is the person it was sent to, if one."""
    if isinstance(error, SlackApiError):
        return _refused(error.response, method, address)
    if isinstance(error, SlackClientError):
        return DeliveryError(type(error).__name__, method=method)
    return DeliveryError(type(error).__name__, method=method, unknown=not _never_sent(error))


def code_of(error: Exception) -> str:
    """Slack's error code, or the kind of error where Slack gave none."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    return _code(error.response)


def _refused(response: SlackResponse, method: str, address: str) -> DeliveryError:
    status = int(response.status_code)
    code = _code(response)
    if status == _TOO_MANY_REQUESTS or code in _RATE_LIMITED:
        return DeliveryError(code, method=method, retry_after=_retry_after(response))
    if code in APP_REFUSED:
        return DeliveryError(code, method=method, retry_after=_PAUSE)
    if status >= _SERVER_ERROR or code in _UNCERTAIN or code == "http_200":
        return DeliveryError(code, method=method, unknown=True)
    gone = (address,) if address and code in PERSON_GONE else ()
    return DeliveryError(code, method=method, permanent=code in _PERMANENT, unreachable=gone)


def _code(response: SlackResponse) -> str:
    code = str(response.get("error", ""))
    # For a body that is not JSON the SDK puts a sentence, with part of that body, in the code's place.
    return code if code and " " not in code else f"http_{response.status_code}"


def _retry_after(response: SlackResponse) -> float:
    headers = {name.casefold(): value for name, value in response.headers.items()}
    try:
        return float(headers.get("retry-after", _PAUSE))
    except ValueError:
        return _PAUSE


def _never_sent(error: Exception) -> bool:
    """Whether the connection was never made, so that Slack cannot have accepted anything."""
    reason = error.reason if isinstance(error, URLError) else error
    return isinstance(reason, ConnectionRefusedError | socket.gaierror)
