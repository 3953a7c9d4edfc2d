"""Which place each figure is of where a text names its places and then its figures in the same order."""

from collections.abc import Sequence

from cakupan.statements.naming import Place, PlaceMention


def paired_with(
    start: int,
    figures: Sequence[int],
    groups: Sequence[PlaceMention],
    named: Sequence[PlaceMention],
) -> Place | None:
    """ "Wajo, Bone dan Soppeng masing-masing 10, 20 dan 30 persen": the place that stands where the figure does.

    `figures`: where those of the sentence start; `groups`: its places, several in one breath as one; `named`: each of
    them alone. None where the two lists are not of the same length.
    """
    before = [group for group in groups if group.end <= start and group.place.code is None]
    if not before:
        return None
    last = before[-1]
    places = [each.place for each in named if last.start <= each.start and each.end <= last.end]
    following = next((group.start for group in groups if group.start >= last.end), None)
    run = [figure for figure in figures if last.end <= figure and (following is None or figure < following)]
    if len(places) < 2 or len(run) != len(places) or start not in run:
        return None
    return places[run.index(start)]
