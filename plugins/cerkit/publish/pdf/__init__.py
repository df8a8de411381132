"""The PDF: the pages that Word gets, set by Typst or converted by LibreOffice, and read back."""
