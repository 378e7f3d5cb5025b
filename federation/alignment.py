"""Sequence alignment with bounded cost, for two languages of a text as for two editions of one."""

import math
from collections.abc import Callable

MAX_CELLS = 250_000  # of the alignment's table; beyond it only a band around the diagonal is searched
GAP = -1.0


def align_by(
    rows: int, columns: int, score: Callable[[int, int], float]
) -> list[tuple[int | None, int | None]]:
    """Sequence alignment (Needleman–Wunsch) of 0…rows-1 with 0…columns-1 by the best sum of scores and gaps.

    Beyond MAX_CELLS only a band around the diagonal is searched. Ties prefer a pair, then a gap as late
    as possible.
    """
    if not rows or not columns:
        return [(i, None) for i in range(rows)] + [(None, j) for j in range(columns)]
    width = max(MAX_CELLS // (2 * (rows + 1)), columns // rows + 2)

    def band(i: int) -> range:
        middle = i * columns // rows
        return range(max(0, middle - width), min(columns, middle + width) + 1)

    # best[j]: the score of aligning the rest, from row i and column j on; filled from the end.
    moves: list[tuple[int, bytearray]] = []
    following: dict[int, float] = {}
    for i in range(rows, -1, -1):
        best: dict[int, float] = {}
        steps = bytearray(len(band(i)))
        for j in reversed(band(i)):
            choice = 0.0 if i == rows and j == columns else -math.inf
            step = 0
            if i < rows and j < columns and j + 1 in following:
                choice, step = following[j + 1] + score(i, j), 1
            if i < rows and j in following and following[j] + GAP > choice:
                choice, step = following[j] + GAP, 2
            if j + 1 in best and best[j + 1] + GAP > choice:
                choice, step = best[j + 1] + GAP, 3
            best[j] = choice
            steps[j - band(i).start] = step
        moves.append((band(i).start, steps))
        following = best
    moves.reverse()
    i = j = 0
    result: list[tuple[int | None, int | None]] = []
    while i < rows or j < columns:
        first, steps = moves[i]
        step = steps[j - first]
        result.append((i if step != 3 else None, j if step != 2 else None))
        i += step != 3
        j += step != 2
    return result
