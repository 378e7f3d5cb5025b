"""What the pictures of `tests.screenshots` show: the demonstration, and texts in states of the guides."""

import io

APPEAL = "referendum-enbek-ujymdaryna-undeu"
RULING = "ujymdyq-kelissozder-nauqany"  # has two editions, sealed by a decision
CAMPAIGN, FINISHED = "demo-elections", "demo-by-election"


def document():
    """Bytes of a document as the federation would adopt it, with one number that differs in Russian."""
    from tests.appeals.lookalike import APPEAL as TEXT

    return TEXT.replace("на 120 предприятиях", "на 102 предприятиях").encode()


def prepare():
    """Fills the database: the demonstration, a draft that needs attention, a ruling that waits for its edition.

    Returns the primary keys {"draft", "ruling", "campaign", "rules"} and those of `candidates` and `work`.
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
        **work(),
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


def work():
    """Keys of a task that a branch is at, with steps and evidence, and of a meeting whose report readers see."""
    from campaigns.enums import TaskState, Unit
    from campaigns.models import Meeting, Task

    of_region = Task.objects.filter(objective__campaign__slug=CAMPAIGN, headquarters__region__iso="KZ-39")
    task = of_region.get(state=TaskState.IN_PROGRESS, unit=Unit.OBSERVERS)
    reported = Meeting.objects.filter(campaign__slug=CAMPAIGN, region__iso="KZ-39", records__isnull=False)
    return {"task": task.pk, "meeting": reported.earliest("held_on").pk}


def rewrite(publication, editor, replacements):
    """Saves the working copy with {field: (old, new)}."""
    from appeals import publishing

    publication.refresh_from_db()
    texts = {
        field: getattr(publication, field).replace(old, new) for field, (old, new) in replacements.items()
    }
    publishing.save_text(publication, editor, version=publication.version, **texts)
