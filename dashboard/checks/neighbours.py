"""Places against the places around them: their units, who held them, who took them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict

import numpy as np
import shapely

from dashboard.checks.nearest import KM_PER_DEGREE
from dashboard.checks.rule import Questions, question
from dashboard.checks.subject import Shape, Subject
from dashboard.records import LINES, Place, Post, code_column

#: Of the places around one, the weighted share outside its unit that is unlikely.
_FOREIGN = 0.93
_NEAREST = 5
_DAYS_ALONE = 30
_FAR_KM = 12.0
_SEA_KM = 2.0


@question
def outside_unit(subject: Subject) -> Questions:
    """A place lies among other places of its smallest administrative unit.

    The eight nearest places are looked at, each weighing the less the farther it is (by the square
    of its distance). Where hardly any weight is left to the place's own unit, its position or its
    code is likely to be another's: a digit mistyped, two rows exchanged. Units of which fewer than
    three places are entered are not looked at.

    Bad: a place of ``AL1201`` in the midst of ``AL1301``. Good: a position among the places of
    ``AL1201``, the code ``AL1301``, or ``meant`` with the reason.
    """
    places, levels = subject.seeds.places, subject.seeds.dataset.level_ids
    if not levels:
        return
    codes = np.array([place.unit(levels[-1])[1] for place in places])
    entered = Counter(codes.tolist())
    nearest = subject.nearest
    if not nearest.index.size:
        return
    weight = 1 / np.maximum(nearest.km, 0.3) ** 2
    foreign = (weight * (codes[nearest.index] != codes[:, None])).sum(1) / weight.sum(1)
    for row in np.flatnonzero((foreign > _FOREIGN) & (codes != "")).tolist():
        place = places[row]
        if entered[codes[row]] < 3:
            continue
        around = Counter(codes[other] for other in nearest.index[row].tolist())
        what = f"{place.id!r} of {codes[row]} lies among places of {around.most_common(1)[0][0]}"
        yield place, "lon", what, "correct its position or its code"


@question
def held_alone(subject: Subject) -> Questions:
    """A place is held like one of the places around it.

    One that is held for more than thirty days by a party which holds none of the five nearest
    places is an island. There are such; more often its position, its holder or a change is
    mistaken, or a change is missing.

    Bad: a place of SOU for a year, with NOR in all five nearest. Good: the change entered, or
    ``meant`` with the reason: a town under siege.
    """
    places, nearest, holders = subject.seeds.places, subject.nearest, subject.holders
    if nearest.index.shape[1] < _NEAREST:
        return
    rows, alone = np.arange(len(places)), holders.party >= 0
    for other in nearest.index[:, :_NEAREST].T:
        alone &= holders.party[other[rows]] != holders.party[rows]
        left = alone.any(axis=1)
        rows, alone = rows[left], alone[left]
    days = alone @ holders.length
    names = {number: party for party, number in holders.number.items()}
    for at in np.flatnonzero(days > _DAYS_ALONE).tolist():
        row, step = int(rows[at]), int(alone[at].argmax())
        since = dt.date.fromordinal(int(holders.days[step]))
        party = names[int(holders.party[row, step])]
        what = (
            f"{places[row].id!r} is {party}'s on {since}, and for {days[at]} days in all none of "
            "the five nearest places is"
        )
        yield places[row], "id", what, "correct its position or its history"


@question
def taken_from_afar(subject: Subject) -> Questions:
    """A place changes hands to a party that is near.

    On the evening of the day some other place is the new holder's within twelve kilometres, or
    among the eight nearest where places are sparse. Where none is, the place, the party or the day
    of the change is likely to be another.

    Bad: SOU takes ``tarn``, and holds nothing near. Good: the place that SOU
    took, or ``meant`` with the reason: an airborne landing.
    """
    places, holders = subject.seeds.places, subject.holders
    row_of = {place.id: row for row, place in enumerate(places)}
    points = subject.positions_km
    for event in subject.seeds.events:
        row, party = row_of.get(event.place), holders.number.get(event.to_party or "")
        step = int(np.searchsorted(holders.days, event.day.toordinal(), side="right")) - 1
        if (
            row is None
            or party is None
            or step < 0
            or event.day > subject.seeds.dataset.series.last_day
        ):
            continue
        if (holders.party[subject.nearest.index[row], step] == party).any():
            continue
        theirs = np.flatnonzero(holders.party[:, step] == party)
        theirs = theirs[theirs != row]
        km = np.hypot(*(points[theirs] - points[row]).T).min() if theirs.size else np.inf
        if km > max(_FAR_KM, *subject.nearest.km[row, -1:].tolist()):
            how = f"{km:.0f} km away" if theirs.size else "nowhere"
            what = f"{event.to_party} takes {event.place!r}, and its nearest place is {how}"
            yield event, "place", what, "correct the place, the party or the day"


@question
def code_against_name(subject: Subject) -> Questions:
    """A code of a unit goes with one name and lies in one larger unit.

    The name and the larger unit that most places give with a code are taken for right. A row that
    differs has its code or its name from another row.

    Bad: ``AL1201`` called Tarn in one row and Brissa in all others. Good: Brissa there too.
    """
    levels = subject.seeds.dataset.level_ids
    for index, level in enumerate(levels):
        above = levels[index - 1] if index else None
        given: dict[str, list[tuple[Place, tuple[str, str]]]] = defaultdict(list)
        for place in subject.seeds.places:
            name, code = place.unit(level)
            if code:
                given[code].append((place, (name, place.unit(above)[1] if above else "")))
        for code, rows in given.items():
            ((usual, times), *_) = Counter(shown for _, shown in rows).most_common()
            for place, shown in rows:
                if shown != usual and times > 1:
                    differs = f"called {shown[0]!r}" if shown[0] != usual[0] else f"in {shown[1]!r}"
                    other = usual[0] if shown[0] != usual[0] else usual[1]
                    what = f"{code} is {differs}, and by {times} other place(s) {other!r}"
                    yield place, code_column(level), what, "correct the code or the name"


@question
def off_land(subject: Subject) -> Questions:
    """Places, posts, roads and rivers are on the land of the base map.

    Two kilometres off the countries entered are the error of a coarse coast. More is a position
    with longitude and latitude exchanged, or a digit mistyped. Where no country is entered within
    reach, nothing is said.

    Bad: a river whose coordinates begin with the latitude. Good: longitude first.
    """
    land = [feature.geometry for feature in subject.seeds.shapes.get("countries", ())]
    sound = [shape for shape in land if shape.is_valid and not shape.is_empty]
    if not sound:
        return
    ground = shapely.union_all(sound)
    seeds = subject.seeds
    charted = shapely.union(
        shapely.box(*ground.bounds), shapely.box(*seeds.dataset.study_area.bbox)
    )
    located = [post for post in seeds.posts if None not in (post.lon, post.lat)]
    at_posts = np.array([(post.lon, post.lat) for post in located]).reshape(-1, 2)
    points = shapely.points(np.vstack([subject.positions, at_posts]))
    entered: tuple[Place | Post, ...] = (*seeds.places, *located)
    things: list[tuple[Place | Post | Shape, str, shapely.Geometry]] = [
        (record, "lon", point) for record, point in zip(entered, points, strict=True)
    ]
    things += [
        (shape, "geometry", shape.feature.geometry)
        for shape in subject.shapes
        if shape.feature.layer in LINES
    ]
    shapely.prepare(ground)
    geometries = [geometry for *_, geometry in things]
    # beyond the base map nothing is known of land and sea
    asked = ~shapely.contains(ground, geometries) & shapely.contains(charted, geometries)
    for thing, field, geometry in itertools.compress(things, asked):
        points = shapely.points(shapely.get_coordinates(geometry))
        km = float(shapely.distance(points, ground).max()) * KM_PER_DEGREE
        if km > _SEA_KM:
            what = f"it reaches {km:.0f} km off the land"
            yield thing, field, what, "give longitude first, in full"
