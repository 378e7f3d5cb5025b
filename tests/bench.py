"""Benchmark: how the cost of a page grows with the number of publications, and that of an import with its rows.
`make bench` runs it.

It fills a throwaway database with FEW and then MANY publications and prints, for each page, the queries, the median
milliseconds, and the ratio MANY : FEW within this one run. Times of different machines are not compared.
"""

import os
import statistics
import time
from datetime import timedelta

import django

FEW, MANY, REPEAT = 100, 10_000, 9
ROWS = (500, 5_000)


def fill(publisher, start, stop):
    """Publications START..STOP with an edition each, a few words of text that differ."""
    from django.utils import timezone

    from appeals.enums import Kind
    from appeals.models import Edition, Publication
    from federation import languages
    from tests.appeals.texts import BODY_KK, BODY_RU

    now, kinds = timezone.now(), (Kind.APPEAL, Kind.NEWS, Kind.STATEMENT, Kind.NOTICE)

    def texts(number):
        return {
            "title_kk": f"Еңбек жағдайы туралы {number}-мәтін",
            "title_ru": f"Текст {number} об условиях труда",
            "body_kk": BODY_KK,
            "body_ru": BODY_RU,
        }

    rows = Publication.objects.bulk_create(
        Publication(kind=kinds[number % 4], slug=f"matin-{number}", status="approved", **texts(number))
        for number in range(start, stop)
    )
    search = {"search_kk": languages.fold(BODY_KK), "search_ru": languages.fold(BODY_RU)}
    Edition.objects.bulk_create(
        (
            Edition(
                publication=row,
                number=1,
                version=1,
                kind=row.kind,
                title_kk=row.title_kk,
                title_ru=row.title_ru,
                body_kk=row.body_kk,
                body_ru=row.body_ru,
                publisher=publisher,
                public_from=now - timedelta(hours=number),
                first_public_from=now - timedelta(hours=number),
                hash_kk=f"{number:064}",
                hash_ru=f"{number:064}",
                **search,
            )
            for number, row in enumerate(rows, start)
        ),
        batch_size=500,
    )


def measure(client, path):
    """Returns (queries, median milliseconds) of GET `path`."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
        queries = len(captured)
    if response.status_code != 200:
        raise SystemExit(f"{path} answers {response.status_code}")
    times = []
    for _turn in range(REPEAT):
        begun = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - begun) * 1000)
    return queries, statistics.median(times)


def pool_of_candidates():
    """(pool, person of a branch, its organisation): a pool that is open now."""
    import datetime

    from django.utils import timezone

    from campaigns import campaigning, lawmaking
    from campaigns.models import Pool
    from federation.enums import Role
    from tests.campaigns.conftest import campaign
    from tests.cast import organisation, person, region

    rules, now = lawmaking.load(lawmaking.DATA / "kz-2023.toml"), timezone.now()
    body, day = rules.bodies.get(code="majilis"), timezone.localdate()
    election = campaign(
        rules,
        day + datetime.timedelta(days=120),
        slug="bench",
        called_on=day - datetime.timedelta(days=5),
        bodies=[body],
    )
    campaigning.announce(election, None)
    pool = Pool.objects.create(
        campaign=election, body=body, opens_at=now, closes_at=now + datetime.timedelta(days=30)
    )
    place = organisation("Кәсіподақтар орталығы", "Профсоюзный центр", region=region())
    return pool, person("branch", Role.BRANCH, organisation=place), place


def import_table(pool, by, organisation, count):
    """Seconds in which a table of `count` candidates is judged, and taken over: sealed, hashed, with their history."""
    from campaigns.candidates import importing
    from tests.campaigns.candidates.people import TEXTS
    from tests.campaigns.candidates.tables import HEADS, row, xlsx

    heads = [*HEADS, *TEXTS, "Телефон", "Адрес", "e-mail"]
    more = [*TEXTS.values(), "+7 700 000 00 00", "Үлгі көшесі, 1", "candidate@example.org"]
    file = xlsx(heads, *([*row(), *more] for _turn in range(count)))
    begun = time.perf_counter()
    run = importing.work(importing.upload(pool, by, organisation=organisation, file=file))
    judged = time.perf_counter()
    taken = importing.work(importing.take(run, by, good_only=False)).taken
    if taken != count:
        raise SystemExit(f"{taken} of {count} rows were taken over")
    return judged - begun, time.perf_counter() - judged


def main():
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    connection.settings_dict["TEST"]["NAME"] = "bench"  # tests may run beside it
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        from federation.enums import Role
        from tests.cast import client_of, person

        publisher = person("publisher", Role.PUBLISHER)
        public, staff = Client(), client_of(publisher)
        pages = {
            "home": (public, "/kk/"),
            "list": (public, "/kk/appeals/"),
            "last page of the list": (public, "/kk/appeals/?kind=appeal&page=2"),
            "one publication": (public, "/kk/appeals/matin-0/"),
            "both languages": (public, "/kk/appeals/matin-0/both/"),
            "search": (public, "/kk/search/?q=%D0%B5%D2%A3%D0%B1%D0%B5%D0%BA"),
            "feed": (public, "/kk/feeds/"),
            "admin list": (staff, "/admin/appeals/publication/"),
            "admin form": (staff, None),
        }
        results, done = {}, 0
        for size in (FEW, MANY):
            print(f"filling up to {size} publications …", flush=True)
            fill(publisher, done, size)
            done = size
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            from appeals.models import Publication

            first = Publication.objects.get(slug="matin-0").pk
            for name, (client, path) in pages.items():
                results[name, size] = measure(client, path or f"/admin/appeals/publication/{first}/change/")
        print(f"\n{'page':<24}{'queries':>16}{'ms':>20}{'ratio':>8}")
        for name in pages:
            (few_queries, few), (many_queries, many) = results[name, FEW], results[name, MANY]
            queries, times = f"{few_queries} → {many_queries}", f"{few:.1f} → {many:.1f}"
            print(f"{name:<24}{queries:>16}{times:>20}{many / few:>7.1f}×")
        branch = pool_of_candidates()
        (few, taken_few), (many, taken_many) = (import_table(*branch, count) for count in ROWS)
        print(f"\n{'import, rows':<24}{f'{ROWS[0]} → {ROWS[1]}':>16}{'s':>20}{'ratio':>8}")
        for name, one, other in (("checked", few, many), ("taken over", taken_few, taken_many)):
            times = f"{one:.1f} → {other:.1f}"
            print(f"{name:<40}{times:>20}{other / one:>7.1f}×")
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "federation.settings")
    os.environ["DEMO"] = "1"
    django.setup()
    main()
