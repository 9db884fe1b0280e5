"""folium's own time slider: every spell of control in one GeoJSON, shown and hidden in the browser.

Time is counted in states, so that one step of its slider is the next change, as in the others.
"""

import bisect

import folium
import streamlit as st
from folium.plugins import Timeline, TimelineSlider
from folium.utilities import JsCode

from data import archive, centre, dates, frame

st.set_page_config(layout="wide")


@st.cache_data
def page():
    days = dates()
    cells = frame()
    states = cells.assign(
        # a spell is shown up to and including its last state
        start=[max(bisect.bisect_right(days, day) - 1, 0) for day in cells.start],
        end=[min(bisect.bisect_left(days, day), len(days)) - 0.5 for day in cells.end],
    )
    folium_map = folium.Map(centre(), zoom_start=9, tiles=None)
    timeline = Timeline(
        states[["start", "end", "colour", "geometry"]].to_json(),
        style=JsCode(
            "function (f) { return { fillColor: f.properties.colour, weight: 0.3, fillOpacity: 0.6 }; }"
        ),
    ).add_to(folium_map)
    slider = TimelineSlider(auto_play=False, steps=len(days) - 1, show_ticks=False)
    slider.add_timelines(timeline).add_to(folium_map)
    return folium_map.get_root().render()


archive()
st.iframe(page(), height=620)
