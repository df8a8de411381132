"""The redline: what changed between two reports, as changes that Word tracks.

Both reports are written by Pandoc, as for the Word document, and compared paragraph by paragraph before numbers,
citations and contents are filled in. So the reader sees what people changed, and not what followed by counting.
`redline.write_redline` makes it; decision 0033 says why it is made this way.
"""
