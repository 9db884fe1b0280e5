"""Charts of the analysis. Each has a text twin that says what it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from dashboard.analysis.lines import Direction
from dashboard.style import ACCENT, INK
from dashboard.views.context import PageContext
from dashboard.wording import Wording

_GREY = "#808890"  # seen on light pages and on dark ones; text has the page's own colour
#: The other side of a line than that its accent stands for; a hue of no party.
_OUT = "#B9A3CB"
#: Figures along an axis: thousands apart, decimals only where the ticks need them.
_FIGURES = ",.2~f"


def _calm(chart: alt.LayerChart | alt.FacetChart) -> alt.LayerChart | alt.FacetChart:
    return (
        chart.properties(padding={"left": 0, "right": 8, "top": 6, "bottom": 0})
        .configure_view(stroke=None)
        .configure_axis(
            domainColor=_GREY,
            tickColor=_GREY,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
        )
        .configure_legend(labelFontSize=12, titleFontSize=12, orient="top", title=None)
        .configure_axisX(labelFlush=False)
    )


def ribbon(words: Wording, way: Direction, description: str) -> alt.LayerChart | alt.FacetChart:
    """Distance along a line: above zero where the ground moved into the land the line guarded."""
    frame = pd.DataFrame(
        {"along": [s.along_km for s in way.samples], "km": [s.km for s in way.samples]}
    )
    frame["in"], frame["out"] = frame["km"].clip(lower=0), frame["km"].clip(upper=0)
    base = alt.Chart(frame, height=150).encode(
        x=alt.X(
            "along:Q",
            title=words["along_line"],
            axis=alt.Axis(format=_FIGURES),
            scale=alt.Scale(nice=False, domainMax=way.length.value or 0.0),
        )
    )
    title = words["distance_km"]
    tip = [
        alt.Tooltip("along:Q", format=".0f", title=words["along_line"]),
        alt.Tooltip("km:Q", format=".1f", title=title),
    ]
    colours = (("in", ACCENT), ("out", _OUT))
    areas = [
        base.mark_area(color=c, opacity=0.75, interpolate="step").encode(
            y=alt.Y(f"{f}:Q", title=title, axis=alt.Axis(format=_FIGURES)), tooltip=tip
        )
        for f, c in colours
    ]
    zero = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(color=INK).encode(y="y:Q")
    return _calm(alt.layer(*areas, zero).properties(description=description))


def _days() -> alt.X:
    """Years along a chart as wide as a panel."""
    return alt.X("day:T", title=None, axis=alt.Axis(format="%Y", tickCount="year"))


def distances(
    page: PageContext, days: Sequence[dt.date], km: np.ndarray, description: str
) -> alt.LayerChart | alt.FacetChart:
    """A stepped series of distances with the day shown marked."""
    title = page.words["unit_km"]
    frame = pd.DataFrame({"day": [*days, page.archive.last_day], "value": [*km, km[-1]]})
    line = (
        alt.Chart(frame, height=130)
        .mark_line(interpolate="step-after", color=ACCENT, strokeWidth=1.8)
        .encode(
            x=_days(),
            y=alt.Y(
                "value:Q",
                title=title,
                scale=alt.Scale(zero=True),
                axis=alt.Axis(format=_FIGURES),
            ),
            tooltip=[
                alt.Tooltip("day:T", title=" "),
                alt.Tooltip("value:Q", format=".1f", title=title),
            ],
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"day": [page.choice.day]}))
        .mark_rule(color=INK, strokeDash=[3, 3])
        .encode(x="day:T")
    )
    return _calm(alt.layer(line, rule).properties(description=description))


def shares_over_time(
    page: PageContext, series: Mapping[str, np.ndarray], description: str
) -> alt.LayerChart | alt.FacetChart:
    """Area by party as stacked steps."""
    days = [*page.archive.state_days, page.archive.last_day]
    rows = [
        {"day": day, "party": page.party(p), "km2": float(value), "order": i}
        for i, (p, column) in enumerate(series.items())
        for day, value in zip(days, [*column, column[-1]], strict=True)
    ]
    whole = float(np.sum([*series.values()], axis=0).max())
    names = [page.party(p) for p in series]
    colours = [page.archive.parties[p].colour for p in series]
    areas = (
        alt.Chart(pd.DataFrame(rows), height=140)
        .mark_area(interpolate="step-after", opacity=0.85)
        .encode(
            x=_days(),
            y=alt.Y(
                "km2:Q",
                title=page.words["unit_km2"],
                stack=True,
                scale=alt.Scale(domain=[0, whole], nice=False),
                axis=alt.Axis(format=_FIGURES, tickCount=4),
            ),
            order="order:O",
            # The table above the chart is its legend.
            color=alt.Color("party:N", scale=alt.Scale(domain=names, range=colours), legend=None),
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"day": [page.choice.day]}))
        .mark_rule(color=INK, strokeDash=[3, 3])
        .encode(x="day:T")
    )
    return _calm(alt.layer(areas, rule).properties(description=description))
