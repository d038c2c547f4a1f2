"""Bytes to lines, strictly: the first byte that is no character of the declared encoding stops the load.

Decoding comes before splitting, because a delimiter's byte can be the second half of a Chinese character.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from pathlib import Path

from gridloop.kernel.problems import Problem

CHUNK = 4 << 20
FIRST_CHUNK = 256 << 10
"""Whoever wants to see the beginning only need not wait for more."""
LONGEST_LINE = 8 << 20
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_OTHER_FORMS = {
    b"PK\x03\x04": "ZIP / xlsx",
    b"PAR1": "Parquet",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0": "xls",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"%PDF": "PDF",
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
}
_NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030"}


def fingerprint(path: Path) -> tuple[str, int]:
    """Return a file's sha256 and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def other_form(head: bytes) -> str:
    """Return what a file is that its first bytes say to be no text; empty when they say nothing."""
    return next((form for begins, form in _OTHER_FORMS.items() if head.startswith(begins)), "")


def check_is_text(path: Path) -> None:
    """Raise ``Problem`` for a file that its first bytes say to be of another form."""
    with path.open("rb") as file:
        found = other_form(file.read(8))
    if found:
        raise Problem("lake.file_no_text", 422, file=path.name, found=found)


def sniff(path: Path, declared: str) -> tuple[str, int]:
    """Return the encoding to read with, and how many bytes of mark to skip.

    A byte order mark of UTF-8 says what the file is, whatever the contract says; UTF-16 is refused by name.
    """
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_UTF8_BOM):
        return "utf-8", len(_UTF8_BOM)
    if head.startswith(_UTF16_BOMS):
        raise Problem("lake.file_utf16", 422, file=path.name)
    return declared, 0


def other_encoding(path: Path, declared: str, found: str, offset: int, line: int) -> Problem:
    """Return the refusal of a file that is plainly written in another encoding."""
    return Problem(
        "lake.file_other_encoding",
        422,
        file=path.name,
        encoding=_NAMES.get(declared, declared),
        found=_NAMES.get(found, found),
        offset=offset,
        line=line,
    )


def looks_like(path: Path, encoding: str, upto: int = CHUNK) -> bool:
    """Tell whether the beginning of a file can be read in an encoding."""
    with path.open("rb") as file:
        head = file.read(upto)
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(head, False)
    except UnicodeDecodeError:
        return False
    return True


def beginning(path: Path, encoding: str, upto: int) -> str:
    """Return the text of the first bytes of a file, as far as they can be read."""
    with path.open("rb") as file:
        return codecs.getincrementaldecoder(encoding)("ignore").decode(file.read(upto), False)


def last_text(path: Path, encoding: str, upto: int = 64 << 10) -> str:
    """Return the text of the last bytes of a file from the beginning of a line on, as far as it can be read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - upto))
        text = file.read()
    if size > upto:
        text = text.partition(b"\n")[2]  # no byte of a character of these encodings but a line's end is 0x0a
    return text.decode(encoding, "ignore")


def _refusal(path: Path, encoding: str, offset: int, line: int, plain_before: bool) -> Problem:
    """Return the refusal of a byte, naming the other encoding where it is plainly that one.

    Bytes that are valid UTF-8 are hardly ever anything else. Almost any bytes are valid GB18030: that is named only
    when the very first character that is not ASCII was the wrong one.
    """
    found = "utf-8" if encoding != "utf-8" else "gb18030"
    if (found == "utf-8" or plain_before) and looks_like(path, found):
        return other_encoding(path, encoding, found, offset, line)
    name = _NAMES.get(encoding, encoding)
    return Problem("lake.file_bad_bytes", 422, file=path.name, encoding=name, offset=offset, line=line)


def decoded(path: Path, encoding: str, skip: int) -> Iterator[tuple[str, int]]:
    """Yield the file's text in pieces, each with the number of bytes read so far.

    Raises ``Problem`` with the offset (from 0) and line (from 1) of the first byte that cannot be read.
    """
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done, line, held, all_plain = skip, 1, b"", True
    with path.open("rb") as file:
        file.seek(skip)
        size = FIRST_CHUNK
        while True:
            chunk, size = file.read(size), CHUNK
            whole = held + chunk  # what the decoder sees: the bytes it holds back, then the new ones
            try:
                # without any character beyond ASCII there is nothing to decode, which is a hundred times quicker
                plain = bool(chunk) and not held and chunk.isascii()
                text = chunk.decode("ascii") if plain else decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                offset = done - len(held) + error.start
                before = whole[: error.start]
                bad_line = line + before.count(b"\n")
                raise _refusal(path, encoding, offset, bad_line, all_plain and before.isascii()) from error
            all_plain = all_plain and whole.isascii()
            held = decoder.getstate()[0]
            line += whole[: len(whole) - len(held)].count(b"\n")
            done += len(chunk)
            yield text.replace("\x00", ""), done
            if not chunk:
                return


def write_as_utf8(path: Path, encoding: str, skip: int, target: Path, instead: tuple[str, str] | None = None) -> bool:
    """Write a file's text anew in UTF-8, line for line; raises ``Problem`` like ``decoded``.

    ``instead`` is a text within lines and the sign to put in its place. Returns False, and stops, when the sign stands
    in the file already.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        rest = ""
        for text, _ in decoded(path, encoding, skip):
            if instead is not None:
                old, sign = instead
                if sign in text:
                    return False
                whole, newline, rest = (rest + text).rpartition("\n")  # the text may be cut where a piece ends
                text = (whole + newline).replace(old, sign)
                if len(rest) > LONGEST_LINE:
                    return False
            file.write(text)
        file.write(rest.replace(*instead) if instead is not None else "")
    return True


def lines(path: Path, encoding: str, skip: int) -> Iterator[tuple[list[str], int]]:
    """Yield the file's physical lines in lists, without their ends, each with the bytes read so far."""
    rest, line_no = "", 1
    for text, done in decoded(path, encoding, skip):
        *whole, rest = (rest + text).split("\n")
        line_no += len(whole)
        begun = whole[0] if whole else rest  # the others lie within one piece
        if len(begun) > LONGEST_LINE:
            line = line_no - len(whole)
            raise Problem("lake.file_line_too_long", 422, file=path.name, line=line, limit=LONGEST_LINE)
        if whole:
            yield [line.removesuffix("\r") for line in whole], done
    if rest:
        yield [rest.removesuffix("\r")], path.stat().st_size
