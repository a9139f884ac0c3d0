from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.vault import Vault, VaultError, new_key

OLD, NEW, ANOTHER = new_key(), new_key(), new_key()
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SHORT = timedelta(minutes=10)


def test_a_token_comes_out_as_it_went_in_and_rests_unreadable() -> None:
    sealed = Vault(NEW).seal("xoxb-1-☕", "T1")

    assert Vault(NEW).open(sealed, "T1") == "xoxb-1-☕"
    assert "xoxb" not in sealed


def test_a_token_opens_for_its_own_workspace_alone() -> None:
    sealed = Vault(NEW).seal("xoxb-1", "T1")

    with pytest.raises(VaultError, match="The token of T2 cannot be read"):
        Vault(NEW).open(sealed, "T2")


def test_every_key_opens_and_the_newest_seals() -> None:
    before = Vault(OLD).seal("xoxb-1", "T1")
    both = Vault(f"{NEW}, {OLD}")

    assert both.open(before, "T1") == "xoxb-1"
    assert Vault(NEW).open(both.seal("xoxb-2", "T1"), "T1") == "xoxb-2"


def test_a_token_is_renewed_once_and_then_left_alone() -> None:
    both = Vault(f"{NEW},{OLD}")
    renewed = both.renewed(Vault(OLD).seal("xoxb-1", "T1"), "T1")

    assert renewed is not None
    assert Vault(NEW).open(renewed, "T1") == "xoxb-1"
    assert both.renewed(renewed, "T1") is None


@pytest.mark.parametrize(
    "sealed",
    ["", "nothing", "é", Vault(ANOTHER).seal("xoxb-1", "T1")],
    ids=["empty", "words", "no ASCII", "another's"],
)
def test_what_no_key_opens_is_told_with_the_cure_and_never_quoted(sealed: str) -> None:
    with pytest.raises(VaultError) as raised:
        Vault(f"{NEW},{OLD}").open(sealed, "T1")

    assert "install the app there again" in str(raised.value)
    assert not sealed or sealed not in str(raised.value)


@pytest.mark.parametrize(
    ("keys", "told"),
    [("", "is missing"), (" , ", "is missing"), ("short", "no key"), (f"{NEW},?", "no key")],
    ids=["empty", "commas", "short", "one key and none"],
)
def test_keys_that_are_none_are_told_with_the_cure(keys: str, told: str) -> None:
    with pytest.raises(VaultError, match=told) as raised:
        Vault(keys)

    assert "`crossbrew keys new`" in str(raised.value)


def test_a_stamp_is_good_for_a_while_and_for_one_purpose() -> None:
    vault = Vault(NEW)
    stamp = vault.stamp("words", "state", NOW)

    assert vault.stamped(stamp, "state", NOW + SHORT, SHORT) == "words"
    assert vault.stamped(stamp, "state", NOW + SHORT + timedelta(seconds=1), SHORT) is None
    assert vault.stamped(stamp, "other", NOW, SHORT) is None
    assert vault.stamped(stamp[:-2], "state", NOW, SHORT) is None
    assert Vault(ANOTHER).stamped(stamp, "state", NOW, SHORT) is None


def test_a_sealed_token_is_no_stamp() -> None:
    vault = Vault(NEW)

    assert vault.stamped(vault.seal("words", "T1"), "state", NOW, SHORT) is None
