"""Plants recognisable values wherever a candidacy keeps some, and walks whatever anybody can open to find them."""

import datetime
import io
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from appeals import previews
from appeals.enums import Kind
from appeals.models import Attachment
from campaigns import campaigning
from campaigns.candidates import changing, demands, importing, materials, path, registering, reviewing
from campaigns.enums import DemandKind, PathStep, Scope
from campaigns.models import Campaign, Candidacy
from federation.site.surfaces import PAGES
from tests.campaigns.candidates import people, tables
from tests.site import publications

BORN = datetime.date(1963, 2, 17)
# What nobody may learn but those who work on the candidacy; some of it in the forms in which a page would write it.
SECRETS = {
    "phone": "+7 777 431 99 02",
    "email": "qupiya.adam@secret.example",
    "address": "Құпиякөшесі 77",
    "passport": "QUPIYA-PASPORT-9931",
    "consent scan": "QUPIYA-KELISIM-5512",
    "path source": "QUPIYA-HATTAMA-7720",
    "workplace": "Құпиязауыты",
    "workplace ru": "Тайнозавод",
    "union post": "Құпияқызмет",
    "party": "Тайнопартия",
    "contacts": "+7 700 555 01 01",
    "birth date": "17.02.1963",
    "birth date, iso": "1963-02-17",
    "birth date, kk": "17 ақпан",
    "birth date, ru": "17 февраля",
    "remark": "Құпияескертпе",
    "reason": "Құпиянегіз",
    "reason ru": "Тайнопричина",
    "question": "Құпиясұрақ",
    "opinion": "Құпияпікір",
    "change": "+7 777 431 99 03",
    "why": "Құпиясебеп",
    "demand": "Құпияталап",
    "demander": "talapker@secret.example",
    "camera": "QupiyaCam",
    "place": "QupiyaGPS",
    "another's name": "Жасырынбекұлы",
    "another's name ru": "Скрытнев",
}
# What readers may see until it is taken down.
NAMES = {
    "family name": "Ашықбаев",
    "family name ru": "Открытов",
    "given name": "Жарқынбек",
    "given name ru": "Светозар",
    "biography": "Өмірбаянсөз",
    "biography ru": "Биографослово",
    "programme": "Бағдарламасөз",
    "programme ru": "Программослово",
    "photo": "Суретсөз",
    "source of a step": "Дереккөзсөз",
    "title": "Кездесусөз",
    "file": "materialfile",
}
GROUND = {"ground_kk": "Заң талабы.", "ground_ru": "Требование закона."}


def photo():
    """A JPEG with a camera's data in EXIF and in a comment."""
    exif = Image.Exif()
    exif[0x010F] = SECRETS["camera"]
    exif.get_ifd(0x8825)[29] = SECRETS["place"]
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "teal").save(
        out, "JPEG", exif=exif, comment=SECRETS["camera"].encode(), quality=95
    )
    assert SECRETS["camera"].encode() in out.getvalue()
    return SimpleUploadedFile("QupiyaCam.jpg", out.getvalue(), "image/jpeg")


def world(pool, cast):
    """A public candidate with all that can be kept of one, and another before the headquarters.

    cast: editor, publisher, branch, first_branch, headquarters, colleague (a second reviewer).
    """
    w = SimpleNamespace(iin=people.iin(BORN), pool=pool, campaign=pool.campaign)
    imprint = {"imprint_place_kk": "Астана", "imprint_place_ru": "Астана", "circulation": 100}
    Campaign.objects.filter(pk=pool.campaign_id).update(**imprint)
    draft = people.begun(pool, cast.branch, cast.first_branch)
    registering.photograph(draft, cast.branch, photo())
    registering.attach(draft, cast.branch, "passport", people.paper(f"%PDF-1.4 {SECRETS['passport']}"))
    filled = people.complete(
        Candidacy.objects.get(pk=draft.pk),
        cast.branch,
        number=w.iin,
        scope=(Scope.PHOTO, Scope.BIOGRAPHY),
        **columns(),
    )
    consent = filled.consents.get()
    paper = people.paper(f"%PDF-1.4 {SECRETS['consent scan']}")
    registering.record_consent(
        filled, cast.branch, scope=consent.scope, given_on=consent.given_on, scan=paper
    )
    registering.submit(filled, cast.branch)
    reviewing.send_back(
        filled,
        cast.headquarters,
        reason_kk=SECRETS["reason"],
        reason_ru=SECRETS["reason ru"],
        remarks={"programme_ru": SECRETS["remark"]},
    )
    registering.submit(Candidacy.objects.get(pk=draft.pk), cast.branch)
    people.confirmed(filled)
    opinion = reviewing.ask_opinion(
        filled, cast.headquarters, of=cast.colleague, question=SECRETS["question"]
    )
    reviewing.give_opinion(opinion, cast.colleague, advice="against", text=SECRETS["opinion"])
    reviewing.approve(filled, cast.headquarters, reason_kk=SECRETS["reason"], reason_ru=SECRETS["reason ru"])
    path.record_step(
        filled,
        cast.headquarters,
        step=PathStep.PROPOSED,
        on=timezone.localdate(),
        source_kk=NAMES["source of a step"],
        source_ru=NAMES["source of a step"],
        upload=people.paper(f"%PDF-1.4 {SECRETS['path source']}"),
    )
    changing.ask(
        Candidacy.objects.get(pk=draft.pk), cast.branch, reason=SECRETS["why"], phone=SECRETS["change"]
    )
    w.standing = Candidacy.objects.get(pk=draft.pk)
    w.list = path.lock_list(pool, cast.headquarters, decision_kk="№ 1 шешім", decision_ru="Решение № 1")
    w.material = material(w.campaign, w.standing, cast)
    w.waiting = people.submitted(
        pool,
        cast.branch,
        cast.first_branch,
        family_name_kk=SECRETS["another's name"],
        family_name_ru=SECRETS["another's name ru"],
    )
    sheet = tables.xlsx(tables.HEADS, tables.row(w.iin, NAMES["family name"]))
    w.run = importing.work(importing.upload(pool, cast.branch, organisation=cast.first_branch, file=sheet))
    w.demand = demands.receive(
        kind=DemandKind.ERROR,
        name=SECRETS["demand"],
        contact=SECRETS["demander"],
        text=SECRETS["demand"],
        address=w.standing.get_absolute_url("kk"),
        candidacy=w.standing,
    )
    return w


def columns():
    """Fields of the candidacy: those with consent from NAMES, the others from SECRETS."""
    names = {
        f"{field}_{code}": NAMES[f"{label}{' ru' if code == 'ru' else ''}"]
        for field, label in (
            ("family_name", "family name"),
            ("given_name", "given name"),
            ("biography", "biography"),
            ("programme", "programme"),
        )
        for code in ("kk", "ru")
    }
    return names | {
        "photo_alt_kk": NAMES["photo"],
        "photo_alt_ru": NAMES["photo"],
        "workplace_kk": SECRETS["workplace"],
        "workplace_ru": SECRETS["workplace ru"],
        "union_post_kk": SECRETS["union post"],
        "union_post_ru": SECRETS["union post"],
        "party_kk": SECRETS["party"],
        "party_ru": SECRETS["party"],
        "public_contacts": SECRETS["contacts"],
        "phone": SECRETS["phone"],
        "email": SECRETS["email"],
        "address": SECRETS["address"],
    }


def material(campaign, candidacy, cast):
    """News about the candidate, published twice, under an address with the name, with a file."""
    title = {f"title_{code}": f"{NAMES['title']} {NAMES['family name']}" for code in ("kk", "ru")}
    made = publications.publish(
        cast.editor, cast.publisher, kind=Kind.NEWS, slug="ashyqbaev-kezdesu", text=title
    )
    campaigning.link(campaign, made, cast.headquarters)
    attachment = Attachment(
        publication=made,
        name=f"{NAMES['file']}.pdf",
        content_type="application/pdf",
        size=5,
        title_kk=NAMES["title"],
        title_ru=NAMES["title"],
    )
    attachment.file.save("x.pdf", SimpleUploadedFile("x.pdf", f"%PDF- {NAMES['file']}".encode()))
    publications.edit(made, cast.editor, lead_kk=NAMES["title"], lead_ru=NAMES["title"])
    made = publications.next_edition(made, cast.editor, cast.publisher)
    materials.add(candidacy, made, cast.headquarters)
    return made


# The walk

# Pages whose address needs more than their name: (world) → arguments of each of their addresses.
ARGUMENTS = {
    **{
        f"campaigns:{page}": lambda w: [{"slug": w.campaign.slug}]
        for page in (
            *(
                "detail",
                "platform",
                "publications",
                "constituencies",
                "candidates",
                "results",
                "rules",
                "promises",
            ),
            *("eligibility", "calendar", "popolo", "candidates-csv", "tasks", "headquarters", "meetings"),
        )
    },
    "campaigns:headquarters-one": lambda w: [{"slug": w.campaign.slug, "pk": 1}],
    "campaigns:meeting": lambda w: [{"pk": 1}],
    "campaigns:quotation": lambda w: [{"pk": 1, "number": 1}],
    "campaigns:workplace": lambda w: [{"pk": 1}],
    "campaigns:office-holder": lambda w: [{"pk": 1}],
    "campaigns:plank": lambda w: [{"slug": w.campaign.slug, "number": 1}],
    "campaigns:candidate": lambda w: [{"slug": w.campaign.slug, "name": w.slug}],
    "campaigns:candidate-photo": lambda w: [
        {"slug": w.campaign.slug, "name": w.slug, "width": width} for width in (160, 480)
    ],
    "campaigns:booklet": lambda w: [{"slug": w.campaign.slug, "iso": w.standing.region.iso}],
    "campaigns:result-source": lambda w: [{"slug": w.campaign.slug, "pk": 1}],
    "campaigns:application": lambda w: [{"token": "a-guess"}],
    "site:subscription": lambda w: [{"token": "a-guess"}],
    "site:unsubscribe": lambda w: [{"token": "a-guess"}],
    "mailbox-mail": lambda w: [{"pk": 1}],
    "mailbox-html": lambda w: [{"pk": 1}],
    "campaigns:candidate-link": lambda w: [{"token": "a-guess"}],
    "campaigns:task-calendar": lambda w: [{"key": "a-guess"}],
    "campaigns:candidate-link-photo": lambda w: [{"token": "a-guess"}],
    **{
        f"appeals:{section}-{page}": lambda w, more=more: [{"slug": w.material_slug, **more}]
        for section in ("appeals", "news", "pages", "platforms")
        for page, more in (("detail", {}), ("both", {}), ("editions", {}), ("edition", {"number": 1}))
    },
    "sitemap-section": lambda w: [
        {"section": name} for name in ("sections", "publications", "campaigns", "meetings")
    ],
    "media": lambda w: [{"name": name} for name in w.files],
    "preview": lambda w: [{"value": previews.token(w.material)}],
    "preview-file": lambda w: [{"value": previews.token(w.material), "name": name} for name in w.files],
    "invitation": lambda w: [{"token": "a-guess"}],
    "account_reset_password_from_key": lambda w: [{"uidb36": "1", "key": "a-guess"}],
    "account_confirm_email": lambda w: [{"key": "a-guess"}],
}
QUERIES = {
    "site:search": ("q", "every word"),
    "campaigns:candidates": ("q", "every word"),
    "campaigns:privacy": ("page", "the candidate's page"),
}


def addresses(w, words):
    """(name, path) of every public page in both languages, searches for every word of `words` among them."""
    from django.utils.translation import override

    for name in sorted(PAGES):
        for kwargs in ARGUMENTS.get(name, lambda w: [{}])(w):
            paths = set()
            for language in ("kk", "ru"):
                with override(language):
                    paths.add(reverse(name, kwargs=kwargs))
            for address in sorted(paths):
                yield name, address
                if name in ("site:search", "campaigns:candidates"):
                    for word in words:
                        yield name, f"{address}?q={word}"
                if name == "campaigns:privacy":
                    yield name, f"{address}?page=/kk/campaigns/{w.campaign.slug}/candidates/{w.slug}/"


def said(response):
    """All that an answer says: headers, text, and of a PDF or a picture what stands in it and in its data."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace")
    kind = response.get("Content-Type", "")
    if body.startswith(b"%PDF") and len(body) > 100:
        reader = PdfReader(io.BytesIO(body))
        pages = " ".join(page.extract_text() for page in reader.pages)
        text += " ".join(pages.replace("\u200b", "").split()) + str(reader.metadata)
    if kind.startswith("image/jpeg"):
        with Image.open(io.BytesIO(body)) as image:
            text += str(dict(image.getexif())) + str({key: image.info[key] for key in image.info})
    return text + " ".join(f"{name}: {value}" for name, value in response.items())


def found(text, words):
    """Labels of those of {label: word} that the text holds."""
    return [label for label, word in words.items() if word in text]


def database():
    """{table: everything that its rows say, bytes as hexadecimal}."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        told = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(row::text, ' '), '') FROM {table} row")
            told[table] = cursor.fetchone()[0]
    return told


def in_database(words):
    """[(table, label)] of where the words stand, as text or as bytes."""
    return [
        (table, label)
        for table, told in database().items()
        for label, word in words.items()
        if word in told or word.encode().hex() in told
    ]
