"""What Slack says of people, and what is in a file that one of them sent. Each function is one look.

https://docs.slack.dev/reference/methods/users.profile.get, .../users.list and .../team.profile.get; files:
https://docs.slack.dev/messaging/working-with-files. No event tells that a custom field has changed, and
the labels of fields are asked for once, since a profile with labels is heavily limited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.platforms import DeliveryError, Page, Profile
from bot.slack.errors import CALL_ERRORS, delivery_error

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slack_sdk import WebClient

PAGE_SIZE = 200
LARGEST_FILE = 10_000_000
TEXTS = frozenset({"csv", "text", "tsv", "plain"})
"""The types of files that may be a list: https://docs.slack.dev/reference/objects/file-object."""
NOT_ALLOWED = frozenset({"access_denied", "missing_scope", "no_permission", "not_allowed_token_type"})
SLACKBOT = "USLACKBOT"
SLACKS = ".slack.com"


def profile_of(user: Mapping[str, Any], *, admins_are_owners: bool = False) -> Profile:
    """Somebody as users.info, users.list and events have them. Slackbot says of itself that it is no bot."""
    facts = user.get("profile") or {}
    is_admin = any(user.get(role) for role in ("is_admin", "is_owner", "is_primary_owner"))
    return Profile(
        name=facts.get("real_name") or user.get("real_name") or "",
        email=facts.get("email") or "",
        job_title=facts.get("title") or "",
        timezone=user.get("tz") or "",
        is_owner=admins_are_owners and is_admin,
        kind=_kind(user),
        is_gone=bool(user.get("deleted")),
    )


def _kind(user: Mapping[str, Any]) -> str:
    if user.get("is_bot") or user.get("id") == SLACKBOT:
        return "bot"
    outside = ("is_restricted", "is_ultra_restricted", "is_stranger")
    return "guest" if any(user.get(mark) for mark in outside) else ""


def read_profile(client: WebClient, user: str, address: str) -> Profile:
    """Somebody's profile with its custom fields, which an empty list stands for where there are none."""
    try:
        facts: dict[str, Any] = client.users_profile_get(user=user)["profile"]
    except CALL_ERRORS as error:
        raise _refusal(error, "users.profile.get", address) from error
    fields = facts.get("fields") or {}
    return Profile(
        name=facts.get("real_name") or "",
        email=facts.get("email") or "",
        job_title=facts.get("title") or "",
        fields={id_: str(field.get("value") or "") for id_, field in fields.items()},
    )


def list_people(client: WebClient, workspace: str, cursor: str) -> Page:
    """A page of everybody, gone or not."""
    try:
        page = client.users_list(limit=PAGE_SIZE, cursor=cursor or None)
    except CALL_ERRORS as error:
        raise _refusal(error, "users.list") from error
    following: dict[str, str] = page.get("response_metadata") or {}
    people = {f"{workspace}/{user['id']}": profile_of(user) for user in page["members"]}
    return Page(people, following.get("next_cursor", ""))


def profile_fields(client: WebClient) -> Sequence[tuple[str, str]]:
    """The custom fields that are shown in profiles, id and label, in their order."""
    try:
        profile: dict[str, Any] = client.team_profile_get()["profile"]
    except CALL_ERRORS as error:
        raise _refusal(error, "team.profile.get") from error
    shown = [field for field in profile.get("fields") or () if not field.get("is_hidden")]
    return [(field["id"], field["label"]) for field in sorted(shown, key=_ordering)]


def _ordering(field: Mapping[str, Any]) -> int:
    return int(field.get("ordering") or 0)


def fetch_file(client: WebClient, user: str, file: str) -> bytes:
    """What is in a file that ``user`` put into Slack, if it is a list by its type and not too long."""
    try:
        about: dict[str, Any] = client.files_info(file=file)["file"]
    except CALL_ERRORS as error:
        raise _refusal(error, "files.info") from error
    if reason := _unfit(about, user):
        raise DeliveryError(reason, permanent=True, method="files.info")
    return _download(client, about["url_private"])


def _unfit(about: Mapping[str, Any], user: str) -> str:
    if about.get("user") != user:
        return "not_theirs"
    if int(about.get("size") or 0) > LARGEST_FILE:
        return "too_large"
    is_text = about.get("filetype") in TEXTS or str(about.get("mimetype")).startswith("text/")
    return "" if is_text and not about.get("is_external") else "not_a_list"


def _download(client: WebClient, url: str) -> bytes:
    """The bytes at an address of Slack's. Nobody else is ever shown the token, by a redirect neither."""
    place, api = urlsplit(url), urlsplit(client.base_url)
    is_slacks = place.scheme == "https" and (place.hostname or "").endswith(SLACKS)
    if not is_slacks and (place.scheme, place.netloc) != (api.scheme, api.netloc):
        raise DeliveryError("not_at_slack", permanent=True, method="url_private")
    request = Request(url, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310 - looked at above
    try:
        with build_opener(_NoRedirect).open(request, timeout=client.timeout) as reply:
            content: bytes = reply.read(LARGEST_FILE + 1)
    except HTTPError as error:
        error.close()
        raise DeliveryError(f"http_{error.code}", method="url_private") from error
    except CALL_ERRORS as error:
        raise _refusal(error, "url_private") from error
    if len(content) > LARGEST_FILE:
        raise DeliveryError("too_large", permanent=True, method="url_private")
    return content


def _refusal(error: Exception, method: str, person: str = "") -> DeliveryError:
    """What an error means; what the app may not do at all it may not do until somebody allows it."""
    refused = delivery_error(error, method, person)
    if refused.reason in NOT_ALLOWED:
        return DeliveryError(refused.reason, permanent=True, method=method)
    return refused


class _NoRedirect(HTTPRedirectHandler):
    """Whoever is not let in is sent to a page to sign in, which is no file."""

    def redirect_request(self, *_: object) -> None:
        return None
