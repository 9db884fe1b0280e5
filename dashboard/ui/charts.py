"""Charts of the analysis. Each has a text twin that says what it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import altair as alt
import numpy as np
import pandas as pd

from dashboard.analysis.holds import Hold
from dashboard.analysis.lines import Direction, LineGap
from dashboard.archive import Archive
from dashboard.style import ACCENT, INK
from dashboard.ui.figures import direction_colours, party
from dashboard.wording import Wording

_GREY = "#5d6670"


def _calm(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    return (
        chart.configure_view(stroke=None)
        .configure_axis(
            labelColor=_GREY, titleColor=_GREY, gridColor="#eceff2", domainColor="#c9ced4",
            tickColor="#c9ced4", labelFontSize=12, titleFontSize=12, titleFontWeight="normal",
        )
        .configure_legend(labelFontSize=12, titleFontSize=12, orient="top", title=None)
        .configure_axisX(labelFlush=False)
    )  # fmt: skip


def ribbon(words: Wording, way: Direction) -> alt.TopLevelMixin:
    """Distance along a line: above zero where the ground moved into the land the line guarded."""
    frame = pd.DataFrame(
        {"along": [s.along_km for s in way.samples], "km": [s.km for s in way.samples]}
    )
    frame["in"], frame["out"] = frame["km"].clip(lower=0), frame["km"].clip(upper=0)
    base = alt.Chart(frame, height=150).encode(
        x=alt.X(
            "along:Q",
            title=words["along_line"],
            scale=alt.Scale(nice=False, domainMax=way.length_km),
        )
    )
    title = words["distance_km"]
    tip = [alt.Tooltip("along:Q", format=".0f", title=words["along_line"]),
           alt.Tooltip("km:Q", format=".1f", title=title)]  # fmt: skip
    colours = (("in", "#D9730D"), ("out", "#1F6FB2"))
    areas = [
        base.mark_area(color=c, opacity=0.75, interpolate="step").encode(
            y=alt.Y(f"{f}:Q", title=title), tooltip=tip
        )
        for f, c in colours
    ]
    zero = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(color=INK).encode(y="y:Q")
    return _calm(alt.layer(*areas, zero))


def ribbon_map(archive: Archive, words: Wording, line: LineGap) -> alt.TopLevelMixin:
    """Both lines seen from above, joined where they stand apart; a sketch, north up."""
    ways = pd.DataFrame([s for s in line.from_agreed.samples if s.km], columns=_SAMPLE)
    other = pd.DataFrame([s for s in line.from_ground.samples if s.km], columns=_SAMPLE)
    points = pd.DataFrame(line.from_agreed.samples, columns=_SAMPLE)
    ground = pd.DataFrame(line.from_ground.samples, columns=_SAMPLE)
    everything = pd.concat([points[["lon", "lat"]], ground[["lon", "lat"]]])
    west, south = everything.min()
    east, north = everything.max()
    x = alt.X("lon:Q", scale=alt.Scale(domain=[west, east], nice=False), axis=None)
    y = alt.Y("lat:Q", scale=alt.Scale(domain=[south, north], nice=False), axis=None)
    spokes = [
        alt.Chart(frame)
        .mark_rule(color=colour, opacity=0.35, strokeWidth=1.5)
        .encode(x=x, y=y, x2="to_lon", y2="to_lat")
        for frame, colour in ((other, "#D9730D"), (ways, "#D9730D"))
        if len(frame)
    ]
    dots = [
        alt.Chart(frame).mark_circle(size=size, color=colour, opacity=1).encode(x=x, y=y)
        for frame, colour, size in ((points, ACCENT, 14), (ground, INK, 9))
    ]
    # One degree of longitude is shorter than one of latitude: keep the shape true at mid height.
    width = 300
    height = width * (north - south) / ((east - west) * np.cos(np.radians((north + south) / 2)))
    return _calm(alt.layer(*spokes, *dots).properties(width=width, height=float(height)))


_SAMPLE = ("along_km", "km", "lon", "lat", "to_lon", "to_lat")


def holds(
    archive: Archive, words: Wording, measured: Sequence[Hold], window: int | None
) -> alt.TopLevelMixin:
    """Land that changed hands in a window of each ceasefire, each direction to its own side."""
    rows, order = [], []
    taking = tuple(archive.parties)
    for hold in measured:
        label = words.fill("hold_label", name=hold.agreement.short_name, day=words.date(hold.start))
        order.append(label)
        found = hold.in_force if window is None else hold.windows[window]
        for (_, to), size in (found.flows if found else {}).items():
            sign = 1 if taking.index(to) == 0 else -1
            rows.append({"hold": label, "to": to, "km2": sign * size})
    colours, shown = (
        direction_colours(archive),
        [p for p in taking if any(r["to"] == p for r in rows)],
    )
    frame = pd.DataFrame(rows, columns=["hold", "to", "km2"])
    frame["to"] = [words.fill("to_party", party=party(archive, words, p)) for p in frame["to"]]
    names = [words.fill("to_party", party=party(archive, words, p)) for p in shown]
    rows_axis = alt.Y("hold:N", sort=order, title=None, axis=None, scale=alt.Scale(domain=order))
    axis = alt.Axis(labelExpr="format(abs(datum.value), ',')", tickCount=5)
    bars = (
        alt.Chart(frame, height=alt.Step(44))
        .mark_bar(size=14, yOffset=9)
        .encode(
            x=alt.X("km2:Q", title=words["km2_axis"], axis=axis),
            y=rows_axis,
            color=alt.Color(
                "to:N", scale=alt.Scale(domain=names, range=[colours[p] for p in shown])
            ),
            tooltip=[alt.Tooltip("hold:N", title=" "), alt.Tooltip("to:N", title=" "),
                     alt.Tooltip("km2:Q", format=",.1f", title="km²")],
        )
    )  # fmt: skip
    # Names stand above their bars, so that the chart is as wide on a phone as the page.
    labels = (
        alt.Chart(pd.DataFrame({"hold": order}))
        .mark_text(align="left", dy=-8, fontSize=12, color=INK)
        .encode(x=alt.value(0), y=rows_axis, text="hold:N")
    )
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color="#9aa1a8").encode(x="x:Q")
    return _calm(alt.layer(zero, bars, labels))


def over_time(
    days: Sequence[dt.date],
    values: np.ndarray,
    *,
    title: str,
    last: dt.date,
    at: dt.date,
    height: int = 130,
) -> alt.TopLevelMixin:
    """A stepped series with the day shown marked."""
    frame = pd.DataFrame({"day": [*days, last], "value": [*values, values[-1]]})
    line = (
        alt.Chart(frame, height=height)
        .mark_line(interpolate="step-after", color=ACCENT, strokeWidth=1.8)
        .encode(
            x=alt.X("day:T", title=None),
            y=alt.Y("value:Q", title=title, scale=alt.Scale(zero=True)),
            tooltip=[
                alt.Tooltip("day:T", title=" "),
                alt.Tooltip("value:Q", format=".1f", title=title),
            ],
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"day": [at]}))
        .mark_rule(color=INK, strokeDash=[3, 3])
        .encode(x="day:T")
    )
    return _calm(alt.layer(line, rule))


def shares_over_time(
    archive: Archive, words: Wording, series: Mapping[str, np.ndarray], at: dt.date
) -> alt.TopLevelMixin:
    """Area by party as stacked steps."""
    days = [*archive.state_days, archive.last_day]
    rows = [
        {"day": day, "party": party(archive, words, p), "km2": float(value), "order": i}
        for i, (p, column) in enumerate(series.items())
        for day, value in zip(days, [*column, column[-1]], strict=True)
    ]
    names = [party(archive, words, p) for p in series]
    colours = [archive.parties[p].colour for p in series]
    areas = (
        alt.Chart(pd.DataFrame(rows), height=140)
        .mark_area(interpolate="step-after", opacity=0.85)
        .encode(
            x=alt.X("day:T", title=None),
            y=alt.Y("km2:Q", title="km²", stack=True, scale=alt.Scale(nice=False)),
            order="order:O",
            # The table above the chart is its legend.
            color=alt.Color("party:N", scale=alt.Scale(domain=names, range=colours), legend=None),
        )
    )
    rule = (
        alt.Chart(pd.DataFrame({"day": [at]}))
        .mark_rule(color=INK, strokeDash=[3, 3])
        .encode(x="day:T")
    )
    return _calm(alt.layer(areas, rule))
