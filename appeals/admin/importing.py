"""From a document to a draft: upload, look at what was recognised, save. Before the last step nothing is kept."""

import json
from dataclasses import asdict

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from appeals import drafting, publishing
from appeals.admin.panel import panel
from appeals.forms import DraftForm, UploadDocumentForm
from appeals.importing import MAX_BYTES, Adoption, DocumentError, ParsedDocument, read_document
from appeals.models import Publication

SALT = "appeals.import"
VALID_SECONDS = 60 * 60 * 12


def sealed(parsed, user):
    """A ParsedDocument as signed text for a hidden field, good for `user` during a working day."""
    value = json.dumps({**asdict(parsed), "user": user.pk}, cls=DjangoJSONEncoder)
    return signing.dumps(json.loads(value), salt=SALT, compress=True)


def unsealed(value, user):
    """The ParsedDocument of `sealed`; raises signing.BadSignature when it is not of this user or too old."""
    fields = signing.loads(value, salt=SALT, max_age=VALID_SECONDS)
    if fields.pop("user") != user.pk:
        raise signing.BadSignature
    adoption = fields.pop("adoption")
    for name in ("decided_on", "session_on"):
        adoption[name] = parse_date(adoption[name]) if adoption[name] else None
    fields["date"] = parse_date(fields["date"]) if fields["date"] else None
    return ParsedDocument(adoption=Adoption(**adoption), **fields)


class ImportPages:
    def get_urls(self):
        return [
            path("import/", self.admin_site.admin_view(self.import_view), name="appeals_publication_import"),
            *super().get_urls(),
        ]

    def import_view(self, request):
        """GET asks for a document; POST with one shows what was recognised; POST with that saves the draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "parsed" in request.POST:
            return self._save(request)
        form = UploadDocumentForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["document"]
            try:
                if upload.size > MAX_BYTES:
                    raise DocumentError("size", _("The document is larger than 20 MB."))
                parsed = read_document(upload.name, upload.read())
            except DocumentError as error:
                form.add_error("document", str(error))
            else:
                draft = DraftForm(
                    initial={"kind": parsed.suggested_kind, "parsed": sealed(parsed, request.user)}
                )
                return self._recognised(request, parsed, draft)
        return self.page(request, "import.html", title=_("Import a document"), form=form)

    def _recognised(self, request, parsed, form, *, reasons=(), earlier=None, status=200):
        typed = Publication(
            kind=parsed.suggested_kind,
            title_kk=parsed.title_kk,
            title_ru=parsed.title_ru,
            body_kk=parsed.body_kk,
            body_ru=parsed.body_ru,
        )
        return self.page(
            request,
            "import_preview.html",
            title=_("What was recognised"),
            status=status,
            parsed=parsed,
            typed=typed,
            form=form,
            agreement=panel(typed, request.user),
            reasons=reasons,
            earlier=earlier,
        )

    def _save(self, request):
        form = DraftForm(request.POST)
        try:
            parsed = unsealed(request.POST["parsed"], request.user)
        except signing.BadSignature:
            messages.error(request, _("The document has to be chosen again: too much time has passed."))
            return HttpResponseRedirect(request.path)
        if not form.is_valid():
            return self._recognised(request, parsed, form)
        try:
            publication = drafting.create_from_document(
                parsed, request.user, kind=form.cleaned_data["kind"], again="again" in request.POST
            )
        except drafting.AlreadyImported as refusal:
            return self._recognised(request, parsed, form, earlier=refusal.publication, status=409)
        except publishing.Refused as refusal:
            return self._recognised(request, parsed, form, reasons=refusal.reasons, status=409)
        messages.success(request, _("The draft is saved."))
        return HttpResponseRedirect(self.text_address(publication))
