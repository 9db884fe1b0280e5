"""The best case of the usual way: a fragment, dissolved areas, only the feature group replaced."""

import folium
import streamlit as st
from streamlit_folium import st_folium

from data import centre, dates, dissolved_on, frame

st.set_page_config(layout="wide")


@st.fragment
def scrub():
    day = st.select_slider("Date", dates(), value=dates()[0])
    folium_map = folium.Map(centre(), zoom_start=9, tiles=None)
    group = folium.FeatureGroup("control")
    folium.GeoJson(
        dissolved_on(frame(), day),
        style_function=lambda f: {
            "fillColor": f["properties"]["colour"],
            "weight": 0.3,
            "fillOpacity": 0.6,
        },
    ).add_to(group)
    st_folium(
        folium_map,
        feature_group_to_add=group,
        height=520,
        use_container_width=True,
        returned_objects=[],
    )


scrub()
