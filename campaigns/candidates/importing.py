"""The door through which candidates come from a table: first judged, then taken over as drafts, all or the good ones.

A run goes WAITING → JUDGING → JUDGED → SAVING → DONE, or ends as FAILED. Whoever does the next step, a worker or the
person in the browser, calls `work`: twice does no harm. The file and the report are erased when the run ends, and
seven days after the upload at the latest.
"""

import base64
import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from campaigns.candidates import access, filing
from campaigns.candidates.columns import COLUMNS, language
from campaigns.candidates.judging import Judgement
from campaigns.candidates.moves import Move
from campaigns.candidates.registering import require_not_closed
from campaigns.candidates.sheet import LIMITS, best, counted, headings, report_of
from campaigns.models import Candidacy, CandidacyEvent, ImportRun, Person
from campaigns.sheets import MAX_ROWS, Unreadable, height, tables
from federation.identification import birth_date, is_man
from federation.languages import sort_key
from federation.refusals import Refused
from federation.sealing import keyed_hash, seal, unseal

State = ImportRun.State
AT_WORK = (State.WAITING, State.JUDGING, State.SAVING)
AT_ONCE = 200  # rows that are worked through while the person waits; more are left to a worker
CHUNK = 250
KEPT_FOR = datetime.timedelta(days=7)
ATTEMPTS = 5  # each begins anew after somebody else registered one of the people


class Unfit(Exception):
    """The table cannot be judged; str() is a sentence."""


@filing.whole()
def upload(pool, by, *, organisation, file, now=None):
    """Keeps a table (UploadedFile) that `by` wants to have taken over for the branch `organisation`. Returns its run.

    Refused where the pool is closed, the branch is another's, or the file is no table. `start` has it judged.
    """
    now = now or timezone.now()
    if organisation.pk not in access.places(by)["branch"]:
        raise Refused(_("You do not work for this branch."))
    require_not_closed(pool, now)
    if file.size > LIMITS.megabytes * 1024 * 1024:
        raise Refused(_("The file is larger than %(size)s MB.") % {"size": LIMITS.megabytes})
    data = file.read()
    try:
        rows = height(file.name, data, LIMITS)
        if rows <= AT_ONCE:
            table_of(file.name, data)
    except (Unreadable, Unfit) as error:
        raise Refused(str(error)) from error
    total = min(rows - 1, MAX_ROWS)
    run = ImportRun(pool=pool, organisation=organisation, by=by, at=now, total=total, language=language())
    sealed = ContentFile(seal(base64.b64encode(data).decode()).encode())
    filing.store(run.file, file.name, sealed)
    run.save()
    return run


def is_long(run):
    """Whether the rows are too many for the person to wait for them."""
    return run.total > AT_ONCE


def start(run):
    """A small table is worked through at once; others are left to a worker (`campaigns.tasks.import_table`)."""
    if is_long(run):
        app.configure_task("campaigns.tasks.import_table", queue="campaigns").defer(run=run.pk)
    else:
        work(run)


def work(run):
    """Does what the run waits for, whoever calls: judges the table, or takes it over. Returns the run read anew."""
    run = read_anew(run)
    if run.state in (State.WAITING, State.JUDGING):
        return judge(run)
    if run.state == State.SAVING:
        return save(run)
    return run


def judge(run):
    """Judges each row, in chunks that can be watched (`run.done`); stores the report. Returns the run read anew."""
    waits = ImportRun.objects.filter(pk=run.pk, state__in=[State.WAITING, State.JUDGING])
    if not waits.update(state=State.JUDGING, done=0):
        return read_anew(run)
    try:
        found, lines = judged(run)
    except (Unreadable, Unfit) as error:
        waits.update(state=State.FAILED, trouble=str(error))
        return erased(run)
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if fresh.state == State.JUDGING:
            fresh.state, fresh.report = State.JUDGED, report_of(found, lines)
            fresh.save(update_fields=["state", "report"])
    return read_anew(run)


@transaction.atomic
def take(run, by, *, good_only, now=None):
    """Decides that the rows are taken over: all, refused where one is wrong, or the good ones. Returns the run.

    now: aware moment at which the person asked, default the clock: the pool must not be closed then. `start` does it.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("pool").get(pk=run.pk)
    require_own(run, by)
    require_not_closed(run.pool, now or timezone.now())
    if run.state != State.JUDGED:
        raise Refused(_("This is not possible any more: the table is “%(state)s” now.") % state_of(run))
    counts = counted(run.report)
    if counts["wrong"] and not good_only:
        raise Refused(_("The table has errors; nothing was saved."))
    if not counts["new"]:
        raise Refused(_("The table has no row that could be taken over."))
    run.state, run.good_only, run.done, run.trouble = State.SAVING, good_only, 0, ""
    run.save(update_fields=["state", "good_only", "done", "trouble"])
    return run


def save(run):
    """Takes over what `take` decided: all in one transaction. Returns the run read anew.

    The rows are judged once more, against what the portal holds now. Where all were wanted and one is wrong meanwhile,
    nothing is saved, and the run shows its new report.
    """
    for _attempt in range(ATTEMPTS):
        try:
            found, lines = judged(run)
        except (Unreadable, Unfit) as error:
            ImportRun.objects.filter(pk=run.pk, state=State.SAVING).update(trouble=str(error))
            return erased(run)
        try:
            with transaction.atomic():
                fresh = read_anew(run, lock=True)
                if fresh.state == State.SAVING:
                    finish(fresh, found, lines)
        except IntegrityError:  # somebody registered one of the people between the judgement and the writing
            continue
        fresh = read_anew(run)
        return erased(fresh) if fresh.state == State.DONE else fresh
    ImportRun.objects.filter(pk=run.pk, state=State.SAVING).update(state=State.JUDGED, trouble=overtaken(run))
    return read_anew(run)


def finish(run, found, lines):
    good = [line for line in lines if line.state == "new"]
    if not good or (any(line.state == "wrong" for line in lines) and not run.good_only):
        run.state, run.report, run.trouble = State.JUDGED, report_of(found, lines), overtaken(run)
        run.save(update_fields=["state", "report", "trouble"])
        return
    store(run, good)
    run.state, run.taken, run.done = State.DONE, len(good), len(lines)
    run.save(update_fields=["state", "taken", "done"])


def overtaken(run):
    with override(run.language):
        return _("Somebody registered people of this table meanwhile; nothing was saved.")


def store(run, lines):
    """Writes drafts, their people and a line of history each, in few statements.

    People are written in one order and then locked in that of their keys, as `identity.person_of` does: tables and
    branches with the same people wait for each other and do not embrace. IntegrityError where somebody else
    registered one of them, or took one away.
    """
    now = timezone.now()
    ordered = sorted(((keyed_hash(line.iin), line) for line in lines), key=lambda pair: pair[0])
    Person.objects.bulk_create(
        (person(line.iin, known_as) for known_as, line in ordered), ignore_conflicts=True, batch_size=CHUNK
    )
    hashes = [known_as for known_as, _line in ordered]
    known = Person.objects.filter(iin_hash__in=hashes).order_by("pk").select_for_update()
    keys = dict(known.values_list("iin_hash", "pk"))
    if len(keys) < len(hashes):
        raise IntegrityError("a person whom no candidacy named any more was deleted meanwhile")
    made = [drafted(run, line, keys[known_as], now) for known_as, line in ordered]
    Candidacy.objects.bulk_create(made, batch_size=CHUNK)
    CandidacyEvent.objects.bulk_create(
        (
            CandidacyEvent(candidacy=one, move=Move.IMPORT, by=run.by, at=now, after=one.pool_state)
            for one in made
        ),
        batch_size=CHUNK,
    )


def drafted(run, line, person, now):
    """An unsaved draft; what `save` of its model would do is done here."""
    one = Candidacy(
        campaign=run.pool.campaign,
        body=run.pool.body,
        registered_by=run.organisation,
        person_id=person,
        made_by=run.by,
        made_at=now,
        changed_at=now,
        **{name: value for name, value in line.fields.items() if value not in ("", None)},
    )
    one.sort_key_kk, one.sort_key_ru = sort_key(one.full_name_kk), sort_key(one.full_name_ru, "ru")
    return one


def person(iin, known_as):
    return Person(iin=iin, iin_hash=known_as, birth_date=birth_date(iin), is_woman=not is_man(iin))


def discard(run, by):
    """Ends a run of which nothing is taken over; the file and the report are erased."""
    require_own(run, by)
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        if fresh.state in (State.SAVING, State.DONE):
            raise Refused(_("This is not possible any more: the table is “%(state)s” now.") % state_of(fresh))
        fresh.state = State.FAILED
        fresh.save(update_fields=["state"])
    return erased(fresh)


def erase_old(now=None):
    """Erases files and reports of runs uploaded more than seven days before `now` (aware). Returns how many."""
    old = ImportRun.objects.filter(at__lt=(now or timezone.now()) - KEPT_FOR).exclude(file="")
    old = old.defer("report")
    for run in old:
        if run.state != State.DONE:
            ImportRun.objects.filter(pk=run.pk).exclude(state=State.DONE).update(state=State.FAILED)
        erased(run)
    return len(old)


# What the functions above ask


def require_own(run, by):
    if run.organisation_id not in access.places(by)["branch"]:
        raise Refused(_("You do not work for this branch."))


def state_of(run):
    return {"state": State(run.state).label}


def read_anew(run, *, lock=False):
    rows = ImportRun.objects.select_for_update(of=("self",)) if lock else ImportRun.objects
    # Without the report, which is long, and which no key may open any more.
    return (
        rows.defer("report")
        .select_related("pool__campaign", "pool__body", "organisation", "by")
        .get(pk=run.pk)
    )


def erased(run):
    """The run read anew, without its file and its report."""
    fresh = read_anew(run)
    if fresh.file:
        fresh.file.delete(save=False)
    fresh.report, fresh.file = [], ""
    if fresh.state != State.DONE:
        fresh.state = State.FAILED
    fresh.save(update_fields=["report", "file", "state"])
    return fresh


def table_of(name, data):
    """(Headings, rows below them as [(number, row)]) of a file. Raises Unreadable, Unfit."""
    rows = best(tables(name, data, LIMITS))
    found = headings(rows)
    if found.missing:
        names = "; ".join(COLUMNS[name].heading for name in found.missing)
        raise Unfit(_("These columns are missing: %(columns)s.") % {"columns": names})
    below = list(enumerate(rows[found.row + 1 :], start=found.row + 2))
    filled = sum(any(row) for _number, row in below)
    if not filled:
        raise Unfit(_("Below the headings the table is empty."))
    if filled > MAX_ROWS:
        raise Unfit(_("The table has more than 5000 rows. Divide it into several files."))
    return found, below


def judged(run):
    """(Headings, list of Line) of the run's table; `run.done` tells how far it is."""
    run = read_anew(run)
    if not run.file:
        raise Unfit("")  # somebody discarded it meanwhile
    with override(run.language), run.file.open("rb") as file:
        try:
            data = base64.b64decode(unseal(file.read().decode()))
        except ValueError as error:  # sealed with a key that is gone
            raise Unfit(_("The portal cannot open this table any more. Upload it once more.")) from error
        found, rows = table_of(run.file.name, data)
    ImportRun.objects.filter(pk=run.pk).update(total=len(rows))
    judgement = Judgement(run.pool, run.organisation, access.places(run.by)["branch"], found)
    lines = []
    for start in range(0, len(rows), CHUNK):
        lines += judgement.lines(rows[start : start + CHUNK])
        ImportRun.objects.filter(pk=run.pk).update(done=len(lines))
    return found, lines
