from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from bot.settings import Settings
from tests.golden import Golden
from tests.playground.browsers import without_browser

EXAMPLE = Path(__file__).parent.parent / ".env.example"


def test_a_golden_file_that_differs_fails_with_the_difference(tmp_path: Path) -> None:
    Golden(update=True, folder=tmp_path)("slack/hello.txt", "Hello Amara")

    Golden(update=False, folder=tmp_path)("slack/hello.txt", "Hello Amara")
    with pytest.raises(pytest.fail.Exception, match=r"-Hello Amara\n\+Hello Ben"):
        Golden(update=False, folder=tmp_path)("slack/hello.txt", "Hello Ben")


def test_a_golden_file_that_nobody_agreed_on_fails(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="no golden file"):
        Golden(update=False, folder=tmp_path)("slack/hello.txt", "Hello Amara")


def test_two_tests_never_share_a_postgresql_database(postgres_server: str, postgres_url: str) -> None:
    address = postgres_url.replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()

    assert tables == (0,)
    assert address != postgres_server


def test_the_example_settings_are_every_setting_with_its_default() -> None:
    example = dotenv_values(EXAMPLE)
    defaults = {name: field.default for name, field in Settings.model_fields.items()}

    assert example == {
        name.upper(): default.get_secret_value() if isinstance(default, SecretStr) else str(default)
        for name, default in defaults.items()
    }


def test_a_missing_browser_leaves_tests_out_but_fails_where_it_is_required(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception):
        without_browser()
    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception):
        without_browser()
