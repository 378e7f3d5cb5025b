"""Static files as production collects them."""

import re

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


def test_collecting_hashes_every_file_and_keeps_what_modules_import(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "federation.staticfiles.PortalStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    for name in ("css/portal.css", "img/mark.svg", "admin-portal/editor.js"):
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", staticfiles_storage.url(name))
    for module in tmp_path.rglob("admin-portal/*.js"):
        for imported in re.findall(r'from "(\.[^"]+)"', module.read_text()):
            assert (module.parent / imported).is_file(), (module, imported)
