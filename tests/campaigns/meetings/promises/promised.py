"""Promises for tests: what is said, and how it is entered."""

import datetime

from campaigns.meetings import holding, promising
from tests.site.publications import next_edition

DUE = datetime.date(2026, 5, 1)
TEXT = {"text_kk": "Қорғаныш киім беріледі.", "text_ru": "Спецодежда будет выдана."}
NOTE = {"note_kk": "Киім берілді.", "note_ru": "Спецодежда выдана."}
REASON = {"reason_kk": "Басқа адам айтқан.", "reason_ru": "Это сказал другой человек."}


def commit(by, meeting, **more):
    question = meeting.questions.get()
    values = {"due_on": DUE, "question": question, "holder": question.answered_by.holder, **TEXT}
    return promising.commit(by, meeting=meeting, **(values | more))


def publish_report(meeting, staff, boss):
    next_edition(holding.build_report(meeting, staff), staff, boss)
