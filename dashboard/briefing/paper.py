"""Paper and ground in a briefing of an agreement: what it drew, who held it, what it left.

The figures are those of ``analysis.gap`` and their ranges those of ``analysis.doubt``, as on the
agreement's page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dashboard.analysis.doubt import of_gap
from dashboard.analysis.gap import AreaGap, PostGap, gap
from dashboard.analysis.lines import LineGap
from dashboard.analysis.ranges import COUNT, KM, KM2, LENGTH, PERCENT, Unit, text
from dashboard.analysis.scenarios import Spread
from dashboard.briefing.rows import Row, Table
from dashboard.briefing.sentences import Sentences, number
from dashboard.briefing.spec import agreement_of
from dashboard.quantity import Quantity
from dashboard.records import Feature


class Paper:
    """The tables of one agreement on the as-of date of a briefing."""

    def __init__(self, said: Sentences):
        self.archive, self.words, self.say = said.archive, said.wording, said.say
        self.day, self.agreement = said.spec.day, agreement_of(said.spec, said.archive)
        self.found = gap(self.archive, self.day, self.agreement)
        self.moved = of_gap(self.archive, self.day, self.agreement)

    def measures(self, area: str) -> bool:
        """Whether the tables tell who held an area."""
        return any(each.recipe.id == area for each in self.found.areas)

    @property
    def _any_drawn(self) -> bool:
        return self.found.is_drawn

    def drawn(self) -> Table:
        """What the agreement drew, with size and error, and who held it or how far it was."""
        by_recipe: dict[str, list[Feature]] = {}
        for feature in self.archive.drawn_by(self.agreement):
            if feature.properties.get("kind") != "taken_since":  # counted from it, not drawn by it
                by_recipe.setdefault(feature.properties["recipe"], []).append(feature)
        rows = [row for name, mine in by_recipe.items() for row in self._recipe(name, mine)]
        heading = self.say("drawn_by")
        if self._any_drawn:
            heading = self.say("drawn_by_on", day=self.words.date(self.day))
        return Table(heading, tuple(rows) or (Row(self.say("drawn_nothing"), ""),))

    def _recipe(self, name: str, features: list[Feature]) -> Iterator[Row]:
        areas = [area for area in self.found.areas if area.recipe.id == name]
        lines = [line for line in self.found.lines if line.key == name and line.is_measured]
        error = self.say("error_of", m=number(max(f.properties["precision_m"] for f in features)))
        for area in areas:
            yield from self._area(area, error)
        for line in lines:
            yield from self._line(line, error)
        if not areas and not lines:
            yield from (self._feature(f) for f in _sized(features))

    def _feature(self, feature: Feature) -> Row:
        """A geometry nothing is measured on: not in force on the day, or nowhere near the line."""
        p = feature.properties
        name = p.get(f"title_{self.words.language}") or p["title_en"]
        if p.get("depth_km"):
            depth = f"{p['depth_from_km']:g}–{p['depth_km']:g} {self.say('km')}"
            name += self.say("list_comma") + depth
        area, length = p.get("area_km2"), p.get("length_km")
        size = KM2.one(self.words, area) if area else LENGTH.one(self.words, length)
        return Row(name, size, "", self.say("error_of", m=number(p["precision_m"])))

    def _area(self, area: AreaGap, error: str) -> Iterator[Row]:
        title = self.words.of(area.recipe, "title")
        if area.depth_km is not None:
            title = self.words.fill("to_depth", title=title, km=f"{area.depth_km:g}")
        yield Row(title, KM2.one(self.words, area.area.value), "", error)
        for party in self.archive.parties:
            share = self.moved.get(("share", area.recipe.id, area.depth_km, party))
            told = self._told(share, PERCENT)
            if party in area.held or told:  # or in a scenario only
                name = self.words.of(self.archive.parties[party], "short")
                km2 = KM2.one(self.words, _value(area.held, party))
                label = self._ranged(name, told)
                yield Row(label, km2, f"control.{party}", share=_value(area.shares, party))
        if area.unknown.value > 0.5:
            km2 = KM2.one(self.words, area.unknown.value)
            yield Row(self.words["unknown_controller"], km2, "control.unknown")

    def _line(self, line: LineGap, error: str) -> Iterator[Row]:
        length = LENGTH.one(self.words, line.from_agreed.length.value)
        yield Row(self.words.of(line.recipe, "title"), length, "", error)
        for way in ("from_agreed", "from_ground"):
            for key, name in (("mean", "mean"), ("maximum", "maximum")):
                told = self._told(
                    self.moved["line", line.recipe.id, way, name], KM, "no_line_between"
                )
                label = self.say(
                    "distance_of", way=self.words[way], measure=self.words[key].lower()
                )
                value = KM.one(self.words, getattr(getattr(line, way), name).value)
                yield Row(self._ranged(label, told), value)

    def left(self) -> Table:
        """Land the agreement left where it was, and how many posts stood behind other lines."""
        rows, rule = [], ""
        left = self.found.left
        if left is not None:
            name = self.words.agreement(self.archive.agreements[self.agreement])
            label = self.words.fill("left_title", agreement=name)
            rows.append(self._figure(label, left.area.value, ("left",), KM2))
            if self.day > left.by:
                still = self.say("left_still", day=self.words.date(self.day))
                rows.append(self._figure(still, left.still.value, ("still",), KM2))
            reference = self.archive.agreements[self.archive.dataset.reference_agreement]
            rule = self.words.fill(
                "left_rule", reference=self.words.agreement(reference),
                a=self.words.date(left.since), b=self.words.date(left.by),
            )  # fmt: skip
        if self._any_drawn and self.found.posts_standing.value:
            count, label = len(self.found.posts), self.words["posts_behind"]
            value = self.say("page_of", n=count, total=self.found.posts_standing.value)
            rows.append(Row(self._ranged(label, self._told(self.moved[("posts",)], COUNT)), value))
        heading = self.words.fill("gap_title", day=self.words.date(self.day))
        return Table(heading, tuple(rows), rule)

    def posts(self) -> Table:
        """The posts behind other lines, each with its distance to the line of contact."""
        rows = tuple(
            Row(self._ranged(name, told), value, f"control.{post.held_now}")
            for post, name, value, told in self._posts()
        )
        return Table(self.words["posts_behind"], rows, self.words["to_contact"])

    def posts_told(self) -> str:
        """The same in a sentence, for small print; empty where there is none."""
        each = (f"{name} {self._ranged(value, told)}" for _, name, value, told in self._posts())
        listed = self.words["list_semicolon"].join(each)
        return f"{self.words['to_contact']}: {listed}." if listed else ""

    def _posts(self) -> Iterator[tuple[PostGap, str, str, str]]:
        """Each post with its place, its distance and the range of that."""
        for post in self.found.posts if self._any_drawn else ():
            name = self.words.of(self.archive.places[post.place], "name")
            km = post.distance.value
            value = KM.one(self.words, km) if km is not None else self.words["unknown"]
            told = self._told(self.moved["post", post.post.id], KM, "not_behind")
            yield post, name, value, told

    def _figure(self, label: str, value: float, key: tuple[str, ...], unit: Unit) -> Row:
        told = self._told(self.moved[key], unit)
        return Row(self._ranged(label, told), unit.one(self.words, value))

    def _told(self, found: Spread | None, unit: Unit, none: str = "") -> str:
        return text(self.words, found, unit, none)

    def _ranged(self, label: str, told: str) -> str:
        return self.words.fill("range_bracketed", value=label, range=told) if told else label


def _sized(features: Iterable[Feature]) -> Iterator[Feature]:
    """Features to be listed: the edge of a band goes with its area."""
    for feature in features:
        p = feature.properties
        if not (p.get("kind") == "depth_band" and "length_km" in p):
            yield feature


def _value(figures: Mapping[str, Quantity], party: str) -> float:
    return figures[party].value if party in figures else 0.0
