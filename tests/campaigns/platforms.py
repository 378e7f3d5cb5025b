"""Platforms for tests: a publication of kind platform, its editions made through the doors."""

import datetime

from appeals import publishing
from appeals.enums import Kind
from campaigns import campaigning
from federation.models import User
from tests.appeals.texts import IMPRINT
from tests.site.publications import edit, next_edition, publish

# Heading and sentence in Kazakh and in Russian.
WAGES = (
    "Лайықты жалақы",
    "Достойная зарплата",
    "Жалақы жылына 2 рет өсіп отырады.",
    "Зарплата растёт 2 раза в год.",
)
SAFETY = (
    "Қауіпсіз еңбек",
    "Безопасный труд",
    "Әр цехта сайланған еңбек инспекторы жұмыс істейді.",
    "В каждом цехе работает выборный инспектор труда.",
)
YOUTH = (
    "Жастарға жұмыс",
    "Работа молодёжи",
    "Түлектерге алғашқы жұмыс орны кепілденеді.",
    "Выпускникам гарантируется первое рабочее место.",
)
HOUSING = (
    "Тұрғын үй",
    "Жильё",
    "Отбасыларға жалдамалы пәтерлер салынады.",
    "Для семей строятся арендные квартиры.",
)
STEPS = (WAGES, SAFETY, YOUTH)
PREAMBLE = ("Біз мынаны ұсынамыз.", "Мы предлагаем следующее.")


def body(*steps, preamble=PREAMBLE):
    """{"body_kk", "body_ru"}: a preamble, then a headed section for each step."""
    texts = {}
    for side, code in enumerate(("kk", "ru")):
        sections = [f"<h2>{step[side]}</h2><p>{step[2 + side]}</p>" for step in steps]
        texts[f"body_{code}"] = f"<p>{preamble[side]}</p>" + "".join(sections)
    return texts


def platform(editor, publisher, *steps, slug="tugyrnama", **fields):
    """A published platform with its first edition; campaign material with its imprint."""
    text = {"title_kk": "Үлгі тұғырнама", "title_ru": "Образцовая платформа", **body(*(steps or STEPS))}
    material = {"campaign_material": True, **IMPRINT}
    return publish(editor, publisher, kind=Kind.PLATFORM, slug=slug, text=text, **(material | fields))


def reworded(publication, editor, publisher, *steps, public_from=None):
    """The next edition of a platform, with these steps."""
    publication = edit(publication, editor, **body(*steps))
    blocks = {f"b{number}" for number in range(1, 2 * len(steps) + 2)}
    publishing.confirm(publication, editor, version=publication.version, places=blocks)
    return next_edition(publication, editor, publisher, public_from=public_from)


def stand_on(campaign, publication):
    """Makes the publication the platform of the campaign and announces it. Returns the campaign."""
    campaign.platform = publication
    campaigning.save(campaign, None)
    return campaigning.announce(campaign, None)


def long_at_work(person):
    """The User, in office since 2020: for what happens in the past. Roles that were read before are forgotten."""
    person.memberships.update(from_date=datetime.date(2020, 1, 1))
    return User.objects.get(pk=person.pk)
