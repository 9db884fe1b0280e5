"""The usual way: a folium map of one date, rebuilt by ``st_folium`` whenever the slider moves."""

import folium
import streamlit as st
from streamlit_folium import st_folium

from data import cells_on, centre, dates, frame

st.set_page_config(layout="wide")
day = st.select_slider("Date", dates(), value=dates()[0])
folium_map = folium.Map(centre(), zoom_start=9, tiles=None)
folium.GeoJson(
    cells_on(frame(), day),
    style_function=lambda f: {
        "fillColor": f["properties"]["colour"],
        "weight": 0.3,
        "fillOpacity": 0.6,
    },
).add_to(folium_map)
st_folium(folium_map, height=520, use_container_width=True, returned_objects=[])
