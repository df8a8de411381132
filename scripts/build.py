"""From a clone to the built report: make the environment if need be, then run `cerkit build`.

python scripts/build.py [--only site,docx] [--out DIR]
"""

from _environment import BUILD_LOCK, ROOT, Environment, guarded, provide, run


def main(arguments: list[str]) -> int:
    environment = Environment(ROOT)
    provide(environment, BUILD_LOCK)
    return run([environment.program("cerkit"), "build", *arguments])


if __name__ == "__main__":
    raise SystemExit(guarded(main))
