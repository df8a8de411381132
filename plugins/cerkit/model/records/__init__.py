"""Records: what the author wrote, frozen and strict. What is derived stands in `dossier` and `trace`."""
