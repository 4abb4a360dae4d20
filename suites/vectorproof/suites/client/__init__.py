"""The page's snippets, their headers, and the portal's form, as they arrive on the wire."""
