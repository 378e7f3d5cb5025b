"""Publications in every state, taken through the doors of `publishing`."""

from datetime import timedelta

from django.core.management.base import CommandError
from django.utils import timezone

from appeals import publishing
from appeals.models import Publication, Relay, Signatory, Topic
from federation.site.demo.content import CONTENT, LANGUAGES, bilingual, hour_of, read

REVISED_AFTER = timedelta(days=3)


def load_topics():
    for entry in read("topics.toml")["topics"]:
        Topic.objects.get_or_create(slug=entry["slug"], defaults=bilingual(entry, "name"))


def load_publications(editor, publisher):
    """Every file, pages first. Returns (how many were made, how many were there)."""
    paths = [*sorted((CONTENT / "pages").glob("*.toml")), *sorted((CONTENT / "publications").glob("*.toml"))]
    made = sum(load_publication(path, editor, publisher) for path in paths)
    return made, len(paths) - made


def load_publication(path, editor, publisher):
    """Takes one file through the doors as far as its `state` says. Returns whether anything was made."""
    entry = read(path)
    if Publication.objects.filter(slug=entry["slug"]).exists():
        return False
    publication = publishing.create(
        editor,
        kind=entry["kind"],
        slug=entry["slug"],
        **bilingual(entry, "title", "lead", "body"),
        **adoption(entry),
    )
    publication.topics.set(Topic.objects.filter(slug__in=entry["topics"]))
    for order, person in enumerate(entry.get("signatories", [])):
        Signatory.objects.create(publication=publication, order=order, **bilingual(person, "name", "office"))
    for relay in entry.get("relays", []):
        Relay.objects.create(publication=publication, **relay)
    if "imprint" in entry:
        publishing.mark_campaign_material(publication, editor, imprint=imprint(entry))
    state = entry.get("state", "published")
    if state == "draft":
        return True
    publishing.submit(publication, editor)
    if state == "in-review":
        return True
    moment = hour_of(entry)
    publish(publication, publisher, entry, moment)
    for revision in entry.get("revisions", []):
        known = "published" in revision
        moment = hour_of(revision) if known else min(moment + REVISED_AFTER, timezone.now())
        revise(publication, editor, revision)
        publishing.submit(publication, editor)
        publish(publication, publisher, revision, moment)
    if state == "withdrawn":
        reasons = {f"reason_{code}": entry[f"reason_{code}"] for code in LANGUAGES}
        publishing.withdraw(publication, publisher, **reasons)
    return True


def adoption(entry):
    """The fields of a publication that its table `adoption` gives."""
    table = entry.get("adoption", {})
    return {
        "adopting_body": table.get("body", ""),
        "session_on": table.get("session_on"),
        "decided_on": table.get("decided_on"),
        "decision_number": table.get("decision_number", ""),
        **{f"adoption_text_{code}": table.get(f"text_{code}", "") for code in LANGUAGES},
    }


def imprint(entry):
    """The imprint fields of a publication or a campaign that the table `imprint` gives."""
    return {
        name if name == "circulation" else f"imprint_{name}": value
        for name, value in entry["imprint"].items()
    }


def publish(publication, publisher, entry, moment):
    publishing.approve(publication, publisher)
    publishing.publish(
        publication,
        publisher,
        **bilingual(entry, "note"),
        significance=entry.get("significance", "major"),
        correction=entry.get("correction", False),
        public_from=moment,
    )


def revise(publication, editor, revision):
    """Makes the replacements of a later edition in the working copy; a decision of its own comes with it."""
    publication.refresh_from_db()
    fields = adoption(revision) if "adoption" in revision else {}
    for code in LANGUAGES:
        body = getattr(publication, f"body_{code}")
        for old, new in revision[f"replace_{code}"]:
            if body.count(old) != 1:
                raise CommandError(f"{publication.slug}: «{old}» must stand exactly once in body_{code}.")
            body = body.replace(old, new)
        fields[f"body_{code}"] = body
    publishing.save_text(publication, editor, version=publication.version, **fields)
    publishing.confirm(publication, editor, version=publication.version + 1)
