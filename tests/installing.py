"""Adding the app to a workspace as somebody does it in a browser, over HTTP all the way."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from bot.slack.oauth import COOKIE

LINK = re.compile(r'<a class="button" href="([^"]+)">([^<]+)</a>')


def buttons(page: httpx.Response) -> dict[str, str]:
    """The buttons of a page that lead somewhere, by what they say."""
    return {label: html.unescape(address) for address, label in LINK.findall(page.text)}


@dataclass
class Browser:
    """Somebody's browser at the bot's address. It keeps a secure cookie although the tests have no TLS."""

    bot: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str) -> httpx.Response:
        """Open an address of the bot."""
        page = httpx.get(address, cookies=self.cookies, timeout=20)
        for cookie in page.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies |= {name: value}
        return page

    def offered(self) -> str:
        """Where the button on the bot's page leads."""
        page = self.get(f"{self.bot}/slack/install")
        assert page.status_code == 200
        return buttons(page)["Add to Slack"]

    def consents(self, link: str, **chosen: str) -> str:
        """Say yes at Slack, or no where no team is chosen; where that leads back to."""
        asked = httpx.get(link)
        assert asked.status_code == 200, asked.text
        back = httpx.post(link, data=chosen)
        assert back.status_code == 302, back.text
        return back.headers["location"]

    def installs(self, team: str, **chosen: str) -> httpx.Response:
        """All of it; the page that it ends on."""
        return self.get(self.consents(self.offered(), team=team, **chosen))

    @property
    def secret(self) -> str:
        """The cookie that binds an installation to this browser."""
        return self.cookies[COOKIE]


def changed(address: str, **parameters: str) -> str:
    """The same address with other parameters; an empty one is left out."""
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | parameters
    return parts._replace(query=urlencode({name: value for name, value in query.items() if value})).geturl()


def parameter(address: str, name: str) -> str:
    """One parameter of an address."""
    return parse_qs(urlsplit(address).query)[name][0]
