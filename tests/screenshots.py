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

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
LANGUAGES = ("kk", "ru")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
COLOURS = 256
MARGIN, AROUND = 32, (226, 232, 231)

APPEAL = "referendum-enbek-ujymdaryna-undeu"
RULING = "ujymdyq-kelissozder-nauqany"  # has two editions, sealed by a decision
CAMPAIGN, FINISHED = "demo-elections", "demo-by-election"


def document():
    """Bytes of a document as the federation would adopt it, with one number that differs in Russian."""
    from tests.appeals.lookalike import APPEAL as TEXT

    return TEXT.replace("на 120 предприятиях", "на 102 предприятиях").encode()


def prepare():
    """Fills the database: the demonstration, a draft that needs attention, a ruling that waits for its edition.

    Returns the primary keys {"draft", "ruling", "campaign", "rules"} and those of `candidates`.
    """
    from django.core.management import call_command

    from appeals import drafting, publishing
    from appeals.importing import read_document
    from appeals.models import Publication
    from campaigns.models import Campaign, RuleSet
    from federation.models import User

    call_command("load_reference", verbosity=0)
    call_command("load_demo", verbosity=0, stdout=io.StringIO())
    editor, publisher = (User.objects.get(email=f"{name}@demo.example") for name in ("editor", "publisher"))

    draft = drafting.create_from_document(read_document("undeu.txt", document()), editor, kind="appeal")
    rewrite(draft, editor, {"body_ru": ("не надзирать, а помогать", "помогать, а не искать виновных")})

    ruling = Publication.objects.get(slug=RULING)
    deadlines = {"body_kk": ("2025 жылғы 31 қазанға", "2025 жылғы 7 қарашаға")}
    deadlines["body_ru"] = ("до 31 октября 2025 года", "до 7 ноября 2025 года")
    rewrite(ruling, editor, deadlines)
    publishing.submit(ruling, editor)
    publishing.approve(ruling, publisher)
    campaign, rules = Campaign.objects.get(slug=CAMPAIGN), RuleSet.objects.get(code="kz-2026")
    return {
        "draft": draft.pk,
        "ruling": ruling.pk,
        "campaign": campaign.pk,
        "rules": rules.pk,
        **candidates(),
    }


def candidates():
    """Keys of one that the branch mends, one before the headquarters, its pool; the address of a public one."""
    from campaigns.enums import PoolState
    from campaigns.models import Candidacy, Pool

    running = Candidacy.objects.filter(campaign__slug=CAMPAIGN, region__iso="KZ-39")
    public = running.public().get(path="registered")
    return {
        "registering": running.get(pool_state=PoolState.RETURNED).pk,
        "reviewed": running.filter(pool_state=PoolState.SUBMITTED, opinions__isnull=False).first().pk,
        "pool": Pool.objects.get(campaign__slug=CAMPAIGN, body__code="maslikhat-region").pk,
        "candidate": public.slug,
    }


def rewrite(publication, editor, replacements):
    """Saves the working copy with {field: (old, new)}."""
    from appeals import publishing

    publication.refresh_from_db()
    texts = {
        field: getattr(publication, field).replace(old, new) for field, (old, new) in replacements.items()
    }
    publishing.save_text(publication, editor, version=publication.version, **texts)


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

    def readme(self):
        """The home page and an appeal in both languages; the cabinet on a phone and the candidates before readers."""
        size = {"width": 1080, "height": 860}
        home, both = self.open("/kk/", size=size), self.open(f"/kk/appeals/{APPEAL}/both/", size=size)
        side_by_side("readme", home.screenshot(), both.screenshot())
        cabinet = self.open("/kk/cabinet/", role="branch", size={"width": 390, "height": 860})
        listed = self.open(f"/kk/campaigns/{CAMPAIGN}/candidates/", size=size)
        side_by_side("candidates", cabinet.screenshot(), listed.screenshot())


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
                photographer.readme()
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
