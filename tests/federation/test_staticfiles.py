"""Static files as production collects them."""

import re

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from federation.staticfiles import PortalStaticFilesStorage


def test_collecting_hashes_every_file_and_keeps_what_modules_import(monkeypatch, tmp_path):
    # Changed settings would make all storages anew, and the fields of models keep those that they have.
    monkeypatch.setattr(staticfiles_storage, "_wrapped", PortalStaticFilesStorage(location=tmp_path))
    call_command("collectstatic", interactive=False, verbosity=0)
    for name in ("css/portal.css", "img/mark.svg", "admin-portal/editor.js"):
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", staticfiles_storage.url(name))
    for module in tmp_path.rglob("admin-portal/*.js"):
        for imported in re.findall(r'from "(\.[^"]+)"', module.read_text()):
            assert (module.parent / imported).is_file(), (module, imported)
