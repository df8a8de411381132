"""The bundle as JSON, and back: what the site showed, kept so that no old tag need ever be built again.

A stored bundle may come from anywhere. What is read is exactly what was written, or it is refused.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final, NoReturn, TypeVar
from urllib.parse import unquote

from cerkit.model.bundle import (
    BUNDLE_SCHEMA,
    Bundle,
    BundleImage,
    BundlePage,
    DocumentIdentity,
    PageRole,
    Revision,
)
from cerkit.model.errors import CerkitError

STORED_BUNDLE: Final = "bundle.json"

T = TypeVar("T")
# What XML cannot hold, and what is no character at all.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MEDIA: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")


class _Wrong(Exception):  # noqa: N818  # becomes an error with the file's name
    """What does not fit, and where."""


def bundle_json(bundle: Bundle) -> bytes:
    """The stored form: names of fields as in `model.bundle`, bytes as base64."""
    stored = asdict(bundle)
    for image in stored["images"]:
        image["data"] = base64.b64encode(image["data"]).decode()
    return (json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_bundle(data: bytes, *, name: str = STORED_BUNDLE) -> Bundle:
    """A stored bundle. CerkitError for one of another version, and for what no release wrote."""
    try:
        return _bundle(_parsed(data))
    except _Wrong as error:
        raise CerkitError(f"{name} cannot be used: {error}", "get the bundle again") from error


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        content = json.loads(
            data.decode(), object_pairs_hook=_once, parse_constant=_no_number, parse_float=_no_number
        )
    except (ValueError, RecursionError) as error:
        raise _Wrong(f"it is not JSON: {error}") from error
    if not isinstance(content, dict) or type(content.get("schema")) is not int:
        raise _Wrong("it is no stored bundle: it names no version of its form")
    if content["schema"] != BUNDLE_SCHEMA:
        raise _Wrong(f"its form has version {content['schema']}, and this cerkit reads {BUNDLE_SCHEMA}")
    return content


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no value of a bundle")


def _bundle(content: dict[str, Any]) -> Bundle:
    _fields(content, "the bundle", {"schema", "document", "revisions", "pages", "images"})
    pages = _listed(content, "pages", _page)
    _unique((page.src for page in pages), "pages")
    images = _listed(content, "images", _image)
    _unique((image.path for image in images), "images")
    return Bundle(_document(content["document"]), _listed(content, "revisions", _revision), pages, images)


def _document(value: Any) -> DocumentIdentity:
    texts = {"number", "title", "version", "status", "date", "device", "manufacturer", "language"}
    _fields(value, "document", texts | {"notice", "authors"})
    made: dict[str, Any] = {name: _text(value[name], f"document.{name}") for name in texts}
    _matching(_DAY, made["date"], "document.date")
    notice = value["notice"]
    authors = tuple(_text(item, "document.authors") for item in _list(value["authors"], "document.authors"))
    return DocumentIdentity(
        **made, notice=None if notice is None else _text(notice, "document.notice"), authors=authors
    )


def _revision(value: Any, where: str) -> Revision:
    names = ("version", "date", "author", "change")
    _fields(value, where, set(names))
    made = {name: _text(value[name], f"{where}.{name}") for name in names}
    _matching(_DAY, made["date"], f"{where}.date")
    return Revision(**made)


def _page(value: Any, where: str) -> BundlePage:
    names = ("src", "url", "title", "html")
    _fields(value, where, {*names, "role"})
    made = {name: _text(value[name], f"{where}.{name}") for name in names}
    _relative(made["src"], f"{where}.src")
    if made["url"]:
        _relative(made["url"], f"{where}.url")
    if value["role"] not in list(PageRole):
        raise _Wrong(f"{where}.role is none that is known")
    return BundlePage(**made, role=PageRole(value["role"]))


def _image(value: Any, where: str) -> BundleImage:
    _fields(value, where, {"path", "media_type", "data"})
    path = _text(value["path"], f"{where}.path")
    _relative(path, f"{where}.path")
    media_type = _text(value["media_type"], f"{where}.media_type")
    _matching(_MEDIA, media_type, f"{where}.media_type")
    try:
        data = base64.b64decode(_text(value["data"], f"{where}.data"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _Wrong(f"{where}.data is not base64") from error
    return BundleImage(path, media_type, data)


def _listed(content: Mapping[str, Any], name: str, make: Callable[[Any, str], T]) -> tuple[T, ...]:
    items = _list(content[name], name)
    return tuple(make(item, f"{name}[{position}]") for position, item in enumerate(items))


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise _Wrong(f"{where} is no list")
    return value


def _fields(value: Any, where: str, names: set[str]) -> None:
    if not isinstance(value, dict) or value.keys() != names:
        raise _Wrong(f"{where} does not have the fields {', '.join(sorted(names))}, and no others")


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str) or _CONTROL.search(value):
        raise _Wrong(f"{where} is no text")
    return value


def _matching(pattern: re.Pattern[str], value: str, where: str) -> None:
    if not pattern.fullmatch(value):
        raise _Wrong(f"{where} is {value[:40]!r}, which no release writes")


def _relative(value: str, where: str) -> None:
    """An address below the site: no other host, nothing above it."""
    parts = unquote(value).replace("\\", "/").split("/")
    if value.startswith("/") or ":" in parts[0] or ".." in parts or not parts[0]:
        raise _Wrong(f"{where} leads out of the site")


def _unique(names: Any, where: str) -> None:
    known: set[str] = set()
    for name in names:
        if name in known:
            raise _Wrong(f"{name} stands twice in {where}")
        known.add(name)
