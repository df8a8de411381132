"""From a clone to a released bundle: make the environment if need be, then run `cerkit release`.

python scripts/release.py TAG [--out DIR] [--dry-run] [--record]
"""

from _environment import BUILD_LOCK, ROOT, Environment, guarded, provide, run


def main(arguments: list[str]) -> int:
    environment = Environment(ROOT)
    provide(environment, BUILD_LOCK)
    return run([environment.program("cerkit"), "release", *arguments])


if __name__ == "__main__":
    raise SystemExit(guarded(main))
