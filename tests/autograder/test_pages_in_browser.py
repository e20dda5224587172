"""Report and feedback in a real browser: nothing runs, nothing is asked of the network, nothing overflows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from autograder.feedback import student_feedback
from autograder.report import class_report

from .classroom import EXERCISES, HOSTILE, a_class, hostile_class

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium as /usr/bin/chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a running Chromium."""
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def pages() -> dict[str, str]:
    """Return a page of each kind, with everything hostile in it."""
    hostile = hostile_class()
    code = dict.fromkeys(EXERCISES, "\n".join(HOSTILE[:6]))
    created = datetime(2025, 4, 14, tzinfo=UTC)
    return {
        "empty report": class_report([], title=HOSTILE[0], created=created),
        "report": class_report([*a_class(24), *hostile], title=HOSTILE[1], created=created),
        "feedback": student_feedback(replace(hostile[2], assignment=HOSTILE[1]), code),
        "broken": student_feedback(replace(hostile[3], status="unreadable")),
    }


def opened(browser: Browser, file: Path, width: int, seen: list[str]) -> Page:
    """Open a file, noting everything that a harmless page would not do."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.on("console", lambda message: seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("dialog", lambda dialog: seen.append(f"dialog: {dialog.message}"))
    page.on("popup", lambda _: seen.append("popup"))
    page.on("request", lambda request: seen.append(f"request: {request.url}"))
    page.goto(file.as_uri(), wait_until="load")
    page.wait_for_timeout(200)
    return page


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("kind", ["empty report", "report", "feedback", "broken"])
def test_page_only_shows_itself(kind: str, width: int, browser: Browser, tmp_path: Path) -> None:
    """Does a page full of attacks load without a word, a request, a dialog or a sideways scroll bar?"""
    file = tmp_path / "page.html"
    file.write_text(pages()[kind], encoding="utf-8")
    seen: list[str] = []
    page = opened(browser, file, width, seen)
    for details in page.locator("summary").all():
        if details.is_visible():
            details.click()
    assert seen == [f"request: {file.as_uri()}"]
    assert page.evaluate("document.scripts.length + document.images.length + window.frames.length") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()


def test_policy_stops_what_would_slip_through(browser: Browser, tmp_path: Path) -> None:
    """Were a mark-up to get out one day, would the policy keep it from running and loading?"""
    attack = """<script>document.title = "owned"</script><img src="https://tracker.example/x.png">
        <iframe src="https://tracker.example/"></iframe><b onclick="document.title = 'owned'">look</b>"""
    html = class_report(a_class(3), title="svm", created=datetime(2025, 4, 14, tzinfo=UTC))
    file = tmp_path / "page.html"
    file.write_text(html.replace("<main>", f"<main>{attack}"), encoding="utf-8")
    seen: list[str] = []
    page = opened(browser, file, 1200, seen)
    page.locator("b").click()
    assert page.title() == "svm"
    stopped = [line for line in seen if "violates the following Content Security Policy" in line]
    assert len(stopped) == 4  # the script, the handler, the image and the frame
    page.close()


def test_head_of_the_table_stays_in_sight(browser: Browser, tmp_path: Path) -> None:
    """Can the two-hundredth row still be read, because the exercises' names stay above it?"""
    file = tmp_path / "page.html"
    file.write_text(
        class_report(a_class(400), title="svm", created=datetime(2025, 4, 14, tzinfo=UTC)), "utf-8"
    )
    for width in (1200, 800):
        page = opened(browser, file, width, [])
        page.locator(".students tbody tr").nth(300).scroll_into_view_if_needed()
        head = page.locator(".students thead th").nth(1).bounding_box()
        assert head is not None
        assert 0 <= head["y"] < 900
        page.close()
