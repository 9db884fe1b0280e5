"""The app: what Streamlit shows around the map.

Read ``page`` (a run of the page, from top to bottom), ``state`` (the choice of a session) and
``files`` (the data shown, and what the browser fetches of it). ``component`` mounts the map and its
widgets, ``grid`` tables, and ``draw`` the parts of a page (``dashboard.views``). ``agreement``,
``agreements``, ``evidence`` and ``download`` are pages and tabs with controls; ``briefing`` is the
form, whose files ``dashboard.briefing.worker`` makes. Of the server: ``startup`` and whom it
answers, ``html`` (the page before its code has arrived), ``routes``.
"""
