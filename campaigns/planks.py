"""Planks follow the headed sections of a platform's editions, and keep their numbers for good."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Max
from django.db.models.signals import post_save
from django.dispatch import receiver

from appeals.enums import Kind
from appeals.models import Edition
from campaigns.models import Plank, PlankSection
from federation import blocks, languages

HEADING = Plank._meta.get_field("heading").max_length
# From this share of common words on, a section under another heading is the same plank, reworded. Texts of one
# subject that promise different things share about a tenth.
ALIKE = 1 / 3


class Headed(NamedTuple):
    """A headed section of an edition in both languages. words_…: all of its words, heading included, folded."""

    heading_kk: str
    heading_ru: str
    words_kk: Counter
    words_ru: Counter


def headed(edition):
    """The sections of an edition that have a heading, as [Headed] in reading order.

    A section begins at a heading of the highest level that the text uses. Publishing demands the same sequence of
    blocks in both languages; where a publisher accepted another one, the surplus of the longer side is left out.
    """
    kk, ru = (
        [
            (section.text[:HEADING], Counter(languages.fold(f"{section.text} {below(section)}").split()))
            for section in blocks.sections(getattr(edition, f"body_{language}"))
            if section.number
        ]
        for language in ("kk", "ru")
    )
    return [Headed(left[0], right[0], left[1], right[1]) for left, right in zip(kk, ru, strict=False)]


def below(section):
    return blocks.visible_text(section.html)


def likeness(one, other):
    """Share of common words of two Headed, 0 to 1, in the language in which they are more alike."""
    pairs = ((one.words_kk, other.words_kk), (one.words_ru, other.words_ru))
    return max((left & right).total() / ((left | right).total() or 1) for left, right in pairs)


@receiver(post_save, sender=Edition)
def follow(sender, instance, created, raw=False, **kwargs):
    """A new edition of a platform: finds the plank of each section, in the transaction that makes the edition."""
    if raw or not created or instance.kind != Kind.PLATFORM:
        return
    planks = list(Plank.objects.filter(platform=instance.publication))
    earlier = Edition.objects.live().filter(publication=instance.publication, number__lt=instance.number)
    sections = headed(instance)
    found = recognised(sections, planks, earlier.order_by("-number").first())
    last = Plank.objects.filter(platform=instance.publication).aggregate(last=Max("number"))["last"] or 0
    for position, section in enumerate(sections):
        headings = {"heading_kk": section.heading_kk, "heading_ru": section.heading_ru}
        plank = found.get(position)
        if plank is None:
            last += 1
            plank = Plank.objects.create(platform=instance.publication, number=last, **headings)
        else:
            # Nothing but its heading: somebody may be writing what was done for it.
            plank.heading_kk, plank.heading_ru = headings.values()
            plank.save(update_fields=list(headings))
        PlankSection.objects.create(edition=instance, plank=plank, position=position + 1)


def recognised(sections, planks, earlier):
    """{position from 0: Plank} of the sections that are known; the others are new.

    A section is the plank whose heading it carries in either language, also one that had left the platform. Under
    another heading it is the plank of the `earlier` edition (None for the first) whose text it keeps for the most
    part. A place in the order is no identity: what shares neither is another promise, with a number of its own.
    """
    found, free = {}, list(planks)

    def take(position, plank):
        found[position] = plank
        free.remove(plank)

    for position, section in enumerate(sections):
        same = [
            plank
            for plank in free
            if plank.heading_kk == section.heading_kk or plank.heading_ru == section.heading_ru
        ]
        if same:
            take(position, same[0])
    if earlier is None:
        return found
    texts = dict(enumerate(headed(earlier), start=1))
    rows = earlier.plank_sections.select_related("plank").order_by("position")
    pairs = [
        (likeness(section, texts[row.position]), position, row.plank)
        for position, section in enumerate(sections)
        for row in rows
        if position not in found and row.plank in free
    ]
    for alike, position, plank in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if alike >= ALIKE and position not in found and plank in free:
            take(position, plank)
    return found
