"""The tile map of the regions: one square for each, at the place that the region itself knows. Pure geometry.

Lengths are units of the picture's own coordinates; the page gives it its size.
"""

import re
from collections import Counter
from dataclasses import dataclass

SIDE = 100
STEP = 106  # from one tile to the next
LEVELS = 3  # shades of what is counted
# What a name is shorter without, in both languages.
KINDS = re.compile(r"\s*(?:\bоблысы|\bқаласы|\bобласть|\bгород)\s*")
LONGEST = 9  # letters that a tile can hold on a phone
VOWELS = "аеёиоуыэюяәөұүі"  # a shortened word ends before them


@dataclass(frozen=True)
class Tile:
    """x, y: top left. lines: the name without «region» and «city», one or two; with it where two regions would be
    called the same (in Kazakh Almaty, the region and the city). short: the name for small screens.

    level: 0 where nothing is counted, else 1 to LEVELS by the share of the largest count.
    """

    region: object
    count: int
    x: int
    y: int
    lines: tuple[str, ...]
    short: str
    level: int


@dataclass(frozen=True)
class TileMap:
    tiles: tuple[Tile, ...]
    width: int
    height: int


def tile_map(regions, counts):
    """A TileMap. regions: Regions, in any order; counts: {region's pk: int}, an absent one counts 0.

    Tiles come row by row, as the eye and the keyboard go.
    """
    placed = sorted(regions, key=lambda region: (region.tile_row, region.tile_column))
    if not placed:
        return TileMap((), 0, 0)
    top = min(region.tile_row for region in placed)
    left = min(region.tile_column for region in placed)
    bare = Counter(lines(str(region)) for region in placed)
    twins = {region.pk for region in placed if bare[lines(str(region))] > 1}
    most = max([counts.get(region.pk, 0) for region in placed])
    tiles = tuple(
        Tile(
            region=region,
            count=counts.get(region.pk, 0),
            x=(region.tile_column - left) * STEP,
            y=(region.tile_row - top) * STEP,
            lines=split(str(region)) if region.pk in twins else lines(str(region)),
            short=whole_short(str(region)) if region.pk in twins else short(str(region)),
            level=-(-LEVELS * counts.get(region.pk, 0) // most) if most else 0,
        )
        for region in placed
    )
    return TileMap(tiles, max(tile.x for tile in tiles) + SIDE, max(tile.y for tile in tiles) + SIDE)


def lines(name):
    """("Северо-", "Казахстанская") for «Северо-Казахстанская область»: at most two."""
    return split(KINDS.sub(" ", name)) or (name,)


def split(name):
    words = re.findall(r"[^\s-]+-?", name)
    return (words[0], " ".join(words[1:])) if len(words) > 1 else tuple(words)


def whole_short(name):
    """«Алм. обл.» and «Алм. қал.»"""
    return " ".join(f"{word[:3]}." for word in split(name))


def short(name):
    """«СҚО» of two words, «Костан.» of a long one, else the word."""
    words = re.findall(r"[^\s-]+", KINDS.sub(" ", name)) or [name]
    if len(words) > 1:
        return "".join(word[0].upper() for word in words) + "О"
    word = words[0]
    return word if len(word) <= LONGEST else f"{word[: LONGEST - 3].rstrip(VOWELS)}."
