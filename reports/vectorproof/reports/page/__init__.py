"""The page of the HTML report: its template, style and script, as data of the package."""
