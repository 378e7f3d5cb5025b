"""Seals private values anew with the first of PERSONAL_DATA_KEYS, so that a former key can be thrown away."""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from federation.sealing import SealedTextField


class Command(BaseCommand):
    help = "Seals every private value anew with the first key. May be stopped and run again."

    def handle(self, **options):
        for model in apps.get_models():
            names = [field.name for field in model._meta.fields if isinstance(field, SealedTextField)]
            if names:
                self.stdout.write(f"{model._meta.label}: {reseal(model, names)}")


def reseal(model, names):
    """Number of the rows of a model whose sealed columns `names` were written anew, each under its lock."""
    keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            row = model._base_manager.select_for_update(of=("self",)).filter(pk=key).values(*names).first()
            if row:
                model._base_manager.filter(pk=key).update(**row)
    return len(keys)
