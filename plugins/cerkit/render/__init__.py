"""Values in, tables, pages and figures out: pure functions over the trace, without files and without a clock."""
