# SPDX-License-Identifier: MIT
"""The page of a report in a browser: what a reader sees and can do, by mouse and by keyboard."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from running import PROGRAM, run

# A browser that hangs would hang what closes it, too: so the process is ended, not the test only.
pytestmark = pytest.mark.timeout(120, method="thread")

# Milliseconds: long, since other tests run meanwhile.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

CLIENT = Path(__file__).with_name("rough_client.py")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """rough.json and tidy.json, and the pages of the first and of both."""
    folder = tmp_path_factory.mktemp("reports")
    for habit, status in (("rough", 1), ("tidy", 0)):
        ended = run(
            *(PROGRAM, "run", "conformance/smtp/honest", "--strict"),
            *("--json", str(folder / f"{habit}.json"), "--html", str(folder / f"{habit}.html")),
            *("--", sys.executable, str(CLIENT), "{smtp.port}", habit),
        )
        assert ended.returncode == status, ended.stdout + ended.stderr
    ended = run(
        *(PROGRAM, "report", str(folder / "rough.json"), str(folder / "tidy.json")),
        *("--html", str(folder / "both.html")),
    )
    assert ended.returncode == 0, ended.stderr
    assert "clients differ in" in ended.stdout
    return folder


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def browser(monkeypatch_module: pytest.MonkeyPatch) -> Iterator[Browser]:
    program = shutil.which("chromium-headless-shell")
    assert program, "./dev deps test installs chromium-headless-shell"
    # Its profile is written with care, which takes long on a disk that others write to as well.
    if Path("/dev/shm").is_dir():
        monkeypatch_module.setenv("TMPDIR", "/dev/shm")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"], timeout=PATIENCE
        )
        yield opened
        opened.close()


class Shown:
    """A page, and what it asked of the network or complained of."""

    def __init__(self, browser: Browser, file: Path, **options: object) -> None:
        self.page: Page = browser.new_page(**options)  # type: ignore[arg-type]
        self.page.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())


@pytest.fixture
def shown(browser: Browser, reports: Path) -> Iterator[Shown]:
    one = Shown(browser, reports / "rough.html")
    yield one
    assert one.complaints == []
    assert [url for url in one.requests if not url.startswith(("file:", "data:"))] == []
    one.page.close()


def row(page: Page, identifier: str) -> str:
    return f'tr[id="{identifier}"]'


def test_the_outcome_is_said_in_words(shown: Shown) -> None:
    page = shown.page
    expect(page.locator("header .sentence")).to_contain_text("failed")
    line = page.locator(row(page, "smtp.line.crlf-only"))
    expect(line).to_contain_text("FAIL")
    expect(line).to_contain_text("RFC 5321 sec 2.3.8")
    expect(line.locator(".measured")).to_be_visible()


def test_filters_leave_what_was_asked_for(shown: Shown) -> None:
    page = shown.page
    lines = page.locator("tr.row:visible")
    everything = lines.count()
    page.get_by_role("button", name="PASS", exact=False).first.click()
    assert 0 < lines.count() < everything
    expect(page.get_by_role("status")).to_contain_text(f"{lines.count()} of {everything}")
    page.get_by_label("Search").fill("crlf")
    expect(page.locator(row(page, "smtp.line.crlf-only"))).to_be_visible()
    page.get_by_label("Level").select_option("should")
    expect(page.locator(row(page, "smtp.line.crlf-only"))).to_be_hidden()
    page.get_by_label("Search").fill("")
    page.get_by_label("Level").select_option("")
    page.get_by_label("Area").select_option("SMTP: line")
    for identifier in lines.evaluate_all("rows => rows.map(row => row.id)"):
        assert identifier.startswith("smtp.")


def test_the_guilty_octets_are_marked(shown: Shown) -> None:
    page = shown.page
    page.locator(row(page, "smtp.line.crlf-only")).get_by_role("button").click()
    marks = page.locator(".detail mark")
    assert "\\n" in marks.first.inner_text()
    expect(page.locator(".detail .talk .in").first).to_be_visible()
    fold = page.locator(".detail .fold").first
    expect(fold).to_contain_text("lines")
    fold.click()
    expect(page.locator(".detail .talk .out").first).to_contain_text("250 HELP")
    page.locator(".detail").get_by_role("button", name="Whole conversation").first.click()
    whole = page.get_by_role("dialog")
    expect(whole).to_contain_text("QUIT")
    expect(whole.locator("mark").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(whole).to_be_hidden()


def test_the_keyboard_is_enough(shown: Shown) -> None:
    page = shown.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the requirements")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("tr.row button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".detail")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".detail")).to_have_count(0)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_an_address_opens_a_requirement(browser: Browser, reports: Path) -> None:
    one = Shown(browser, reports / "rough.html")
    one.page.goto((reports / "rough.html").as_uri() + "#smtp.line.crlf-only")
    one.page.reload()
    expect(one.page.locator(".detail")).to_have_count(1)
    one.page.close()


@pytest.mark.parametrize("width", [360, 480, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_and_dark_is_dark(
    browser: Browser, reports: Path, width: int, scheme: str
) -> None:
    for name in ("rough", "both"):
        view = {"width": width, "height": 900}
        one = Shown(browser, reports / f"{name}.html", viewport=view, color_scheme=scheme)
        one.page.locator("tr.row button").first.click()
        assert one.page.evaluate("document.documentElement.scrollWidth") <= width
        colour = one.page.evaluate("getComputedStyle(document.body).backgroundColor")
        red = int(colour.removeprefix("rgb(").split(",")[0])
        assert (red < 64) == (scheme == "dark")
        assert one.complaints == []
        one.page.close()


def test_clients_stand_side_by_side(browser: Browser, reports: Path) -> None:
    one = Shown(browser, reports / "both.html")
    page = one.page
    lines = page.locator("tr.row:visible")
    everything = lines.count()
    page.get_by_label("Differences only").check()
    assert 0 < lines.count() < everything
    cells = page.locator(row(page, "smtp.line.crlf-only")).get_by_role("button")
    expect(cells).to_have_count(2)
    expect(cells.nth(0)).to_contain_text("FAIL")
    expect(cells.nth(1)).to_contain_text("PASS")
    cells.nth(1).click()
    expect(page.locator(".detail")).to_contain_text("tidy")
    cells.nth(0).click()
    expect(page.locator(".detail")).to_have_count(1)
    expect(page.locator(".detail mark").first).to_be_visible()
    assert one.complaints == []
    page.close()


def test_without_scripts_there_is_a_plain_table(browser: Browser, reports: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((reports / "rough.html").as_uri())
    expect(page.locator("table")).to_contain_text("smtp.line.crlf-only")
    context.close()
