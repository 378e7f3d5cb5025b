"""The command as a person at the console meets it: addresses, or reasons and exit code 1, and nothing half-saved."""

import io
import re

import pytest
from django.core.management import call_command

from appeals.enums import Gap, Move, Status
from appeals.models import Edition, FormerAddress, MoveRecord, Publication

pytestmark = pytest.mark.django_db

KK = """Үлгі федерациясының жұмыс орындарын сақтау туралы ҮНДЕУІ

415

2021 жылдан бастап салада 12 кәсіпорын жаңа ұжымдық шарт жасасты.
2023 жылғы 19 наурызда жұмыскерлер жиналысы өтеді.
Мүше ұйымдарға мына міндеттерді шешуді ұсынамыз:
− еңбек жағдайын тексеру;
− жалақы туралы келіссөз жүргізу;
− жастарды оқыту.
Барша әріптестерді ынтымаққа шақырамыз!

Үлгі федерациясы
Бас кеңесінің шешімімен қабылданған
"""
RU = """ОБРАЩЕНИЕ
Образцовой федерации
о сохранении рабочих мест

С 2021 года в отрасли 12 предприятий заключили новый коллективный договор.
19 марта 2023 года состоится собрание работников.
Предлагаем членским организациям решить следующие задачи:
− проверить условия труда;
− провести переговоры о заработной плате;
− обучить молодёжь.
Призываем всех коллег к сплочённости!

Принято решением Генерального Совета Образцовой федерации
"""


@pytest.fixture
def document(tmp_path):
    def write(text, name="undeu.txt"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def run(*args, command="import_document"):
    """Returns (exit code, lines of standard output, lines of standard error)."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(command, *map(str, args), stdout=out, stderr=err)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue().splitlines(), err.getvalue().splitlines()


def test_a_bilingual_document_is_published_in_one_go(document, publisher):
    code, out, err = run(document(KK + "\n\n" + RU), "--publish", "--as", publisher.email)
    assert (code, err) == (0, [])
    admin, public = out
    assert re.fullmatch(r"http://[^ ]+/admin/appeals/publication/\d+/change/", admin)
    assert re.fullmatch(r"http://[^ ]+/kk/appeals/[a-z0-9-]+/", public)
    edition = Edition.objects.public().get()
    assert edition.title_kk == "Үлгі федерациясының жұмыс орындарын сақтау туралы ҮНДЕУІ"
    assert edition.title_ru == "ОБРАЩЕНИЕ Образцовой федерации о сохранении рабочих мест"
    assert edition.body_kk.count("<li>") == edition.body_ru.count("<li>") == 3
    assert "415" not in edition.body_kk
    assert edition.adoption["body"] == "general-council"
    assert edition.sealed
    assert not edition.four_eyes_waived
    assert MoveRecord.objects.get(move=Move.IMPORT).actor is None


@pytest.mark.parametrize(
    ("old", "new", "values"),
    [("19 марта", "18 марта", ("19", "18")), ("− обучить молодёжь.\n", "", ("6",))],
)
def test_a_difference_refuses_the_publication_and_saves_nothing(document, publisher, old, new, values):
    code, out, err = run(document(KK + RU.replace(old, new)), "--publish", "--as", publisher.email)
    assert (code, out) == (1, [])
    assert len(err) == 1
    assert all(value in err[0] for value in values)
    assert not Publication.objects.exists()


@pytest.mark.parametrize(("text", "gap"), [(KK, Gap.RU_MISSING), (RU, Gap.KK_MISSING)])
def test_one_language_becomes_a_draft_that_waits(document, text, gap):
    code, out, _err = run(document(text))
    publication = Publication.objects.get()
    assert (code, len(out), publication.gap, publication.status) == (0, 2, gap, Status.DRAFT)


def test_one_language_is_not_published(document, publisher):
    code, _out, err = run(document(RU), "--publish", "--as", publisher.email)
    assert code == 1
    assert err
    assert not Publication.objects.exists()


def test_the_same_text_again_is_refused_with_the_first_address(document):
    path = document(KK + RU)
    _code, out, _err = run(path)
    code, again, err = run(path)
    assert (code, again) == (1, [])
    assert all(address in err[0] for address in out)
    assert run(path, "--again")[0] == 0
    assert Publication.objects.count() == 2


@pytest.mark.parametrize("who", ["editor", "branch"])
def test_only_a_publisher_publishes(request, document, who):
    code, _out, err = run(document(KK + RU), "--publish", "--as", request.getfixturevalue(who).email)
    assert code == 1
    assert err
    assert not Publication.objects.exists()


def test_bad_input_is_named(document, tmp_path):
    assert run(tmp_path / "nothing.txt")[0] == 1
    assert run(document("", "empty.txt"))[2] != []
    assert run(document(KK), "--publish")[0] == 1
    assert not Publication.objects.exists()


class TestCampaignMaterial:
    def test_the_draft_is_marked_and_waits_for_its_imprint(self, document):
        code, out, _err = run(document(KK + RU), "--campaign-material")
        assert (code, len(out)) == (0, 2)
        draft = Publication.objects.get()
        assert (draft.status, draft.campaign_material) == (Status.DRAFT, True)
        assert draft.imprint_missing()

    def test_it_is_not_published_without_and_nothing_is_saved(self, document, publisher):
        path = document(KK + RU)
        code, out, err = run(path, "--campaign-material", "--publish", "--as", publisher.email)
        assert (code, out) == (1, [])
        assert len(err) == 1
        assert not Publication.objects.exists()

    def test_without_the_flag_nothing_is_marked(self, document):
        assert run(document(KK + RU))[0] == 0
        assert not Publication.objects.get().campaign_material


class TestArchive:
    def test_a_sheet_dry_first_then_saved_with_old_addresses(self, document, tmp_path, publisher):
        document(KK + RU, "first.txt")
        document(RU.replace("2021", "2020"), "second.txt")
        document("\x00\x01\x02", "broken.txt")
        sheet = tmp_path / "archive.csv"
        sheet.write_text(
            "file,kind,date,address\nfirst.txt,statement,25.01.2021,https://old.example/news/12.html?id=5\n"
            "second.txt,news,,\nbroken.txt,,,\n"
        )
        arguments = [sheet, "--publish", "--as", publisher.email]
        code, out, _err = run(*arguments, command="import_archive")
        assert (code, len(out)) == (1, 5)
        assert not Publication.objects.exists()

        code, out, _err = run(*arguments, "--save", command="import_archive")
        assert code == 1
        edition = Edition.objects.get()
        assert (edition.kind, edition.public_from.date().isoformat()) == ("statement", "2021-01-25")
        assert FormerAddress.objects.get().address == "/news/12.html?id=5"
        assert Publication.objects.count() == 2

    def test_a_trial_tries_the_files_against_each_other(self, document, tmp_path):
        document(KK + RU, "first.txt")
        document(KK + RU, "second.txt")
        code, out, _err = run(tmp_path, command="import_archive")
        assert code == 0
        assert "first" in out[0]
        assert Publication.objects.count() == 0
        assert "/publication/" in out[1]
        assert not Publication.objects.exists()

    def test_a_folder(self, document, tmp_path):
        document(KK + RU, "2021-01-25 undeu.txt")
        (tmp_path / "cover.jpg").write_bytes(b"no document")
        code, out, _err = run(tmp_path, "--save", command="import_archive")
        assert (code, len(out)) == (0, 2)
        draft = Publication.objects.get()
        assert (draft.status, draft.document_on.isoformat()) == (Status.DRAFT, "2021-01-25")
