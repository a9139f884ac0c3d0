"""Draws every message as Slack shows it, from its golden files, onto sheets: see `make gallery`.

The drawing is by others (`drawing/package.json`) and by `drawing/sheet.jsx`; it is close to Slack, and not
Slack. Whatever cannot be drawn ends it with a list.

    python docs/gallery/slack.py [--only home,joining] [--into FOLDER]
"""  # noqa: INP001 - a script

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MESSAGES = ROOT / "tests" / "golden" / "slack" / "messages"
DRAWING, CACHE, PICTURES = HERE / "drawing", ROOT / "build" / "gallery", HERE / "slack"
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
EVEN = ["--disable-font-subpixel-positioning", "--disable-lcd-text"]
"""The same letter is drawn alike everywhere, which makes a picture smaller."""
ESBUILD = (
    "node_modules/.bin/esbuild",
    "sheet.jsx",
    "--bundle",
    "--minify",
    "--jsx=automatic",
    "--outfile=drawn.js",
    "--log-level=error",
)
THEMES = ("light", "dark")
COLUMNS, COLOURS, SCALE = 4, 9, 0.66
LARGEST, LARGEST_OF_ALL = 250_000, 2_500_000
"""Bytes of a picture and of all of them: larger ones make every clone of the project slower."""

SHEETS = {
    "joining": ("joining", "helping"),
    "preferences": ("preferences", "apart"),
    "home": ("home",),
    "introductions": ("introduction",),
    "coffees": ("booking", "answering", "closed"),
    "afterwards": ("meeting",),
    "people": ("own", "people"),
    "setting-up": ("setup", "setup_forms", "announcing", "admitting"),
    "rounds": ("rounds",),
    "looking-after": ("admin", "console", "audit", "reporting"),
    "what-counts": ("rules", "programmes", "apart_by_owner"),
    "staff-list": ("staff",),
    "tending": ("tending",),
}
"""Which families of messages stand together; a family that is not named here gets a sheet of its own."""

FRONT = ("introduction.to_group", "home.home-introduced", "joining.join_form")
"""What the README shows."""

Shown = tuple[str, dict[str, Any]]


def every_sheet() -> dict[str, list[Shown]]:
    """The messages of each sheet, by their names."""
    shown = [(file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in sorted(MESSAGES.iterdir())]
    homes = {family: sheet for sheet, families in SHEETS.items() for family in families}
    sheets: dict[str, list[Shown]] = {}
    for name, message in shown:
        family = name.partition(".")[0]
        sheets.setdefault(homes.get(family, family), []).append((name, message))
    return sheets | {"front": [each for name in FRONT for each in shown if each[0] == name]}


def bundled() -> Path:
    """The page that draws; its libraries are installed where that has not been done yet."""
    CACHE.mkdir(parents=True, exist_ok=True)
    lock = CACHE / "package-lock.json"
    is_installed = lock.exists() and lock.read_bytes() == (DRAWING / lock.name).read_bytes()
    for file in DRAWING.iterdir():
        shutil.copy(file, CACHE)
    if not is_installed or not (CACHE / ESBUILD[0]).exists():
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(npm, cwd=CACHE, check=True)  # noqa: S603 - words of our own
    subprocess.run(ESBUILD, cwd=CACHE, check=True)  # noqa: S603 - the same
    page = CACHE / "sheet.html"
    page.write_text(
        '<!doctype html><link rel="stylesheet" href="drawn.css"><body><script src="drawn.js"></script>'
    )
    return page


@contextmanager
def opened(page: Path) -> Iterator[Page]:
    """The page in a browser in London."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET + EVEN)
        tab = browser.new_page(
            locale="en-GB",
            timezone_id="Europe/London",
            viewport={"width": 1700, "height": 900},
            device_scale_factor=SCALE,
        )
        tab.goto(page.as_uri())
        yield tab
        browser.close()


def take(tab: Page, name: str, messages: list[Shown], theme: str) -> tuple[bytes, list[str]]:
    """A picture of one sheet, and what could not be drawn."""
    is_front = name == "front"
    columns, colours, zoom = (len(FRONT), 16, 1 / SCALE) if is_front else (COLUMNS, COLOURS, 1)
    problems = tab.evaluate("given => draw(...given)", [messages, theme, columns, zoom])
    picture = tab.locator("main").screenshot()
    smaller = tab.evaluate("given => fewer(...given)", [b64encode(picture).decode(), colours])
    return b64decode(smaller), [f"{theme}: {problem}" for problem in problems]


def main() -> None:
    """Take them all, or those asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="names of sheets, with commas between")
    parser.add_argument("--into", type=Path, default=PICTURES, help="another folder than docs/gallery/slack")
    asked = parser.parse_args()
    sheets = every_sheet()
    wanted = asked.only.split(",") if asked.only else list(sheets)
    asked.into.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    with opened(bundled()) as tab:
        for name in wanted:
            for theme in THEMES:
                picture, found = take(tab, name, sheets[name], theme)
                problems += found
                (asked.into / f"{name}-{theme}.png").write_bytes(picture)
    if not asked.only:
        problems += leftovers(asked.into, sheets)
    for line in [*sizes(asked.into), *problems]:
        print(line)  # noqa: T201 - a script tells what it did
    raise SystemExit(bool(problems))


def leftovers(folder: Path, sheets: dict[str, list[Shown]]) -> list[str]:
    """Remove pictures of sheets that are no more; say which pictures are too large."""
    pictures = {file.name: file for file in folder.glob("*.png")}
    for name in pictures.keys() - {f"{sheet}-{theme}.png" for sheet in sheets for theme in THEMES}:
        pictures.pop(name).unlink()
    weights = {name: file.stat().st_size for name, file in pictures.items()}
    large = [f"{name} has more than {LARGEST:,} bytes" for name, size in weights.items() if size > LARGEST]
    return large + (["all pictures together are too large"] if sum(weights.values()) > LARGEST_OF_ALL else [])


def sizes(folder: Path) -> list[str]:
    """How large each picture is."""
    return [f"{file.name}: {file.stat().st_size:,} bytes" for file in sorted(folder.glob("*.png"))]


if __name__ == "__main__":
    main()
