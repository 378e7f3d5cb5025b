"""Planks follow the headed sections of a platform's editions, and keep their numbers for good."""

from django.db.models import Max
from django.db.models.signals import post_save
from django.dispatch import receiver

from appeals.enums import Kind
from appeals.models import Edition
from campaigns.models import Plank, PlankSection
from federation import blocks


def headings(edition):
    """The headings of the sections of an edition, as [(kk, ru)] of str, in reading order.

    A section begins at a heading of the highest level that the text uses. Publishing demands the same sequence of
    blocks in both languages; where a publisher accepted another one, the surplus of the longer side is left out.
    """
    sides = []
    for language in ("kk", "ru"):
        found = [block for block in blocks.parse(getattr(edition, f"body_{language}")) if block.level]
        highest = min((block.level for block in found), default=0)
        sides.append([block.text for block in found if block.level == highest])
    return list(zip(*sides, strict=False))


@receiver(post_save, sender=Edition)
def follow(sender, instance, created, raw=False, **kwargs):
    """A new edition of a platform: finds the plank of each section, in the transaction that makes the edition.

    A section is the plank whose heading it carries in either language; what was reworded takes, in order, the
    planks that are left; what is new takes the next number that was never given.
    """
    if raw or not created or instance.kind != Kind.PLATFORM:
        return
    known = list(Plank.objects.filter(platform=instance.publication))
    sections = headings(instance)
    found = {}
    for position, (kk, ru) in enumerate(sections):
        match = next((plank for plank in known if plank.heading_kk == kk or plank.heading_ru == ru), None)
        if match:
            known.remove(match)
            found[position] = match
    left = [position for position in range(len(sections)) if position not in found]
    reworded = known if len(known) == len(left) else []
    found |= dict(zip(left, reworded, strict=False))
    last = Plank.objects.filter(platform=instance.publication).aggregate(last=Max("number"))["last"] or 0
    for position, (kk, ru) in enumerate(sections):
        plank = found.get(position)
        if plank is None:
            last += 1
            plank = Plank(platform=instance.publication, number=last)
        plank.heading_kk, plank.heading_ru = kk[:500], ru[:500]
        plank.save()
        PlankSection.objects.create(edition=instance, plank=plank, position=position + 1)
