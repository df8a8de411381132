"""Whether the searches are of the year of the report."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.checks.literature import search_rules as rules
from cerkit.checks.literature.days import release_day
from cerkit.checks.literature.searches import are_searches_broken
from cerkit.model.deadlines import newest_search, of_searches, purpose_words
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.records.review import Search


def check_currency(examination: Examination) -> Iterator[Diagnostic]:
    """The newest search of each purpose; and databases that were left behind when others were searched again."""
    day = release_day(examination)
    limit = int(examination.limit("search-age-months"))
    if are_searches_broken(examination):
        return
    searches = {search.id: search for search in examination.dossier.searches}
    purposes: dict[str, list[Search]] = {}
    for search in searches.values():
        purposes.setdefault(search.purpose, []).append(search)
    for deadline in of_searches(examination.trace, limit, day):
        if not deadline.is_past(day):
            continue
        search = searches[deadline.records[0]]
        newest = newest_search(purposes[search.purpose])
        if search is newest:
            message = (
                f"the newest search on {purpose_words(search.purpose)} is {newest.id} of {newest.ran_on}, "
                f"more than {limit} months before {day}"
            )
            yield rules.OUT_OF_DATE.at(deadline.place, message, subject=newest.id)
        else:
            message = (
                f"{search.source} was searched last on {search.ran_on} ({search.id}), "
                f"while {newest.id} ran on {newest.ran_on}"
            )
            hint = "repeat it too, or say in its note why it is given up"
            yield rules.OUT_OF_DATE.at(
                deadline.place, message, hint=hint, subject=search.id, severity=Severity.WARNING
            )
