"""`cerkit pool`."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

import click

from cerkit.cli.common import Exit, format_option, leave, say_error
from cerkit.model.errors import CerkitError
from cerkit.model.synthesis import (
    INTERVALS,
    MEASURES,
    METHODS,
    Bounds,
    IntervalKind,
    Measure,
    Method,
    Pooled,
    PooledAccuracy,
)
from cerkit.reporters.pooled import report_accuracy, report_pooled

if TYPE_CHECKING:
    from cerkit.synthesis.inputs import Table

_LARGEST = 16 * 1024 * 1024


@click.command("pool")
@click.argument("data", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--measure",
    required=True,
    type=click.Choice(MEASURES, case_sensitive=False),
    help="Effect measure, named as in metafor; DTA pools sensitivity and specificity together.",
)
@click.option(
    "--method",
    default="REML",
    show_default=True,
    type=click.Choice(METHODS, case_sensitive=False),
    help="Common-effect model (FE), or the estimator of the variance between studies.",
)
@click.option(
    "--interval",
    default="wald",
    show_default=True,
    type=click.Choice(INTERVALS),
    help="Normal interval, or Knapp and Hartung's on the t distribution.",
)
@format_option("text", "json")
def command(data: Path, measure: str, method: str, interval: str, form: str) -> None:
    """Pool the studies of a table.

    DATA is a CSV file with a row a study and columns named as in metafor: ai bi ci di, or ai n1i ci n2i (RR, OR, RD);
    m1i sd1i n1i m2i sd2i n2i (MD, SMD); xi ni (PLO, PFT, PR); x1i t1i x2i t2i (IRR); yi vi (GEN); TP FN FP TN (DTA).
    A column `study` names the studies. 0.5 is added to tables with an empty cell; for DTA to all when one has it.

    \b
    cerkit pool trials.csv --measure RR
    cerkit pool trials.csv --measure RR --interval hk --format json
    cerkit pool accuracy.csv --measure DTA
    """
    try:
        import cerkit.synthesis.inputs as inputs
        from cerkit.synthesis import DataError, effects, pool, pool_accuracy
    except ModuleNotFoundError as error:
        hint = "install it with: pip install 'cerkit[synthesis]'"
        raise CerkitError(f"pooling needs {error.name}, which is not installed", hint) from error
    chosen = cast("Measure", measure.upper())
    estimator, kind = cast("Method", method.upper()), cast("IntervalKind", interval)
    table = None
    try:
        table = inputs.read_table(_text(data), chosen)
        made: Pooled | PooledAccuracy
        if chosen == "DTA":
            made = pool_accuracy(table.columns, method=estimator, labels=table.labels)
        else:
            made = pool(effects(chosen, table.columns), method=estimator, interval=kind, labels=table.labels)
    except inputs.TableError as error:
        _refuse(f"{data}:{error.line}:{error.column}: {error.message}", error.hint)
    except DataError as error:
        _refuse(f"{_place(data, table, error)}: {error.message}", "mend the numbers, or choose another model")
    click.echo(_json(made) if form == "json" else _told(made), nl=False)


def _text(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise CerkitError(
            f"{path} is larger than {_LARGEST} bytes", "give one row for each study and nothing else"
        )
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CerkitError(f"{path} is no text", "save it as CSV in UTF-8")


def _place(path: Path, table: Table | None, error: Any) -> str:
    if table is None or error.study is None:
        return str(path)
    return f"{path}:{table.lines[error.study]}:{table.positions.get(error.column, 1)}"


def _refuse(message: str, hint: str) -> NoReturn:
    say_error(message, hint)
    leave(Exit.FINDINGS)


def _json(made: Pooled | PooledAccuracy) -> str:
    content = _pooled(made) if isinstance(made, Pooled) else _accuracy(made)
    return json.dumps(content, indent=2) + "\n"


def _pooled(made: Pooled) -> dict[str, Any]:
    back = made.back_transformed
    return {
        "k": made.k,
        "measure": made.measure,
        "method": made.method,
        "interval": made.interval,
        "estimate": made.estimate,
        "se": made.se,
        "ci": _ends(made.ci),
        "pi": _ends(made.pi),
        "tau2": made.tau2,
        "tau2_ci": _ends(made.tau2_ci),
        "i2": made.i2,
        "q": made.q,
        "q_df": made.q_df,
        "q_p": made.q_p,
        "back_transformed": {}
        if back is None
        else {"scale": back.scale, "estimate": back.estimate, "ci": _ends(back.ci), "pi": _ends(back.pi)},
        "correction": made.correction,
        "studies": [
            {"study": item.label, "estimate": item.estimate, "ci": _ends(item.ci), "weight": item.weight}
            for item in made.studies
        ],
    }


def _accuracy(made: PooledAccuracy) -> dict[str, Any]:
    return {
        "k": made.k,
        "measure": "DTA",
        "method": made.method,
        "interval": "wald",
        "sensitivity": {"estimate": made.sensitivity.estimate, "ci": _ends(made.sensitivity.ci)},
        "specificity": {"estimate": made.specificity.estimate, "ci": _ends(made.specificity.ci)},
        "estimate": list(made.estimate),
        "covariance": [list(row) for row in made.covariance],
        "tau2": list(made.tau2),
        "rho": made.rho,
        "correction": made.correction,
    }


def _ends(bounds: Bounds | None) -> list[float | None] | None:
    """Both ends; JSON knows no infinity."""
    if bounds is None:
        return None
    return [value if math.isfinite(value) else None for value in bounds]


def _told(made: Pooled | PooledAccuracy) -> str:
    return report_pooled(made) if isinstance(made, Pooled) else report_accuracy(made)
