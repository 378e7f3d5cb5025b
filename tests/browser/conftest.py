"""A real browser: the system's Chromium, driven by playwright.

Without one the tests are reported as skipped; PORTAL_REQUIRE_BROWSER=1 makes that a failure.
"""

import os
import shutil

import pytest
from django.conf import settings

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="package")
def browser(django_db_setup):
    """A playwright Browser for all tests of this folder that a process runs in a row.

    The database is there before it: while playwright runs its loop, Django's connections are others in this thread,
    and the one that made the database has to be the one that removes it.
    """
    executable = next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        if os.environ.get("PORTAL_REQUIRE_BROWSER") == "1":
            pytest.fail("No Chromium was found, and PORTAL_REQUIRE_BROWSER=1 demands one.")
        pytest.skip("No Chromium was found.")
    from playwright.sync_api import sync_playwright

    # Until it ends, playwright keeps an event loop in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser, live_server):
    """Function that opens a Page of its own: open_page(user=None, width=1280, **options of a context).

    Addresses are relative to the live server. At the end of the test whatever the console complained about, refused
    styles and scripts included, fails it.
    """
    contexts, complaints = [], []

    def opened(user=None, width=1280, height=900, **options):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        if user:
            context.add_cookies([session_cookie(user, live_server.url)])
        page = context.new_page()
        page.on(
            "console",
            lambda message: message.type in ("error", "warning") and complaints.append(message.text),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    opened.complaints = complaints
    yield opened
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def page(open_page):
    """A page of a visitor who is not signed in."""
    return open_page()


def session_cookie(user, url):
    from django.test import Client

    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
