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
    # Streamlit would send its own code, 2.9 MB, uncompressed
    middleware=[
        Middleware(GZipMiddleware, compresslevel=6),
        Middleware(startup.SafeHeaders),
        Middleware(startup.SameOriginOnly),
        Middleware(startup.RoomForSessions),
        Middleware(html.PageHead),
    ],
)

if __name__ == "__main__":
    # imported here: the server must answer before the libraries of the page are loaded
    from dashboard.ui import page

    page.run()
