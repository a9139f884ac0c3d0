"""Who there is, and what their profiles say."""

from __future__ import annotations

from tests.fake_slack.methods.method import Method, is_yes, user_called
from tests.fake_slack.workspace import BOT_USER, Json, SlackError, User, Workspace

LARGEST_PAGE = 1_000
WHOLE = 200
"""Who has more people must ask for them a page at a time; Slack does not say from how many on."""

_CURSOR = "page:"
# Slackbot says of itself that it is no bot.
_ALWAYS = (User("USLACKBOT", "Slackbot", tz=""), User(BOT_USER, "Crossbrew", tz="", is_bot=True))


def _users_info(workspace: Workspace, arguments: Json) -> Json:
    return {"user": user_json(workspace, user_called(workspace, arguments["user"]))}


def _users_list(workspace: Workspace, arguments: Json) -> Json:
    """Everybody who ever was here, gone or not, a page at a time; never with their custom fields."""
    people = [*_ALWAYS, *workspace.users.values()]
    limit = int(arguments.get("limit") or 0)
    if limit < 1 and len(people) > WHOLE:
        raise SlackError("limit_required")
    first = _place(arguments.get("cursor", ""), len(people))
    last = first + (min(limit, LARGEST_PAGE) if limit > 0 else len(people))
    return {
        "members": [user_json(workspace, user) for user in people[first:last]],
        "cache_ts": int(workspace.now()),
        "response_metadata": {"next_cursor": f"{_CURSOR}{last}" if last < len(people) else ""},
    }


def _place(cursor: str, number: int) -> int:
    place = cursor.removeprefix(_CURSOR)
    if cursor and not (place.isdecimal() and cursor.startswith(_CURSOR) and int(place) < number):
        raise SlackError("invalid_cursor")
    return int(place or 0)


def _profile_get(workspace: Workspace, arguments: Json) -> Json:
    if is_yes(arguments.get("include_labels", "")):
        dear = "include_labels is heavily rate-limited: ask team.profile.get once"
        raise SlackError("invalid_arguments", response_metadata={"messages": [dear]})
    user = user_called(workspace, arguments["user"])
    fields = {name: {"value": value, "alt": ""} for name, value in user.fields.items()}
    # A profile without custom fields has an empty list in their place.
    return {"profile": {**_profile(workspace, user), "fields": fields or []}}


def user_json(workspace: Workspace, user: User) -> Json:
    """A user as users.info and events carry it; the address only with the scope for it."""
    zone = {} if user.deleted else {"tz": user.tz}
    return {
        "id": user.id,
        "team_id": workspace.team,
        "name": user.name.casefold().replace(" ", "."),
        "real_name": user.name,
        "deleted": user.deleted,
        **zone,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_restricted": user.guest != "",
        "is_ultra_restricted": user.guest == "single",
        "profile": _profile(workspace, user),
    }


def _profile(workspace: Workspace, user: User) -> Json:
    email = {"email": user.email} if user.email and "users:read.email" in workspace.scopes else {}
    return {"real_name": user.name, "title": user.title, **email}


METHODS = {
    "users.info": Method(_users_info, frozenset({"user"}), frozenset({"include_locale"}), "users:read"),
    "users.list": Method(
        _users_list, optional=frozenset({"cursor", "limit", "include_locale"}), scope="users:read"
    ),
    "users.profile.get": Method(
        _profile_get, frozenset({"user"}), frozenset({"include_labels"}), "users.profile:read"
    ),
}
