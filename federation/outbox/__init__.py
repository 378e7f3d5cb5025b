"""The outbox: every mail is a row, and the worker brings it to the mail server once, or says that it cannot know.

WAITING → CLAIMED → HANDED_OVER → SENT, each step committed before the next one begins. The text leaves the portal
after HANDED_OVER alone, so what died before it is simply sent anew; what died after it may have arrived: it becomes
DOUBTFUL, and a person decides. Whoever sends holds a session lock on the mail's number, which the database lets go when
the sender dies, however it dies: by that `recover` tells a slow sender from a dead one.
"""

from federation.outbox.deciding import troubled_count
from federation.outbox.forgetting import erase_expired, forget, forget_words
from federation.outbox.queueing import queue
from federation.outbox.sending import deliver, recover

__all__ = ["deliver", "erase_expired", "forget", "forget_words", "queue", "recover", "troubled_count"]
