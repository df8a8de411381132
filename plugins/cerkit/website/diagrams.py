"""Mermaid diagrams, drawn when the site is built: no browser draws them, and no page asks another host for a program.

The same drawing stands on the site, in Word and in the PDF.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import importlib.metadata
import importlib.util
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from cerkit.render.safe_svg import SVG, make_safe
from cerkit.website.rules import UNDRAWN_DIAGRAM, UNTOLD_DIAGRAM
from cerkit.workspace.cache import cache_folder
from cerkit.workspace.writing import write_atomically

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from cerkit.website.session import Session

LANGUAGE: Final = "mermaid"
_FENCES: Final = "pymdownx.superfences"
_PACKAGE: Final = "mmdr"
_OWN_ID: Final = "merman"
"""How the program begins every id of a drawing; a page may hold more than one."""
_FAMILIES: Final = "'Liberation Sans', Arial, Helvetica, sans-serif"
_LONGEST: Final = 50_000
"""Characters. No reader follows a longer diagram, and the program may take minutes for one."""
_SECONDS: Final = 30
_LABEL: Final = "foreignobject-fallback"
"""How the class ends of what the program draws for a label, which Mermaid itself writes in HTML."""
_ROOM: Final = 5
"""Units of the drawing beside the words of a label."""
_ROLES: Final = ("aria-roledescription", "aria-describedby", "aria-labelledby")


class UndrawnDiagramError(Exception):
    """The diagram cannot be drawn; the message says why."""


def install(config: MkDocsConfig, session: Session) -> None:
    """Have blocks of Mermaid drawn, in place of the script that the theme would fetch to draw them."""
    if _FENCES not in config.markdown_extensions:
        return
    options = config.mdx_configs.setdefault(_FENCES, {})
    others = [fence for fence in options.get("custom_fences") or () if fence.get("name") != LANGUAGE]
    drawn = {"name": LANGUAGE, "class": LANGUAGE, "format": _fence(session)}
    options["custom_fences"] = [*others, drawn]


def _fence(session: Session) -> Callable[..., str]:
    def drawn(source: str, language: str, css_class: str, options: Any, md: Any, **others: Any) -> str:
        del language, css_class, options, md, others
        return _placed(source, session)

    return drawn


def _placed(source: str, session: Session) -> str:
    """The diagram as the page shows it; what is wrong with it becomes a diagnostic at its first line."""
    page = session.current
    src = page.src if page else ""
    line = _line_of(source, page.read() if page else "")
    try:
        drawing = draw(source)
        shown, words = finished(drawing, f"diagram-{_digest(f'{src} {line} {source}')[:8]}")
    except UndrawnDiagramError as error:
        session.report(UNDRAWN_DIAGRAM, src, f"the diagram cannot be drawn: {error}", line=line)
        return f"<pre>{html.escape(source)}</pre>"
    if not words:
        session.report(UNTOLD_DIAGRAM, src, "the diagram does not say in words what it shows", line=line)
    return f'<div class="diagram">{shown}</div>'


def _line_of(source: str, raw: str) -> int:
    """Line of the page on which the diagram begins; a block inside another one is indented there."""
    wanted = source.strip().splitlines()[:1]
    lines = [line.strip() for line in raw.splitlines()]
    for number, line in enumerate(lines[:-1], start=1):
        if line.strip("`~ ") == LANGUAGE and wanted == [lines[number]]:
            return number + 1
    return 1


def draw(source: str) -> str:
    """The SVG that the program draws, or drew of the same text before."""
    if len(source) > _LONGEST:
        raise UndrawnDiagramError(f"it has more than {_LONGEST} characters: make several of it")
    if importlib.util.find_spec(_PACKAGE) is None:
        raise UndrawnDiagramError('the extra "diagrams" is missing: pip install "cerkit[diagrams]"')
    folder = cache_folder() / f"diagrams-{importlib.metadata.version(_PACKAGE)}"
    path = folder / f"{_digest(source)}.svg"
    with contextlib.suppress(OSError, UnicodeDecodeError):
        kept = path.read_text(encoding="utf-8")
        if kept.startswith("<svg") and kept.rstrip().endswith("</svg>"):
            return kept
    drawing = _run(source)
    # A cache that cannot be written costs a tenth of a second, not the build.
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(path, drawing.encode())
    return drawing


def _run(source: str) -> str:
    """In a process of its own: a text made to keep the program busy ends with its time, and takes nothing along."""
    command = [sys.executable, "-I", "-m", _PACKAGE, "-i", "-", "-o", "-", "-e", "svg"]
    try:
        done = subprocess.run(
            command, input=source.encode(), capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UndrawnDiagramError(f"it took more than {_SECONDS} seconds") from error
    except OSError as error:
        raise UndrawnDiagramError(f"{_PACKAGE} cannot be run: {error.strerror}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise UndrawnDiagramError(said[0].removeprefix("error: ")[:300] if said else "no reason was given")
    return done.stdout.decode("utf-8", "replace")


def finished(drawing: str, identifier: str) -> tuple[str, str]:
    """The drawing with ids of its own and nothing that runs or fetches, and what it says of itself in words."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(drawing.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UndrawnDiagramError(f"what was drawn is not SVG: {error}") from error
    told = [(root.findtext(f"{SVG}{name}") or "").strip() for name in ("title", "desc")]
    words = ": ".join(" ".join(text.split()) for text in told if text)
    for name in ("title", "desc"):
        for element in root.findall(f"{SVG}{name}"):
            root.remove(element)
    make_safe(root, family=_FAMILIES)
    for element in root.iter():
        for name, value in element.attrib.items():
            if str(name).startswith(f"data-{_OWN_ID}"):
                del element.attrib[name]
            else:
                element.set(name, value.replace(_OWN_ID, identifier))
    for style in root.iter(f"{SVG}style"):
        style.text = (style.text or "").replace(_OWN_ID, identifier)
    _widen_labels(root)
    for name in _ROLES:
        root.attrib.pop(name, None)
    root.set("role", "img")
    if words:
        root.set("aria-label", words)
    return etree.tostring(root, encoding="unicode"), words


def _widen_labels(root: etree._Element) -> None:
    """The ground of words on a line is drawn as wide as another font's letters, and grey."""
    for group in root.iter(f"{SVG}g"):
        if not (group.get("class") or "").endswith(_LABEL):
            continue
        for ground in group.findall(f"{SVG}rect"):
            with contextlib.suppress(ValueError):
                left, width = float(ground.get("x", "")), float(ground.get("width", ""))
                ground.attrib.update(
                    {"x": f"{left - _ROOM:g}", "width": f"{width + 2 * _ROOM:g}", "fill": "#fff"}
                )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
