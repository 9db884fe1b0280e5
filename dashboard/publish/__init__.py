"""The app as a static site: its pages, the map and the data as files, in every language.

- ``links`` says which file shows a choice, and writes links between files.
- ``parts`` writes the parts of a page (``dashboard.views``) as HTML.
- ``evidence`` writes out in full what the app has controls for: every event, the downloads.
- ``site`` renders every page that another links to, with the map, the data and the downloads.
- ``command`` is ``conflict-map publish``; ``store.write_site`` puts the files in place.
"""
