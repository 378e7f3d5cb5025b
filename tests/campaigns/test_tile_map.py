"""Constituencies: the tile map of the regions, the table that says the same, and the list of a region."""

import re
from itertools import product

import pytest
from django.test import Client
from django.utils import translation

from campaigns import campaigning
from campaigns.models import Constituency
from campaigns.tiles import LEVELS, lines, short, tile_map
from campaigns.views import campaigns as views
from tests.cast import regions_of_the_country

PAGE = "/kk/campaigns/election/constituencies/"


class Place:
    """As much of a Region as geometry asks."""

    def __init__(self, pk, row, column, name="Абай облысы"):
        self.pk, self.tile_row, self.tile_column, self.name = pk, row, column, name

    def __str__(self):
        return self.name


class TestGeometry:
    def test_tiles_stand_where_the_regions_say_and_come_row_by_row(self):
        drawn = tile_map([Place(1, 2, 3), Place(2, 1, 2), Place(3, 2, 2)], {1: 4})
        assert [(tile.region.pk, tile.x, tile.y) for tile in drawn.tiles] == [
            (2, 0, 0),
            (3, 0, 106),
            (1, 106, 106),
        ]
        assert (drawn.width, drawn.height) == (206, 206)

    def test_shades_follow_the_counts(self):
        drawn = tile_map([Place(n, 1, n) for n in range(1, 6)], {1: 1, 2: 3, 3: 4, 4: 9})
        assert [tile.level for tile in drawn.tiles] == [1, 1, 2, LEVELS, 0]
        assert [tile.count for tile in drawn.tiles] == [1, 3, 4, 9, 0]

    def test_nothing_counted_and_nothing_there(self):
        assert [tile.level for tile in tile_map([Place(1, 1, 1)], {}).tiles] == [0]
        assert tile_map([], {}).tiles == ()

    @pytest.mark.parametrize(
        ("name", "on_two_lines", "on_a_phone"),
        [
            ("Солтүстік Қазақстан облысы", ("Солтүстік", "Қазақстан"), "СҚО"),
            ("Северо-Казахстанская область", ("Северо-", "Казахстанская"), "СКО"),
            ("город Алматы", ("Алматы",), "Алматы"),
            ("область Жетісу", ("Жетісу",), "Жетісу"),
            ("Карагандинская область", ("Карагандинская",), "Караг."),
            ("область", ("область",), "область"),
        ],
    )
    def test_names_fit(self, name, on_two_lines, on_a_phone):
        assert lines(name) == on_two_lines
        assert short(name) == on_a_phone

    @pytest.mark.django_db
    def test_all_regions_of_the_country_fit_and_are_told_apart(self):
        regions = regions_of_the_country()
        for code in ("kk", "ru"):
            names = {region: getattr(region, f"name_{code}") for region in regions}
            assert all(len(line) <= 14 for name in names.values() for line in lines(name))
            assert all(len(short(name)) <= 9 for name in names.values())
            with translation.override(code):
                drawn = tile_map(regions, {}).tiles
            for told in ({tile.lines for tile in drawn}, {tile.short for tile in drawn}):
                assert len(told) == len(regions)
            assert all(len(tile.short) <= 9 for tile in drawn)
        drawn = tile_map(regions, {})
        assert len({(tile.x, tile.y) for tile in drawn.tiles}) == len(regions) == 20

    def test_namesakes_keep_what_tells_them_apart(self):
        names = ["Алматы облысы", "Алматы қаласы", "Абай облысы"]
        drawn = tile_map([Place(number, 1, number, name) for number, name in enumerate(names)], {}).tiles
        assert [tile.lines for tile in drawn] == [("Алматы", "облысы"), ("Алматы", "қаласы"), ("Абай",)]
        assert [tile.short for tile in drawn] == ["Алм. обл.", "Алм. қал.", "Абай"]


@pytest.fixture
def regions(db):
    return {region.iso: region for region in regions_of_the_country()}


@pytest.fixture
def election(election, regions, majilis):
    """29 constituencies, as many in each region as in 2023; in Almaty with voters."""
    for iso, count in {"KZ-75": 3, "KZ-71": 2, "KZ-11": 1}.items():
        for number in range(count):
            Constituency.objects.create(
                campaign=election,
                body=majilis,
                region=regions[iso],
                number=str(10 - number),
                name_kk=f"{iso} округі {number}",
                name_ru=f"округ {iso} {number}",
                voters=1000 * number if iso == "KZ-75" else None,
            )
    return campaigning.announce(election, None)


def get(address, status=200):
    response = Client().get(address)
    assert response.status_code == status
    return response.content.decode()


def tiles(html):
    """{ISO code: (accessible name, whole element)} of the tiles that lead somewhere."""
    found = re.findall(r'(<a href="\?region=([\w-]+)#listed" class="tile.*?</a>)', html, re.DOTALL)
    return {iso: (re.search(r'aria-label="(.*?)"', tile)[1], tile) for tile, iso in found}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_map_and_table_say_the_same(language, election, regions):
    html = get(PAGE.replace("/kk/", f"/{language}/"))
    svg, table = (
        html.split("<svg viewBox")[1].split("</svg>")[0],
        html.split("<tbody>")[1].split("</tbody>")[0],
    )
    rows = re.findall(r'href="\?region=([\w-]+)#listed">([^<]+)</a></th><td class="number">(\d+)</td>', table)
    assert {iso: int(count) for iso, _name, count in rows} == {"KZ-75": 3, "KZ-71": 2, "KZ-11": 1}
    drawn = tiles(svg)
    assert set(drawn) == {iso for iso, _name, _count in rows}
    for iso, name, count in rows:
        assert name == getattr(regions[iso], f"name_{language}")
        assert drawn[iso][0] == f"{name}: {count}"
        assert f"<title>{name}: {count}</title>" in drawn[iso][1]
        assert 'class="tile-count"' in drawn[iso][1]
    # Regions without constituencies are on the map, with a name, and lead nowhere.
    assert svg.count('<g class="tile tile-0"><title>') == 17


def test_the_map_is_a_group_of_links_in_the_order_of_the_rows(election):
    svg = get(PAGE).split("<svg viewBox")[1].split("</svg>")[0]
    assert 'role="group" aria-label="' in svg
    assert list(tiles(svg)) == ["KZ-11", "KZ-71", "KZ-75"]
    assert "style=" not in svg


def test_few_constituencies_are_listed_at_once(election):
    html = get(PAGE).split('id="listed"')[1]
    found = re.findall(r'<td class="number">(\d+)</td><th scope="row">(KZ-\d+)', html)
    # By the alphabet of the regions, then by number as people count.
    assert found == [
        ("10", "KZ-11"),
        ("8", "KZ-75"),
        ("9", "KZ-75"),
        ("10", "KZ-75"),
        ("9", "KZ-71"),
        ("10", "KZ-71"),
    ]


def test_a_region_lists_its_own_and_is_marked(election):
    html = get(f"{PAGE}?region=KZ-75")
    assert tiles(html)["KZ-75"][1].count('aria-current="true"') == 1
    assert 'class="chosen"' in html
    listed = html.split('id="listed"')[1]
    assert "KZ-75 округі 0" in listed
    assert "KZ-71 округі" not in listed
    assert '"robots" content="noindex, follow"' in html
    assert f'rel="canonical" href="http://127.0.0.1:8000{PAGE}"' in html


def test_a_region_without_constituencies_says_so(election):
    assert 'class="message"' in get(f"{PAGE}?region=KZ-59").split('id="listed"')[1]


def test_many_constituencies_are_listed_by_region_alone(election, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 5)
    assert "округі 0" not in get(PAGE)
    assert "KZ-71 округі 0" in get(f"{PAGE}?region=KZ-71")


@pytest.mark.parametrize("region", ["", "KZ-99", "75", "KZ-75'"])
def test_a_region_that_is_none_is_not_there(region, election):
    get(f"{PAGE}?region={region}", 404)


def test_voters_are_summed_only_where_all_are_known(election):
    html = get(PAGE)
    foot = html.split("<tfoot>")[1].split("</tfoot>")[0]
    assert re.findall(r'<td class="number">(.*?)</td>', foot) == ["6", "—"]
    almaty = html.split("<tbody>")[1].split("?region=KZ-75")[1].split("</tr>")[0]
    assert "3\xa0000" in almaty


def test_a_constituency_without_a_region_is_listed(election, majilis):
    Constituency.objects.create(
        campaign=election, body=majilis, number="99", name_kk="Шетелдегі округ", name_ru="Округ за рубежом"
    )
    assert "Шетелдегі округ" in get(PAGE)
    assert ">7<" in get(PAGE).split("<tfoot>")[1]


def test_a_campaign_without_constituencies_says_so(referendum):
    campaigning.announce(referendum, None)
    html = get("/ru/campaigns/referendum/constituencies/")
    assert 'class="message"' in html
    assert (
        'href="/ru/campaigns/referendum/constituencies/"'
        not in html.split('class="parts"')[1].split("</nav>")[0]
    )


def test_queries_do_not_grow(election, regions, majilis, rules_2023, django_assert_num_queries):
    def asked():
        with django_assert_num_queries(11) as found:
            get(PAGE)
        return len(found)

    before = asked()
    maslikhat = rules_2023.bodies.get(code="maslikhat-region")
    for iso, body in product(("KZ-10", "KZ-15", "KZ-19"), (majilis, maslikhat)):
        Constituency.objects.create(
            campaign=election, body=body, region=regions[iso], number="77", name_kk="к", name_ru="р"
        )
    assert asked() == before
