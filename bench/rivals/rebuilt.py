"""The usual way: a folium map of one date, rebuilt by ``st_folium`` whenever the slider moves."""

import folium
import streamlit as st
from streamlit_folium import st_folium

from data import cells_on, dates, frame

st.set_page_config(layout="wide")
day = st.select_slider("Date", dates(), value=dates()[0])
board = folium.Map([35.8, 36.7], zoom_start=9, tiles=None)
folium.GeoJson(
    cells_on(frame(), day),
    style_function=lambda f: {
        "fillColor": f["properties"]["colour"],
        "weight": 0.3,
        "fillOpacity": 0.6,
    },
).add_to(board)
st_folium(board, height=520, use_container_width=True, returned_objects=[])
