"""The content of every page, whoever shows it: the app in Streamlit, ``publish`` as files.

A page is a function of a ``PageContext`` (the data, the words, the choice, how its links are
written): it asks ``analysis`` and gives *parts*, mostly HTML made by the templates here. Read
``choice``, ``context`` and ``parts``, then ``views``, which lists the pages, and any page.
"""
