"""Files of a publication: photos with alternative text, documents with a title, in both languages."""

import uuid
from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _


def stored_name(attachment, name):
    """Unguessable name in the storage that keeps only the extension of what was uploaded."""
    return f"publications/{uuid.uuid4().hex}{PurePath(name).suffix.lower()[:6]}"


class Attachment(models.Model):
    """A photo or a document. The file of a row never changes: another file is another row."""

    publication = models.ForeignKey(
        "appeals.Publication", on_delete=models.PROTECT, related_name="attachments"
    )
    file = models.FileField(_("file"), upload_to=stored_name, max_length=200)
    name = models.CharField(_("file name"), max_length=200, editable=False)
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    image = models.BooleanField(_("photo"), default=False, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    title = models.CharField(
        _("title or alternative text"),
        max_length=300,
        blank=True,
        help_text=_("For a photo: what it shows, for those who cannot see it. For a document: its title."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    removed = models.BooleanField(_("removed"), default=False, editable=False)

    class Meta:
        verbose_name = _("photo or document")
        verbose_name_plural = _("photos and documents")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.title or self.name

    def as_record(self):
        """What an edition keeps of it (see `Edition.attachments`)."""
        return {
            "id": self.pk,
            "file": self.file.name,
            "name": self.name,
            "type": self.content_type,
            "size": self.size,
            "image": self.image,
            "width": self.width,
            "height": self.height,
            "title_kk": self.title_kk,
            "title_ru": self.title_ru,
        }
