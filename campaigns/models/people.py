"""People who stand: the identity alone. What is said of them belongs to each of their candidacies."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from federation.identification import birth_date, is_man
from federation.sealing import SealedTextField, keyed_hash


class PersonManager(models.Manager):
    def of_iin(self, iin):
        """(Person, made: bool) of a valid IIN (12 digits); birth date and sex follow from it (DOMAIN §5)."""
        return self.get_or_create(
            iin_hash=keyed_hash(iin),
            defaults={"iin": iin, "birth_date": birth_date(iin), "is_woman": not is_man(iin)},
        )


class Person(models.Model):
    """One human being, known by the IIN; `campaigns.candidates` alone makes, merges and erases rows.

    `code` names the person in open data. An erased person keeps no number, date or sex.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    iin = SealedTextField(_("IIN"), editable=False, default="")
    iin_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    birth_date = models.DateField(_("date of birth"), null=True, editable=False)
    is_woman = models.BooleanField(_("woman"), null=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    class Meta:
        verbose_name = _("person who stands")
        verbose_name_plural = _("people who stand")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="person_is_known_whole_or_not_at_all",
                condition=Q(iin_hash=None, iin="", birth_date=None, is_woman=None)
                | Q(iin_hash__isnull=False, birth_date__isnull=False, is_woman__isnull=False) & ~Q(iin=""),
            )
        ]

    def __str__(self):
        return f"№ {self.pk}"
