"""Run a program of the environment without activating it: `python scripts/run.py cerkit check`.

Fetches nothing, so that a commit hook never waits for a network.
"""

from _environment import ROOT, Environment, SetupError, guarded, run, say


def main(arguments: list[str]) -> int:
    if not arguments:
        say("name a program, for example: python scripts/run.py cerkit check")
        return 2
    program, *rest = arguments
    place = Environment(ROOT).program(program)
    if not place.is_file():
        raise SetupError(f"{program} is not in .venv", "run python scripts/test.py once: it installs it")
    return run([place, *rest])


if __name__ == "__main__":
    raise SystemExit(guarded(main))
