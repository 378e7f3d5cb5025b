"""What every test may use."""

import hypothesis
import pytest

pytest_plugins = ["tests.cast"]

# No test depends on elapsed time; the same examples on every machine.
hypothesis.settings.register_profile("portal", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("portal")


@pytest.fixture
def queued_mails(db):
    """Function that returns the mails waiting in the queue, oldest first: dicts with to, subject, text."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    def mails():
        jobs = ProcrastinateJob.objects.filter(task_name="federation.tasks.deliver").order_by("pk")
        return list(jobs.values_list("args", flat=True))

    return mails
