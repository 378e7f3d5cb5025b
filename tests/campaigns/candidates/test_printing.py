"""Candidates on paper: what stands in the official list and in the booklet, in both languages, whatever was typed."""

import io
import re

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override
from pypdf import PdfReader

from campaigns.candidates import path, printing
from campaigns.candidates.paper import drawn
from campaigns.enums import Nominator, PoolState, Scope, System
from campaigns.models import Candidacy
from federation.refusals import Refused
from tests.campaigns.candidates import people, public

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOSTILE = '#set text(red) $x^2$ *b* _i_ @ref <lbl> `raw` // /* \\ [x] "q" =h'
MADE_UP = "Demonstration: everything here is made up"
DECISION = {"decision_kk": "Бас кеңестің № 7 қаулысы", "decision_ru": "Постановление Генерального совета № 7"}


def text_of(pdf):
    """What a reader of the paper finds: all words on one line, without breaks in long ones."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def squeezed(text):
    """Without blanks and hyphens, which the ends of lines bring in."""
    return re.sub(r"[\s\u00ad‐-]", "", text)


def in_both(words):
    """What a text of the code reads like in each language, on one line."""
    found = []
    for language in ("kk", "ru"):
        with override(language):
            found.append(" ".join(str(gettext(words)).split()))
    return found


def renamed(candidacy, **fields):
    row = Candidacy.objects.get(pk=candidacy.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


@pytest.fixture
def printed(running):
    """The campaign with what printed matter bears."""
    running.imprint_place_kk, running.imprint_place_ru = (
        "Қостанай қ., «Үлгі» баспаханасы",
        "г. Костанай, «Образец»",
    )
    running.circulation = 1500
    running.save()
    return running


@pytest.fixture
def held(pool, whole, branch, first_branch, second_branch, other_branch, headquarters):
    """A locked list of three: two of the first region, one of the other."""
    public.candidate(pool, branch, first_branch, family_name_kk="Әліпби", family_name_ru="Алфавитов")
    public.candidate(pool, second_branch, other_branch, family_name_kk="Ғалымов", family_name_ru="Галимов")
    return path.lock_list(pool, headquarters, **DECISION)


@pytest.mark.parametrize("people_listed", range(3, 20))
def test_signatures_never_stand_on_a_sheet_without_a_name(people_listed):
    def twice(text):
        return {"kk": text, "ru": text}

    row = {"gone": None, "note": None, "region": twice("Қостанай облысы"), "place": twice("№ 1 · Орталық")}
    row |= {"nominator": twice("Үлгі одағы"), "way": twice("Бірлестік"), "name": {"kk": "АТЫ", "ru": "ИМЯ"}}
    data = {
        name: twice(name) for name in ("federation", "campaign", "name", "title", "body", "decision", "day")
    }
    data |= dict.fromkeys(("demonstration", "void", "extract"))
    data |= {"count": twice("саны"), "signature": twice("ҚОЛЫ"), "signed": [twice("Басшы"), twice("Хатшы")]}
    data |= {"columns": {"kk": list("№ABCDE"), "ru": list("№ABCDE")}}
    data["rows"] = [{**row, "number": number} for number in range(1, people_listed + 1)]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(drawn("list", data))).pages]
    assert "ҚОЛЫ" in pages[-1]
    assert "АТЫ" in pages[-1]
    assert sum(page.count("АТЫ") for page in pages) == people_listed


def test_the_list_says_everything_in_both_languages(held, whole, kostanay, other_branch):
    pdf = printing.locked_list(held)
    text = text_of(pdf)
    names = ["Әліпби Асан", "Ғалымов Асан", whole.full_name_kk]
    assert sorted(names, key=text.index) == names  # А Ә … Ғ … Ү
    for said in (
        "Алфавитов Иван", whole.full_name_ru, *DECISION.values(), kostanay.name_kk, kostanay.name_ru,
        other_branch.region.name_ru, "Үлгі сайлау", "Образцовые выборы", *in_both("Region"), *in_both("Nominated by"),
    ):  # fmt: skip
        assert said in text
    for language in ("kk", "ru"):
        with override(language):
            for label in (System.SINGLE_MANDATE.label, Nominator.ASSOCIATION.label):
                assert squeezed(str(label)) in squeezed(text)
    today = timezone.localdate()
    assert f"{today.year} жылғы {today.day} " in text
    assert f" {today.year} года" in text
    assert not [mark for mark in in_both(MADE_UP) if mark in text]


def test_the_paper_is_made_for_screen_readers(held):
    reader = PdfReader(io.BytesIO(printing.locked_list(held)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "kk"
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert "№ 1" in reader.metadata.title


def test_an_extract_holds_one_region_alone(held, whole, kostanay):
    text = text_of(printing.locked_list(held, regions={kostanay.pk}))
    assert all(said in text for said in in_both("Extract: not all regions"))
    assert whole.full_name_kk in text
    assert "Ғалымов" not in text


def test_who_was_taken_down_is_a_line_without_a_name(held, whole):
    Candidacy.objects.filter(pk=whole.pk).update(erased_at=timezone.now(), pool_state="withdrawn")
    text = text_of(printing.locked_list(held))
    assert f"3 {' · '.join(in_both('data removed'))}" in text
    for private in (whole.family_name_kk, whole.family_name_ru):
        assert private not in text


def test_who_withdrew_and_a_list_that_was_unlocked_are_marked(held, whole, headquarters):
    Candidacy.objects.filter(pk=whole.pk).update(pool_state="withdrawn")
    path.unlock(held, headquarters, reason="Қате")
    held.refresh_from_db()
    text = text_of(printing.locked_list(held))
    for language in ("kk", "ru"):
        with override(language):
            assert str(PoolState.WITHDRAWN.label) in text
            assert " ".join(printing.void(held).split()) in text


def test_a_demonstration_is_marked(held, running, printed, kostanay):
    type(running).objects.filter(pk=running.pk).update(demonstration=True)
    held.pool.campaign.refresh_from_db()
    printed.refresh_from_db()
    for pdf in (printing.locked_list(held), printing.booklet(printed, kostanay)):
        assert all(mark in text_of(pdf) for mark in in_both(MADE_UP))


@pytest.mark.parametrize(
    ("typed", "printed_as"),
    [
        (HOSTILE, HOSTILE),
        ("\u202eтерс\u202c \u2066оң\u2069", "терс оң"),
        ("нөл\u200bдік", "нөлдік"),
        ("x" * 290, "x" * 290),
        ("<svg onload=1>", "<svg onload=1>"),
        ('#image("/etc/passwd")', '#image("/etc/passwd")'),
    ],
)
def test_what_people_typed_is_text_and_nothing_else(held, whole, printed, kostanay, typed, printed_as):
    renamed(whole, nominator_name_kk=typed, nominator_name_ru=f"{typed} рус")
    for pdf in (printing.locked_list(held), printing.booklet(printed, kostanay)):
        assert squeezed(text_of(pdf)).count(squeezed(printed_as)) == 2


def test_signs_that_the_font_lacks_do_not_stop_the_paper(held, whole):
    renamed(whole, nominator_name_kk="Үлгі 😀 漢字 אב", nominator_name_ru="Образец 😀")
    assert "Образец" in text_of(printing.locked_list(held))


def test_a_booklet_shows_what_readers_may_see_in_both_languages(whole, printed, kostanay, settings):
    pdf = printing.booklet(printed, kostanay)
    text = text_of(pdf)
    for said in (
        whole.full_name_kk, whole.full_name_ru, *people.TEXTS.values(),
        *(value for name, value in public.FIELDS.items() if not name.startswith("photo")),
        "1 500" if "1 500" in text else "1500", "«Образец»", "«Үлгі» баспаханасы",
        *printed.imprint.values(), kostanay.name_kk, kostanay.name_ru,
    ):  # fmt: skip
        assert " ".join(said.split()) in text
    for language in ("kk", "ru"):
        assert printing.address(printed, kostanay, language) in text.replace(" ", "")
    images = [image for page in PdfReader(io.BytesIO(pdf)).pages for image in page.images]
    assert len(images) == 1


def test_a_long_address_is_broken_at_its_slashes_alone(whole, printed, kostanay, settings):
    settings.SITE_URL = "https://kasipodaqtar-federasiyasy.example"
    last = PdfReader(io.BytesIO(printing.booklet(printed, kostanay))).pages[-1].extract_text()
    lines = [line.strip() for line in last.splitlines()]
    broken = [line for line in lines if line.startswith(settings.SITE_URL)]
    assert len(broken) == 2
    assert all(line.endswith("/") for line in broken)


@pytest.mark.parametrize("scope", Scope)
def test_a_booklet_keeps_what_the_consent_does_not_cover(whole, printed, kostanay, scope):
    whole.consents.update(scope=[one for one in Scope if one != scope])
    pdf = printing.booklet(printed, kostanay)
    text = text_of(pdf)
    hidden = {
        Scope.BIRTH_DATE: ["1975"],
        Scope.BIOGRAPHY: [people.TEXTS["biography_kk"], people.TEXTS["biography_ru"]],
        Scope.WORKPLACE: [public.FIELDS["workplace_kk"]],
        Scope.UNION_POST: [public.FIELDS["union_post_ru"]],
        Scope.PARTY: [public.FIELDS["party_kk"]],
        Scope.CONTACTS: [public.FIELDS["public_contacts"]],
        Scope.PHOTO: [],
    }
    for private in (*hidden[scope], whole.email, whole.person.iin):
        assert private not in text
    images = [image for page in PdfReader(io.BytesIO(pdf)).pages for image in page.images]
    assert len(images) == (0 if scope == Scope.PHOTO else 1)


def test_after_a_takedown_no_booklet_holds_the_name(whole, printed, kostanay, pool, branch, first_branch):
    public.candidate(pool, branch, first_branch)
    assert whole.family_name_kk in text_of(printing.booklet(printed, kostanay))
    Candidacy.objects.filter(pk=whole.pk).update(erased_at=timezone.now(), announced_at=None, slug=None)
    assert f"{whole.family_name_kk} " not in text_of(printing.booklet(printed, kostanay))


def test_without_its_imprint_or_candidates_there_is_no_booklet(
    whole, running, printed, kostanay, other_branch
):
    with pytest.raises(Refused, match="No candidate"):
        printing.booklet(printed, other_branch.region)
    printed.circulation = None
    with pytest.raises(Refused, match="circulation"):
        printing.booklet(printed, kostanay)
