"""The pages of an installation, which stand alone: no script, no file beside them, nothing to follow."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from bot.slack.scopes import NEEDED, OPTIONAL

STALE = (
    "This link was made for another browser, is older than ten minutes, or was used before:"
    " start again, and give your consent in the same browser within ten minutes."
)
DENIED = "Slack was not told to go ahead: start again, or ask an admin of your workspace to."
NO_BOT = "Slack gave no token for a bot: start again, and sign in to a workspace rather than to Slack alone."
TOO_LITTLE = "Slack did not grant {}, without which Crossbrew cannot work: start again and grant all of it."
OUR_FAULT = (
    "Slack does not know this app ({}): whoever runs it must check SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and"
    " the redirect address on the app's page."
)
NO_SLACK = "Slack could not be reached or gave no answer that makes sense: start again in a few minutes."
NOT_KEPT = "The installation could not be written down just now: start again in a few minutes."

_STYLE = """
:root { color-scheme: light dark; --paper: #f8f1e7; --card: #fffcf7; --ink: #2b201a; --soft: #66544a;
  --line: #e7d9c8; --accent: #8c4a24; --accent-deep: #733a19; --accent-ink: #fff; --ring: #17618f; }
@media (prefers-color-scheme: dark) { :root { --paper: #17120f; --card: #211a16; --ink: #f3e9df;
  --soft: #bdaa9b; --line: #3b3029; --accent: #e2a16c; --accent-deep: #f0b98a; --accent-ink: #24150a;
  --ring: #8fcbf2; } }
* { box-sizing: border-box; margin: 0; }
body { min-height: 100vh; display: grid; place-items: center; padding: 1.25rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 34rem; padding: clamp(1.5rem, 5vw, 2.75rem); border-radius: 1.5rem;
  border: 1px solid var(--line); background: var(--card); }
main > * + * { margin-top: 1rem; }
h1 { font: 600 clamp(1.6rem, 5vw, 2.1rem)/1.2 "Iowan Old Style", Palatino, Georgia, serif;
  letter-spacing: -0.015em; text-wrap: balance; }
h2 { margin-top: 1.75rem; font-size: 1rem; }
.soft, li { color: var(--soft); }
ul { padding-inline-start: 1.1rem; }
li + li { margin-top: 0.25rem; }
.button { display: inline-block; margin-top: 1.5rem; padding: 0.7rem 1.4rem; border-radius: 99rem;
  background: var(--accent); color: var(--accent-ink); font-weight: 600; text-decoration: none; }
.button:hover { background: var(--accent-deep); }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--ring); outline-offset: 3px; }
"""
_STYLE_DIGEST = b64encode(sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",  # the address of the page may hold a code
    "x-content-type-options": "nosniff",
}


def offer(consent: str) -> HTMLResponse:
    """What the app does, one button that leads to Slack, and what the app may do there."""
    may = "".join(f"<li>{escape(_first_upper(what))}</li>" for what in NEEDED.values())
    might = "".join(f"<li>{escape(_first_upper(what))} (you may say no)</li>" for what in OPTIONAL.values())
    return _page(
        "Add Crossbrew to Slack",
        f"""<p>Every fortnight it introduces colleagues who would not otherwise meet, over a coffee: across
departments and grades, and only those who have opted in.</p>
<p><a class="button" href="{escape(consent)}">Add to Slack</a></p>
<h2>What it asks for in your workspace</h2><ul>{may}{might}</ul>
<p class="soft">It cannot read your conversations. Who takes part and what they answer is shown to nobody
else, neither to managers nor to admins.</p>""",
    )


def done(name: str, team: str, app: str) -> HTMLResponse:
    """It is installed, and the way there. An organisation has no one workspace to open."""
    there = f"slack://app?{urlencode({'team': team, 'id': app})}"
    way = f'<p><a class="button" href="{escape(there)}">Open it in Slack</a></p>' if team else ""
    return _page(
        f"Crossbrew is in {name}" if name else "Crossbrew is installed",
        f"""<p>Open its Home page, or type <strong>/coffee</strong> in any channel: that is all there is to
it.</p>{way}""",
    )


def refusal(sentence: str, status: int) -> HTMLResponse:
    """Why nothing was installed, and what to do about it."""
    again = '<p><a class="button" href="install">Start again</a></p>'
    return _page("Nothing was installed", f'<p role="alert">{escape(sentence)}</p>{again}', status)


def _page(title: str, body: str, status: int = 200) -> HTMLResponse:
    words = escape(title)
    content = f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{words}</title><style>{_STYLE}</style></head>
<body><main><h1>{words}</h1>
{body}
</main></body>
</html>
"""
    return HTMLResponse(content, status, _HEADERS)


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]
