"""Documents that leave the building: a bundle in, a Word file out.

Pandoc is run here and nowhere else. `word.write_document` makes the document;
`citations.format_citations` formats the citations of site and document in one run, so that both carry
the same numbers.
"""
