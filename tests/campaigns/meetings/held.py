"""Meetings for tests: people in offices, a workplace, and a whole record of a meeting."""

import datetime

from campaigns.enums import Part
from campaigns.meetings import holding
from campaigns.models import Office, OfficeHolder, Workplace

DAY = datetime.date(2026, 2, 27)


def holder(name_kk, name_ru, title_kk="төраға", title_ru="председатель", **days):
    """An OfficeHolder with one office; days: `from_date`, `until_date` of it."""
    found = OfficeHolder.objects.create(full_name_kk=name_kk, full_name_ru=name_ru)
    Office.objects.create(holder=found, title_kk=title_kk, title_ru=title_ru, **days)
    return found


def workplace(region, name_kk="«Темір» зауыты", name_ru="завод «Темір»"):
    return Workplace.objects.create(region=region, name_kk=name_kk, name_ru=name_ru)


def pair(name, kk, ru):
    return {f"{name}_kk": kk, f"{name}_ru": ru}


def fields(region, **more):
    """The fields of a whole record; more: what is otherwise."""
    return {
        "workplace": more.pop("workplace", None) or workplace(region),
        "region": region,
        "held_on": DAY,
        "attendance": 120,
        "source_url": "https://example.org/report",
        **pair("place", "құю цехы", "литейный цех"),
        **pair("topic", "Жалақы мен қауіпсіздік", "Заработная плата и безопасность"),
        **pair(
            "summary",
            "Ұжым 3 ұсыныс айтты.\n\nҰсыныстар хаттамаға енгізілді.",
            "Коллектив внёс 3 предложения.\n\nПредложения внесены в протокол.",
        ),
        **pair("source", "«Еңбек» газеті", "газета «Еңбек»"),
        **more,
    }


def rows(chair, speaker):
    """All that hangs on a whole record."""
    return {
        "agenda": [pair("text", "Ұжымдық шарт", "Коллективный договор"), pair("text", "Әртүрлі", "Разное")],
        "participants": [
            {"holder": chair, "part": Part.CHAIR},
            {"holder": speaker, "part": Part.SPEAKER},
        ],
        "quotations": [
            {
                "speaker": speaker,
                "original": "ru",
                **pair("text", "Еңбек адал төленуге тиіс.", "Труд должен оплачиваться честно."),
            },
            {
                "speaker": chair,
                "original": "kk",
                **pair("text", "2026 жылғы 15 наурызда дауыс береміз.", "15 марта 2026 года голосуем."),
            },
        ],
        "questions": [
            {
                **pair("asked_by", "балқытушы", "плавильщик"),
                **pair("text", "Жалақы қашан көтеріледі?", "Когда повысят зарплату?"),
                "answered_by": chair,
                **pair("answer", "1 мамырға дейін.", "До 1 мая."),
            }
        ],
        "citations": [
            {
                **pair("text", "27-баптың 2-тармағы", "пункт 2 статьи 27"),
                **pair("act", "Конституция жобасы", "проект Конституции"),
                "url": "https://example.org/act",
            }
        ],
    }


def meeting(by, region, *, chair=None, speaker=None, **more):
    """A saved draft with everything; more: fields that are otherwise."""
    chair = chair or holder("Айгүл Сәрсенова", "Айгуль Сарсенова", "штаб төрайымы", "председатель штаба")
    speaker = speaker or holder("Иван Петров", "Иван Петров", "инженер", "инженер")
    return holding.begin(by, rows=rows(chair, speaker), **fields(region, **more))


def closed(by, region, **more):
    """A meeting confirmed and closed by `by`."""
    found = holding.confirm(meeting(by, region, **more), by)
    return holding.close(found, by)
