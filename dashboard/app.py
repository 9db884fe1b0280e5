"""``streamlit run dashboard/app.py``.

The server imports this file for ``app`` when it starts; every reader's page runs it as a script.
The settings beside it, ``.streamlit/config.toml``, are read in whatever folder it is started.
"""

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from dashboard.ui import html, routes, startup

app = st.App(
    __file__,
    lifespan=startup.lifespan,
    routes=[routes.assets()],
    # Streamlit's own code, 2.9 MB, would travel as it lies on the disk
    middleware=[
        Middleware(GZipMiddleware, compresslevel=6),
        Middleware(startup.SafeHeaders),
        Middleware(startup.SameOriginOnly),
        Middleware(html.PageHead),
    ],
)

if __name__ == "__main__":
    # imported here: the server is to answer before the page's libraries are loaded
    from dashboard.ui import page

    page.run()
