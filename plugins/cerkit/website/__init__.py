"""The website: MkDocs is imported here and nowhere else.

Hooks translate between MkDocs and the core: pages are generated from `render`, numbers and citations are filled in on
the finished HTML, and what the site shows is handed over as a bundle for the Word document.
"""
