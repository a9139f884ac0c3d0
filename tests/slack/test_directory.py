"""What Slack says of people, and fetching a file that one of them sent, against the fake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.platforms import DeliveryError, Profile
from bot.slack import Mode, SlackPlatform, SlackSettings, directory
from tests.fake_slack.uploads import DOWNLOAD
from tests.fake_slack.workspace import BOT_USER, SCOPES
from tests.slack.conftest import settings

if TYPE_CHECKING:
    from tests.fake_slack import FakeSlack

CSV = b"name,department\nAmara,Nursing\n"


def refused(fake: FakeSlack, platform: SlackPlatform, **facts: object) -> DeliveryError:
    """Why a file that Amara dropped is not fetched."""
    amara = fake.user("Amara")
    file = fake.put_file(amara, "staff.csv", CSV, **facts)
    with pytest.raises(DeliveryError) as why:
        platform.fetch(f"T1/{amara.id}", file.id)
    return why.value


def token_sent(fake: FakeSlack) -> int:
    return len(fake.calls_of(DOWNLOAD))


def test_a_profile_is_read_with_its_fields_and_without_their_labels(
    fake: FakeSlack, sender: SlackPlatform
) -> None:
    amara = fake.user("Amara", title="Nurse", email="amara@example.org", fields={"Xf1": "Nursing", "Xf2": ""})

    assert sender.read_profile(f"T1/{amara.id}") == Profile(
        "Amara", "amara@example.org", "Nurse", fields={"Xf1": "Nursing", "Xf2": ""}
    )
    assert "include_labels" not in fake.calls_of("users.profile.get")[0].arguments


def test_a_profile_without_fields_has_none(fake: FakeSlack, sender: SlackPlatform) -> None:
    assert sender.read_profile(f"T1/{fake.user('Amara').id}").fields == {}


def test_somebody_who_is_not_there_is_told_apart_from_what_is_refused(
    fake: FakeSlack, sender: SlackPlatform
) -> None:
    with pytest.raises(DeliveryError) as gone:
        sender.read_profile("T1/U9999")
    assert gone.value.unreachable == ("T1/U9999",)

    fake.workspace.scopes = SCOPES - {"users.profile:read"}
    with pytest.raises(DeliveryError) as forbidden:
        sender.read_profile(f"T1/{fake.user('Amara').id}")
    assert (forbidden.value.permanent, forbidden.value.reason) == (True, "missing_scope")
    assert forbidden.value.unreachable == ()


def test_the_fields_that_are_shown_can_be_chosen_from(fake: FakeSlack, sender: SlackPlatform) -> None:
    department = fake.ask_in_profiles("Department")
    fake.ask_in_profiles("Shoe size", is_hidden=True)
    grade = fake.ask_in_profiles("Band")

    assert list(sender.profile_fields()) == [(department.id, "Department"), (grade.id, "Band")]


def test_where_fields_may_not_be_read_there_are_none_to_choose_from(
    fake: FakeSlack, sender: SlackPlatform
) -> None:
    fake.ask_in_profiles("Department")
    fake.workspace.scopes = SCOPES - {"users.profile:read"}

    assert list(sender.profile_fields()) == []


def test_everybody_is_listed_page_by_page_with_guests_bots_and_the_gone(
    fake: FakeSlack, sender: SlackPlatform
) -> None:
    fake.crowd(450)
    guest, bot = fake.user("Guest", guest="single"), fake.user("Bot", is_bot=True)
    gone = fake.user("Gone", deleted=True)
    people: dict[str, Profile] = {}
    cursor, pages = "", 0
    while cursor or not pages:
        page = sender.list_people(cursor)
        people, cursor, pages = people | dict(page.people), page.cursor, pages + 1

    assert pages == 3
    assert {call.arguments["limit"] for call in fake.calls_of("users.list")} == {"200"}
    assert people[f"T1/{guest.id}"].kind == "guest"
    assert (
        people[f"T1/{bot.id}"].kind == people["T1/USLACKBOT"].kind == people[f"T1/{BOT_USER}"].kind == "bot"
    )
    assert people[f"T1/{gone.id}"].is_gone
    assert sum(1 for one in people.values() if not one.kind and not one.is_gone) == 450


def test_a_file_is_fetched_with_the_token(fake: FakeSlack, sender: SlackPlatform) -> None:
    amara = fake.user("Amara")
    file = fake.put_file(amara, "staff.csv", CSV)

    assert sender.fetch(f"T1/{amara.id}", file.id) == CSV


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"user": "U0SOMEBODY"}, "not_theirs"),
        ({"kind": "png", "mime": "image/png"}, "not_a_list"),
        ({"is_external": True}, "not_a_list"),
        ({"url": "https://slack.com.evil.example/staff.csv"}, "not_at_slack"),
        ({"url": "https://evil.example/staff.csv"}, "not_at_slack"),
        ({"url": "http://files.slack.com/staff.csv"}, "not_at_slack"),
        ({"url": "file:///etc/passwd"}, "not_at_slack"),
    ],
)
def test_what_is_no_list_of_theirs_is_not_fetched_and_nobody_else_sees_the_token(
    fake: FakeSlack, sender: SlackPlatform, facts: dict[str, object], reason: str
) -> None:
    why = refused(fake, sender, **facts)

    assert (why.reason, why.permanent) == (reason, True)
    assert token_sent(fake) == 0


def test_a_file_that_is_too_large_is_not_fetched_and_one_that_lied_is_let_go(
    fake: FakeSlack, sender: SlackPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "LARGEST_FILE", len(CSV) - 1)

    assert refused(fake, sender).reason == "too_large"
    assert token_sent(fake) == 0

    ben = fake.user("Ben")
    file = fake.put_file(ben, "staff.csv", CSV)
    file.length = 1
    with pytest.raises(DeliveryError) as lied:
        sender.fetch(f"T1/{ben.id}", file.id)
    assert lied.value.reason == "too_large"


def test_without_the_scope_a_file_is_refused(fake: FakeSlack, sender: SlackPlatform) -> None:
    fake.workspace.scopes = SCOPES - {"files:read"}

    why = refused(fake, sender)

    assert (why.reason, why.permanent) == ("missing_scope", True)


@pytest.mark.parametrize("method", ["files.info", DOWNLOAD])
def test_a_file_that_cannot_be_had_just_now_may_be_had_later(
    fake: FakeSlack, sender: SlackPlatform, method: str
) -> None:
    fake.server_error(method)

    assert not refused(fake, sender).permanent


def test_a_page_to_sign_in_is_no_file(fake: FakeSlack, sender: SlackPlatform) -> None:
    amara = fake.user("Amara")
    file = fake.put_file(amara, "staff.csv", CSV)
    file.url = fake.api_url.replace("api/", "files-pri/T1/nothing")

    with pytest.raises(DeliveryError) as why:
        sender.fetch(f"T1/{amara.id}", file.id)
    assert why.value.reason == "http_302"


def test_a_platform_that_was_asked_who_it_is_knows_its_people(fake: FakeSlack) -> None:
    whole = settings(fake, Mode.SOCKET)
    platform = SlackPlatform(
        SlackSettings(whole.bot_token, whole.app_token, whole.signing_secret, whole.api_url)
    )

    platform.identify()

    assert f"T1/{BOT_USER}" in platform.list_people("").people
