"""Debian's chromium without a window: opens a page and notes whatever it should not do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from needs import driver, program
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PHONE = (390, 844)
DESKTOP = (1200, 900)


class Watched:
    """A page, and what it did: messages on the console, errors, dialogs, requests elsewhere."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", self._refuse)
        page.on("request", self._note)

    def _refuse(self, dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note(self, request) -> None:
        if not request.url.startswith("file://"):
            self.faults.append(f"request: {request.url}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser; the end of the test, with what to install, where there is none."""
    path = program("chromium")
    driver()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def opened(context: BrowserContext, path: Path) -> Watched:
    """The page in a file, opened as from a folder on a disk without a network."""
    watched = Watched(context.new_page())
    watched.page.goto(path.as_uri())
    return watched


@contextmanager
def view(
    browser: Browser, size: tuple[int, int] = DESKTOP, dark: bool = False, scale: float = 1
) -> Iterator[BrowserContext]:
    """A window of this size, light or dark."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        device_scale_factor=scale,
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)
    try:
        yield context
    finally:
        context.close()
