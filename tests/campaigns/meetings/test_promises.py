"""Promises: four eyes at release and report, the table of statuses, what readers see of them and when."""

import datetime
import itertools

import pytest
from django.utils import timezone

from campaigns.enums import PROMISE_OPEN, PromiseState
from campaigns.meetings import holding, promises, promising
from campaigns.models import Commitment, CommitmentReport, Headquarters, OfficeHolder
from federation.enums import Role
from federation.models import AuditEntry, QuietPeriod
from federation.refusals import Refused
from tests.campaigns.conftest import fresh
from tests.campaigns.meetings import held
from tests.cast import client_of, person
from tests.site.publications import next_edition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DUE = datetime.date(2026, 5, 1)
TEXT = {"text_kk": "Қорғаныш киім беріледі.", "text_ru": "Спецодежда будет выдана."}
NOTE = {"note_kk": "Киім берілді.", "note_ru": "Спецодежда выдана."}


@pytest.fixture
def staff():
    return person("staff", Role.EDITOR)


@pytest.fixture
def boss():
    return person("boss", Role.PUBLISHER)


@pytest.fixture
def meeting(branch, first_branch, kostanay):
    """A closed record of a meeting that the first branch held; its report is not built yet."""
    return held.closed(branch, kostanay, organisation=first_branch)


@pytest.fixture
def colleague(first_branch):
    return person("colleague", Role.BRANCH, organisation=first_branch)


@pytest.fixture
def made(meeting, branch):
    return commit(branch, meeting)


@pytest.fixture
def released(made, colleague):
    return promising.publish(made, colleague)


def commit(by, meeting, **more):
    question = meeting.questions.get()
    values = {"due_on": DUE, "question": question, "holder": question.answered_by.holder, **TEXT}
    return promising.commit(by, meeting=meeting, **(values | more))


def publish_report(meeting, staff, boss):
    next_edition(holding.build_report(meeting, staff), staff, boss)


def test_it_is_entered_and_a_second_person_releases_it(made, branch, colleague, second_branch):
    for wrong in (branch, second_branch):
        with pytest.raises(Refused):
            promising.publish(made, wrong)
    released = promising.publish(made, colleague)
    assert (released.published_by, released.made_by) == (colleague, branch)
    with pytest.raises(Refused):
        promising.publish(released, colleague)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"commitment.make", "commitment.publish"} <= actions


def test_whoever_changed_it_does_not_release_it(made, branch, colleague):
    promising.edit(made, colleague, text_kk="Басқаша.", text_ru="Иначе.")
    with pytest.raises(Refused):
        promising.publish(made, colleague)
    promising.publish(made, branch)
    with pytest.raises(Refused):
        promising.edit(made, colleague, text_kk="Тағы.", text_ru="Ещё.")
    with pytest.raises(Refused):
        promising.drop(made, colleague)


def test_one_that_is_not_released_can_be_deleted(made, colleague, second_branch):
    with pytest.raises(Refused):
        promising.drop(made, second_branch)
    promising.drop(made, colleague)
    assert not Commitment.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text_ru": " "},
        {"text_kk": "", "text_ru": ""},
        {"due_on": held.DAY - datetime.timedelta(days=1)},
        {"holder": None},
        {"text_kk": "ү" * 501},
    ],
)
def test_what_is_wrong_is_refused(meeting, branch, wrong):
    with pytest.raises(Refused):
        commit(branch, meeting, **wrong)
    assert not Commitment.objects.exists()


def test_both_owners_are_one_too_many(meeting, branch, announced):
    place = republican(announced)
    with pytest.raises(Refused):
        commit(branch, meeting, headquarters=place)
    assert commit(branch, meeting, headquarters=place, holder=None).owner == place


def republican(campaign):
    return Headquarters.objects.create(
        campaign=campaign, tier="republican", name_kk="Штаб", name_ru="Штаб", opened_on="2020-01-01"
    )


def test_an_answer_of_another_meeting_and_a_draft_are_refused(branch, first_branch, meeting, kostanay):
    other = held.meeting(
        branch, kostanay, organisation=first_branch, workplace=held.workplace(kostanay, "Басқа", "Другой")
    )
    with pytest.raises(Refused):
        commit(branch, other)
    with pytest.raises(Refused):
        commit(branch, meeting, question=other.questions.get())


def test_one_answer_holds_one_promise(made, meeting, branch):
    with pytest.raises(Refused):
        commit(branch, meeting)
    commit(branch, meeting, question=None)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(PromiseState, PromiseState)))
def test_table_of_statuses(released, branch, before, after):
    Commitment.objects.update(state=before)
    due = DUE + datetime.timedelta(days=30) if after in PROMISE_OPEN else None
    try:
        promising.report(released, branch, state=after, due_on=due, **NOTE)
    except Refused:
        assert after not in promising.NEXT[before]
    else:
        assert after in promising.NEXT[before]


def test_a_report_counts_when_a_second_person_confirmed_it(released, branch, colleague, second_branch):
    later = DUE + datetime.timedelta(days=60)
    report = promising.report(released, branch, state="under-way", due_on=later, **NOTE)
    assert (fresh(released).state, fresh(released).due_on) == (PromiseState.GIVEN, DUE)
    with pytest.raises(Refused):
        promising.report(released, colleague, state="kept", **NOTE)  # one waits already
    for wrong in (branch, second_branch):
        with pytest.raises(Refused):
            promising.confirm(report, wrong)
    promising.confirm(report, colleague)
    assert (fresh(released).state, fresh(released).due_on) == (PromiseState.UNDER_WAY, later)
    with pytest.raises(Refused):
        promising.decline(report, colleague)


@pytest.mark.parametrize("role", ["branch", "colleague"])
def test_a_declined_report_changes_nothing(released, branch, role, request):
    report = promising.report(released, branch, state="kept", **NOTE)
    promising.decline(report, request.getfixturevalue(role))
    assert fresh(released).state == PromiseState.GIVEN
    promising.report(released, branch, state="kept", **NOTE)


def test_wrong_reports(released, made, branch, second_branch, colleague):
    for wrong in (
        {"state": "kept", "note_ru": " "},
        {"state": "kept", "due_on": DUE},
        {"state": "given"},
        {"state": "under-way", "due_on": held.DAY - datetime.timedelta(days=1)},
    ):
        with pytest.raises(Refused):
            promising.report(released, branch, **(NOTE | wrong))
    with pytest.raises(Refused):
        promising.report(released, second_branch, state="kept", **NOTE)
    assert not CommitmentReport.objects.exists()


def test_the_owner_reports_and_who_leads_it_confirms(
    meeting, branch, colleague, regional_headquarters, headquarters, announced, kostanay
):
    top = republican(announced)
    place = Headquarters.objects.create(
        campaign=announced, tier="regional", region=kostanay, parent=top, name_kk="Өңір", name_ru="Регион"
    )
    released = promising.publish(commit(branch, meeting, holder=None, headquarters=place), colleague)
    report = promising.report(released, regional_headquarters, state="kept", **NOTE)
    with pytest.raises(Refused):
        promising.confirm(report, regional_headquarters)
    assert promising.confirm(report, headquarters).state == PromiseState.KEPT


def test_overdue_is_computed(released):
    assert not released.is_overdue(DUE)
    assert released.is_overdue(DUE + datetime.timedelta(days=1))
    assert list(Commitment.objects.overdue(DUE + datetime.timedelta(days=1))) == [released]
    for state in (PromiseState.KEPT, PromiseState.BROKEN):
        Commitment.objects.update(state=state)
        assert not Commitment.objects.overdue(DUE + datetime.timedelta(days=1))


# Readers


def pages(meeting, made):
    return [
        f"/ru/meetings/{meeting.pk}/",
        f"/ru/workplaces/{meeting.workplace_id}/",
        f"/ru/people/{made.holder_id}/",
    ]


def said(path):
    from django.test import Client

    answer = Client().get(path)
    return answer.content.decode() if answer.status_code == 200 else ""


def test_readers_see_it_when_both_it_and_the_report_are_public(meeting, made, colleague, staff, boss):
    shown = lambda: [TEXT["text_ru"] in said(path) for path in pages(meeting, made)]  # noqa: E731
    assert not any(shown())
    publish_report(meeting, staff, boss)
    assert not any(shown())
    promising.publish(made, colleague)
    assert all(shown())
    text = said(pages(meeting, made)[0])
    assert "is-overdue" in text or timezone.localdate() <= DUE


def test_released_before_its_report_it_waits(meeting, released):
    assert not Commitment.objects.public()
    assert not OfficeHolder.objects.public()
    assert said(pages(meeting, released)[2]) == ""


def test_a_status_that_nobody_confirmed_is_not_shown(meeting, released, branch, colleague, staff, boss):
    publish_report(meeting, staff, boss)
    report = promising.report(released, branch, state="kept", **NOTE)
    path = pages(meeting, released)[0]
    assert NOTE["note_ru"] not in said(path)
    promising.confirm(report, colleague)
    assert NOTE["note_ru"] in said(path)
    assert "is-kept" in said(path)


@pytest.fixture
def of_campaign(branch, first_branch, kostanay, announced, colleague, staff, boss):
    """A released promise of a meeting of the election, its report public."""
    found = held.closed(branch, kostanay, organisation=first_branch, campaign=announced)
    publish_report(found, staff, boss)
    return promising.publish(commit(branch, found), colleague)


def test_the_page_of_the_campaign(of_campaign, announced, kostanay):
    path = f"/ru/campaigns/{announced.slug}/promises/"
    text = said(path)
    assert TEXT["text_ru"] in text
    assert "bar-overdue" in text or timezone.localdate() <= DUE
    assert f"?region={kostanay.iso}" in text
    assert TEXT["text_ru"] in said(f"{path}?region={kostanay.iso}")
    assert said(f"{path}?region=NOWHERE") == ""
    assert path in said(f"/ru/campaigns/{announced.slug}/")
    found = promises.of_campaign(announced)
    assert sum(count for *_name, count in promises.counts(found)) == 1


def test_in_a_silence_lists_leave_and_doors_refuse(of_campaign, announced, branch, colleague):
    report = promising.report(of_campaign, branch, state="kept", **NOTE)
    quiet = QuietPeriod.objects.get(campaign=announced.slug, zone="Asia/Almaty", matter="campaign")
    meeting = of_campaign.meeting
    now = timezone.now()
    QuietPeriod.objects.filter(pk=quiet.pk).update(begins_at=now, ends_at=now + datetime.timedelta(hours=1))
    assert TEXT["text_ru"] in said(pages(meeting, of_campaign)[0])
    for path in (*pages(meeting, of_campaign)[1:], f"/ru/campaigns/{announced.slug}/promises/"):
        assert TEXT["text_ru"] not in said(path)
    with pytest.raises(Refused):
        promising.confirm(report, colleague)
    fresh_one = commit(branch, meeting, question=None)
    with pytest.raises(Refused):
        promising.publish(fresh_one, colleague)


# The cabinet


def test_in_the_cabinet_from_the_answer_to_the_status(meeting, branch, colleague, second_branch):
    own, other, stranger = (client_of(user) for user in (branch, colleague, second_branch))
    question = meeting.questions.get()
    start = f"/ru/cabinet/promises/new/{meeting.pk}/"
    assert stranger.get(start).status_code == 404
    form = own.get(f"{start}?question={question.pk}")
    assert "До 1 мая." in form.content.decode()
    data = {"question": question.pk, "due_on": "2026-05-01", "holder": question.answered_by.holder_id, **TEXT}
    assert own.post(start, {**data, "holder": ""}).status_code == 422
    answer = own.post(start, data)
    assert answer.status_code == 302
    made = Commitment.objects.get()
    path = f"/ru/cabinet/promises/{made.pk}/"
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, {"act": "publish"}).status_code == 404
    assert own.get(f"{path}edit/").status_code == 200
    own.post(path, {"act": "publish"})
    assert fresh(made).published_at is None
    other.post(path, {"act": "publish"})
    assert fresh(made).published_at
    assert own.get(f"{path}edit/").status_code == 404
    assert own.post(path, {"state": "kept", "note_kk": "Берілді."}).status_code == 422
    assert own.post(path, {"state": "kept", **NOTE}).status_code == 302
    report = made.reports.get()
    own.post(path, {"act": "confirm", "report": report.pk})
    assert fresh(made).state == "given"
    assert other.get(path).status_code == 200
    assert TEXT["text_ru"] in other.get("/ru/cabinet/promises/").content.decode()
    other.post(path, {"act": "confirm", "report": report.pk})
    assert fresh(made).state == "kept"
    assert own.get(path).status_code == 200


def test_deleted_in_the_cabinet(made, colleague):
    answer = client_of(colleague).post(f"/kk/cabinet/promises/{made.pk}/", {"act": "drop"})
    assert answer.url == "/kk/cabinet/promises/"
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("role", ["data_protection"])
def test_others_have_no_such_page(made, role, request):
    client = client_of(request.getfixturevalue(role))
    for path in ("", f"{made.pk}/", f"new/{made.meeting_id}/", f"{made.pk}/edit/"):
        assert client.get(f"/kk/cabinet/promises/{path}").status_code == 403


def test_what_waits_for_whom(made, branch, colleague, second_branch):
    count = lambda user: tuple(found.count() for found in promises.waiting(fresh(user)))  # noqa: E731
    assert (count(branch), count(colleague), count(second_branch)) == ((0, 0), (1, 0), (0, 0))
    promising.publish(made, colleague)
    promising.report(made, colleague, state="kept", **NOTE)
    assert (count(branch), count(colleague)) == ((0, 1), (0, 0))


def test_from_the_record_of_the_meeting(made, branch, meeting):
    text = client_of(branch).get(f"/kk/cabinet/meetings/{meeting.pk}/").content.decode()
    for path in (f"promises/{made.pk}/", f"promises/new/{meeting.pk}/", f"?question={made.question_id}"):
        assert path in text


def test_who_leads_the_region_alone_releases_nothing(made, regional_headquarters):
    assert made in promises.visible(regional_headquarters)
    assert [found.count() for found in promises.waiting(regional_headquarters)] == [0, 0]
    with pytest.raises(Refused):
        promising.publish(made, regional_headquarters)
