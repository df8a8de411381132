"""A library that nobody uses is not loaded, and is whole for whoever does use it."""

import subprocess
import sys

PROGRAM = """
import sys
from cerkit.website.lazily import put_off_unused
put_off_unused()
import mkdocs_macros.plugin
print("urllib3" in sys.modules)
import requests
import mkdocs_macros.util
print(issubclass(requests.exceptions.RequestException, OSError), "urllib3" in sys.modules)
from requests.models import Response
put_off_unused()
print(requests.Response is Response is mkdocs_macros.util.requests.Response)
"""


def test_the_library_is_loaded_when_it_is_used() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "True", "True"]
