"""Paper and ground in a briefing of an agreement: what it drew, who held it, what it left.

The figures and their ranges are those of ``analysis.gap``, as on the agreement's page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from dashboard.analysis.gap import AreaGap, PostGap, gap
from dashboard.analysis.lines import LineGap
from dashboard.analysis.scenarios import across
from dashboard.briefing.rows import Phrase, Row, Table
from dashboard.briefing.sentences import Sentences
from dashboard.briefing.spec import agreement_of
from dashboard.quantity import Quantity, Unit
from dashboard.records import Feature
from dashboard.wording import format


class AgreementTables:
    """The tables of one agreement on the as-of date of a briefing."""

    def __init__(self, sentences: Sentences):
        self.archive, self.words, self.say = sentences.archive, sentences.words, sentences.say
        self.day, self.agreement = sentences.spec.day, agreement_of(sentences.spec, self.archive)
        self.found = across(self.archive, lambda made: gap(made, self.day, self.agreement))

    def measures(self, area: str | None) -> bool:
        """Whether the tables say who held an area."""
        return any(each.recipe.id == area for each in self.found.areas)

    def drawn(self) -> Table:
        """What the agreement drew, with size and error, and who held it or how far it was."""
        by_recipe: dict[str, list[Feature]] = {}
        for feature in self.archive.drawn_by(self.agreement):
            if feature.properties.get("kind") != "taken_since":  # counted from it, not drawn by it
                by_recipe.setdefault(feature.properties["recipe"], []).append(feature)
        rows = [row for name, mine in by_recipe.items() for row in self._recipe(name, mine)]
        heading = self.say("drawn_by")
        if self.found.is_drawn:
            heading = self.say("drawn_by_on", day=self.words.date(self.day))
        return Table(heading, tuple(rows) or (Row(self.say("drawn_nothing")),))

    def _recipe(self, name: str, features: list[Feature]) -> Iterator[Row]:
        areas = [area for area in self.found.areas if area.recipe.id == name]
        lines = [line for line in self.found.lines if line.key == name and line.is_measured]
        error = self._precision(max(f.properties["precision_m"] for f in features))
        for area in areas:
            yield from self._area(area, error)
        for line in lines:
            yield from self._line(line, error)
        if not areas and not lines:
            yield from (self._feature(f) for f in _sized(features))

    def _precision(self, metres: float) -> str:
        """How far a geometry can be off."""
        return self.say("error_of", m=format.number(self.words, Quantity(metres, Unit.M)))

    def _feature(self, feature: Feature) -> Row:
        """A geometry nothing is measured on: not in force on the day, or nowhere near the line."""
        p = feature.properties
        name = self.words.of_properties(p, "title")
        if p.get("depth_km"):
            ends = (Quantity(p[end], Unit.KM) for end in ("depth_from_km", "depth_km"))
            first, last = (format.exact(self.words, end) for end in ends)
            name += self.words["list_comma"] + self.words.fill("span", low=first, high=last)
        area, length = p.get("area_km2"), p.get("length_km")
        size = Quantity(area, Unit.KM2) if area else Quantity(length, Unit.KM)
        return Row(name, size, note=self._precision(p["precision_m"]))

    def _area(self, area: AreaGap, error: str) -> Iterator[Row]:
        whole = partial(format.whole, parts=area.held.values())
        yield Row(area.title(self.words), area.area, note=error, write=whole)
        for party in filter(area.held.__contains__, self.archive.parties):
            held, share = area.held[party], area.shares[party]
            if held.value or format.span(self.words, share):  # or in a scenario only
                name = self.words.of(self.archive.parties[party], "short")
                row = Row(name, held, f"control.{party}", share=share)
                yield replace(row, is_part=True)
        if (area.unknown.value or 0.0) > 0.5:
            name = self.words["unknown_controller"]
            yield Row(name, area.unknown, "control.unknown", is_part=True)

    def _line(self, line: LineGap, error: str) -> Iterator[Row]:
        yield Row(self.words.of(line.recipe, "title"), line.from_agreed.length, note=error)
        ways = {"from_agreed": line.from_agreed, "from_ground": line.from_ground}
        for way, found in ways.items():
            for measure, km in (("mean", found.mean), ("maximum", found.maximum)):
                words = {"way": self.words[way], "measure": self.words[measure].lower()}
                label = self.say("distance_of", **words)
                row = Row(label, km, none="no_line_between")
                yield replace(row, is_part=True)

    def left(self) -> Table:
        """Land the agreement left where it was, and how many posts stood behind other lines."""
        rows, rule, left = [], "", self.found.left
        if left is not None:
            name = self.words.agreement(self.archive.agreements[self.agreement])
            rows.append(Row(self.words.fill("left_title", agreement=name), left.area))
            if self.day > left.by:
                still = self.say("left_still", day=self.words.date(self.day))
                rows.append(Row(still, left.still))
            rule = self.words.fill(
                "left_rule",
                reference=self.words.reference(self.archive.reference),
                a=self.words.date(left.since),
                b=self.words.date(left.by),
            )
        if self.found.is_drawn and self.found.posts_standing.value:
            behind, all_ = self.found.posts_encircled, self.found.posts_standing
            value = Phrase("briefing.page_of", {"n": behind, "total": all_})
            rows.append(Row(self.words["posts_encircled"], value, ranged=behind))
        heading = self.words.fill("gap_title", day=self.words.date(self.day))
        return Table(heading, tuple(rows), rule)

    def posts(self) -> Table:
        """The posts behind other lines, each with its distance to the line of contact."""
        rows = tuple(
            Row(self._place(post), post.distance, f"control.{post.held_now}", none="not_encircled")
            for post in self._posts
        )
        return Table(self.words["posts_encircled"], rows, self.words["to_contact"])

    def posts_sentence(self) -> str:
        """The posts behind other lines in a sentence, for small print; empty for none."""
        distances = (
            (post, format.with_scenarios(self.words, post.distance, "not_encircled"))
            for post in self._posts
        )
        each = (f"{self._place(post)} {distance}" for post, distance in distances)
        listed = self.words["list_semicolon"].join(each)
        return f"{self.words['to_contact']}: {listed}." if listed else ""

    @property
    def _posts(self) -> tuple[PostGap, ...]:
        return self.found.posts if self.found.is_drawn else ()

    def _place(self, post: PostGap) -> str:
        return self.words.of(self.archive.places[post.place], "name")


def _sized(features: Iterable[Feature]) -> Iterator[Feature]:
    """Features to be listed: the edge of a band goes with its area."""
    for feature in features:
        p = feature.properties
        if not (p.get("kind") == "depth_band" and "length_km" in p):
            yield feature
