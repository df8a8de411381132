"""The words that every phase shares: records, dossier, trace, tables, diagnostics, bundle."""
