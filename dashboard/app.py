"""``streamlit run dashboard/app.py``.

The server imports this file for ``app`` when it starts; every reader's page runs it as a script.
"""

import streamlit as st

from dashboard.ui import warm

app = st.App(__file__, lifespan=warm.lifespan)

if __name__ == "__main__":
    # imported here: the server is to answer before the page's libraries are loaded
    from dashboard.ui import page

    page.run()
