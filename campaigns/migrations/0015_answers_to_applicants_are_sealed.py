"""Answers written so far are sealed, and applications get the hash by which they are found."""

from django.db import migrations

import federation.sealing


def seal_answers(apps, schema_editor):
    # Imported here: a later version of the project may do without it.
    from campaigns.joining.contacts import hash_of

    for application in apps.get_model("campaigns", "Application").objects.filter(erased_at=None):
        application.answer = application.answer and federation.sealing.seal(application.answer)
        application.contact_hash = hash_of(application.contact)
        application.save(update_fields=["answer", "contact_hash"])


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0014_applications_are_found_by_their_contact")]

    operations = [
        migrations.RunPython(seal_answers, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="application",
            name="answer",
            field=federation.sealing.SealedTextField(
                blank=True, default="", max_length=2000, verbose_name="answer to the applicant"
            ),
        ),
    ]
