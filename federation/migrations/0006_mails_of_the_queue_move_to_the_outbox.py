"""Mails that wait in the queue when the portal is brought up to date become rows of the outbox."""

import json

from django.db import migrations

# State of a job → state of the mail; what a worker had in its hands may have gone out.
STATES = {"todo": "waiting", "doing": "doubtful", "failed": "refused"}


def take_over(apps, schema_editor):
    Mail = apps.get_model("federation", "Mail")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, status::text, args FROM procrastinate_jobs "
            "WHERE task_name = 'federation.tasks.deliver' AND args ->> 'to' IS NOT NULL ORDER BY id"
        )
        for job, status, args in cursor.fetchall():
            said = json.loads(args) if isinstance(args, str) else args
            if status in STATES:
                values = {name: said.get(name, "") for name in ("to", "subject", "text", "html")}
                mail = Mail.objects.create(**values, state=STATES[status])
            if status == "todo":
                cursor.execute(
                    "UPDATE procrastinate_jobs SET args = %s WHERE id = %s",
                    [json.dumps({"mail": mail.pk}), job],
                )
            else:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job])


class Migration(migrations.Migration):
    dependencies = [
        ("federation", "0005_outbox"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True)]
