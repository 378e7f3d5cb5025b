"""What every test may use."""

import pytest

pytest_plugins = ["tests.cast"]


@pytest.fixture
def queued_mails(db):
    """Function that returns the mails waiting in the queue, oldest first: dicts with to, subject, text."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    def mails():
        jobs = ProcrastinateJob.objects.filter(task_name="federation.tasks.deliver").order_by("pk")
        return list(jobs.values_list("args", flat=True))

    return mails
