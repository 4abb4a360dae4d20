"""Many runs in a database: what was kept of each, and what became of requirements and cases over time.

``store`` keeps and finds (SQLite or PostgreSQL, through SQLAlchemy, an extra of the package); ``trend`` judges what it
finds and knows no database.
"""
