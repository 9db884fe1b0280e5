"""The app: what Streamlit shows around the map."""
