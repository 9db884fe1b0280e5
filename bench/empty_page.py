"""A page of Streamlit's with a word on it, compressed as the app's: what Streamlit itself costs
(``slow_line.py``)."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

app = st.App(__file__, middleware=[Middleware(GZipMiddleware, compresslevel=6)])

if __name__ == "__main__":
    st.text("word")
