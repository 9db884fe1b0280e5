"""``streamlit run dashboard/app.py``."""

from dashboard.ui import page

page.run()
