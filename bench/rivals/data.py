"""The same cells and dates as the app shows, as the rivals want them; cached as well as can be."""

import datetime as dt
import os
from pathlib import Path

import geopandas
import streamlit as st

from dashboard.archive import Archive

ROOT = Path(os.environ.get("DASHBOARD_DATA", Path(__file__).parents[2]))


@st.cache_resource
def archive():
    return Archive.load(ROOT)


@st.cache_resource
def frame():
    spells = archive().spells
    colours = {p.id: p.colour for p in archive().dataset.parties}
    return geopandas.GeoDataFrame(
        {
            "start": [s.period.valid_from for s in spells],
            "end": [s.period.valid_to or dt.date.max for s in spells],
            "controller": [s.properties["controller"] or "" for s in spells],
            "colour": [colours.get(s.properties["controller"], "#ffffff") for s in spells],
        },
        geometry=[s.geometry for s in spells],
        crs=4326,
    )


def centre():
    west, south, east, north = frame().total_bounds
    return [(south + north) / 2, (west + east) / 2]


def dates():
    return list(archive().state_days)


def _held(cells, day):
    return cells[(cells.start <= day) & (cells.end > day)]


def cells_on(cells, day):
    return _held(cells, day)[["colour", "geometry"]].to_json()


@st.cache_data
def dissolved_on(_cells, day):
    return _held(_cells, day).dissolve("controller")[["colour", "geometry"]].to_json()
