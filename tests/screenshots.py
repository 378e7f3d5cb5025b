"""The pictures of the guides and of the README. `make screenshots` draws them anew into docs/images/.

A throwaway portal with the demonstration's content serves the system's Chromium; texts in every state go through the
same doors as those of real people. Names of pictures end with the language: `editor-kk.png`, `editor-ru.png`.
"""

import io
import os
import shutil
from pathlib import Path

import django
from PIL import Image

from tests.pictured import APPEAL, CAMPAIGN, FINISHED, RULING, document, prepare

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
LANGUAGES = ("kk", "ru")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
COLOURS = 64
MARGIN, AROUND = 32, (226, 232, 231)


class Photographer:
    """Opens pages of the portal at `url` in `browser` as people of the demonstration, and keeps pictures."""

    def __init__(self, browser, url):
        self.browser, self.url = browser, url

    def open(self, path, *, language="kk", role=None, size=DESK, scale=1):
        """A Page that shows `path`, for the demonstration's person of `role` (None: a reader) in `language`."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport=size,
            device_scale_factor=scale,
            locale=language,
            timezone_id="Asia/Almaty",
            reduced_motion="reduce",
            color_scheme="light",
        )
        if role:
            context.add_cookies([self.session(role, language)])
        page = context.new_page()
        page.goto(path, wait_until="networkidle")
        return page

    def session(self, role, language):
        from django.conf import settings
        from django.db import connection

        from federation.models import User
        from tests.cast import client_of

        people = User.objects.filter(email=f"{role}@demo.example")
        people.update(language=language)
        cookie = client_of(people.get()).cookies[settings.SESSION_COOKIE_NAME]
        connection.close()  # beside playwright's loop it is one of its own, which nobody else would close
        return {"name": cookie.key, "value": cookie.value, "url": self.url}

    def public_pages(self, language):
        save(f"home-{language}", self.open(f"/{language}/").screenshot())
        phone = self.open(f"/{language}/appeals/{APPEAL}/", size=PHONE, scale=2)
        save(f"phone-{language}", phone.screenshot())
        save(f"both-{language}", self.open(f"/{language}/appeals/{APPEAL}/both/").screenshot())
        editions = self.open(f"/{language}/appeals/{RULING}/editions/?from=1&to=2")
        save(f"editions-{language}", down_to(editions, "main"))

    def campaign_pages(self, language):
        """The front as its reader meets it: in Kazakh on a phone, in Russian at a desk."""
        campaign = f"/{language}/campaigns/{CAMPAIGN}/"
        look = {"size": PHONE, "scale": 2} if language == "kk" else {}
        save(f"campaign-{language}", self.open(campaign, **look).screenshot())
        save(f"timeline-{language}", self.open(campaign).locator(".timeline-picture").screenshot())
        save(f"platform-{language}", self.open(f"{campaign}platform/").screenshot())
        results = self.open(f"/{language}/campaigns/{FINISHED}/results/")
        save(f"results-{language}", down_to(results, "main"))

    def headquarters(self, language, keys):
        def opened(model):
            return self.open(f"/admin/campaigns/{model}/change/", language=language, role="headquarters")

        form = opened(f"campaign/{keys['campaign']}")
        form.locator(".campaign-dates").evaluate("dates => dates.scrollIntoView()")
        save(f"campaign-form-{language}", form.screenshot())
        save(f"rules-{language}", opened(f"ruleset/{keys['rules']}").screenshot())

    def candidates(self, language, keys):
        """The cabinet of a branch on its phone, what headquarters see at a desk, and what readers see."""
        phone = {"role": "branch", "language": language, "size": PHONE, "scale": 2}
        cabinet = f"/{language}/cabinet/"
        save(f"cabinet-{language}", self.open(cabinet, **phone).screenshot())
        step = self.open(f"{cabinet}candidates/{keys['registering']}/step/texts/", **phone)
        save(f"cabinet-step-{language}", step.screenshot())

        desk = {"role": "headquarters", "language": language}
        save(f"review-{language}", self.open(f"{cabinet}review/{keys['reviewed']}/", **desk).screenshot())
        save(f"pool-{language}", self.open(f"{cabinet}pools/{keys['pool']}/", **desk).screenshot())

        listed = f"/{language}/campaigns/{CAMPAIGN}/candidates/"
        save(f"candidates-{language}", self.open(listed).screenshot())
        one = self.open(f"{listed}{keys['candidate']}/", size=PHONE, scale=2)
        save(f"candidate-{language}", one.screenshot())

    def work(self, language, keys):
        """What headquarters see at a desk, a branch and a worker on a phone, and readers of a meeting."""
        desk = {"role": "headquarters", "language": language}
        phone = {"language": language, "size": PHONE, "scale": 2}
        cabinet = f"/{language}/cabinet/"
        save(f"desk-{language}", self.open(cabinet, **desk).screenshot())
        save(f"tasks-{language}", self.open(f"{cabinet}tasks/", **desk).screenshot())
        task = self.open(f"{cabinet}tasks/{keys['task']}/", role="branch", **phone)
        save(f"task-{language}", task.screenshot())
        overview = self.open(f"{cabinet}overview/?measure=done", **desk)
        save(f"overview-{language}", scrolled(overview, "#listed"))
        meeting = self.open(f"/{language}/meetings/{keys['meeting']}/")
        save(f"meeting-{language}", scrolled(meeting, "#quotations"))
        save(f"join-{language}", scrolled(self.open(f"/{language}/join/", **phone), "main form"))

    def workplace(self, language, keys):
        text = f"/admin/appeals/publication/{keys['draft']}"
        ruling = f"/admin/appeals/publication/{keys['ruling']}"

        front = self.open("/admin/", language=language, role="publisher")
        save(f"front-{language}", front.screenshot())

        page = self.open("/admin/appeals/publication/import/", language=language, role="editor")
        upload = {"name": "undeu.txt", "mimeType": "text/plain", "buffer": document()}
        page.locator("input[type=file]").set_input_files(upload)
        page.locator("#content form button[type=submit]").click()
        page.locator("#row-b11").wait_for()
        save(f"import-{language}", down_to(page, "#row-b12"))

        page = self.open(
            f"{text}/change/", language=language, role="publisher", size={"width": 1280, "height": 1000}
        )
        page.locator(".ProseMirror").nth(1).wait_for()
        page.locator("#only-concerns").check()
        page.locator("#agreement").evaluate("panel => panel.scrollIntoView({block: 'center'})")
        page.evaluate("scrollBy(0, -190)")  # so much more of the texts above it
        save(f"editor-{language}", page.screenshot())

        page = self.open(f"{ruling}/move/publish/", language=language, role="publisher")
        page.locator("[name=note_kk]").fill("Тізімді дайындау мерзімі 7 қарашаға дейін ұзартылды.")
        page.locator("[name=note_ru]").fill("Срок подготовки перечней продлён до 7 ноября.")
        page.locator("[name=correction]").check()
        save(f"publish-{language}", page.screenshot(full_page=True))

        history = self.open(f"{ruling}/history/", language=language, role="publisher")
        save(f"history-{language}", history.screenshot(full_page=True))

    def readme(self, keys):
        """Two pages side by side: home and an appeal; a phone and a desk, of candidates and of headquarters."""
        size, phone = {"width": 1080, "height": 860}, {"width": 390, "height": 860}
        home, both = self.open("/kk/", size=size), self.open(f"/kk/appeals/{APPEAL}/both/", size=size)
        side_by_side("readme", home.screenshot(), both.screenshot())
        cabinet = self.open("/kk/cabinet/", role="branch", size=phone)
        listed = self.open(f"/kk/campaigns/{CAMPAIGN}/candidates/", size=size)
        side_by_side("candidates", cabinet.screenshot(), listed.screenshot())
        task = self.open(f"/kk/cabinet/tasks/{keys['task']}/", role="branch", size=phone)
        desk = self.open("/kk/cabinet/", role="headquarters", size=size)
        side_by_side("headquarters", task.screenshot(), desk.screenshot())


def side_by_side(name, *pngs):
    """Keeps pictures of one height as one."""
    pages = [Image.open(io.BytesIO(png)) for png in pngs]
    width = sum(page.width + MARGIN for page in pages) + MARGIN
    sheet = Image.new("RGB", (width, pages[0].height + 2 * MARGIN), AROUND)
    left = MARGIN
    for page in pages:
        sheet.paste(page, (left, MARGIN))
        left += page.width + MARGIN
    keep(name, sheet)


def scrolled(page, selector):
    """Picture of the screen with the element at its top."""
    page.locator(selector).evaluate("element => element.scrollIntoView()")
    return page.screenshot()


def down_to(page, selector):
    """Picture of the page from its top to the bottom of the element."""
    box = page.locator(selector).bounding_box()
    clip = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": box["y"] + box["height"]}
    return page.screenshot(full_page=True, clip=clip)


def save(name, png):
    keep(name, Image.open(io.BytesIO(png)).convert("RGB"))


def keep(name, picture):
    path = IMAGES / f"{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(IMAGES.parent.parent)}  {path.stat().st_size // 1024} KB", flush=True)


def main():
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases
    from playwright.sync_api import sync_playwright
    from pytest_django.live_server_helper import LiveServer

    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        raise SystemExit(f"No Chromium was found ({', '.join(CHROMIUM)}).")
    IMAGES.mkdir(parents=True, exist_ok=True)
    setup_test_environment()
    connection.settings_dict["TEST"]["NAME"] = "screenshots"  # tests may run beside it
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        keys = prepare()
        server = LiveServer("127.0.0.1")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
                photographer = Photographer(browser, server.url)
                for language in LANGUAGES:
                    photographer.public_pages(language)
                    photographer.campaign_pages(language)
                    photographer.workplace(language, keys)
                    photographer.headquarters(language, keys)
                    photographer.candidates(language, keys)
                    photographer.work(language, keys)
                photographer.readme(keys)
                browser.close()
        finally:
            server.stop()
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "federation.settings")
    # Playwright keeps an event loop in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ["DEMO"] = "1"
    django.setup()
    main()
