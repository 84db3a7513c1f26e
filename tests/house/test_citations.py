# SPDX-License-Identifier: MIT
"""RFCs are cited in one form, `RFC 5321 sec 4.1.1.4`, and harness/rfc.tsv keeps the account."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conftest import ROOT, Source, complain, sources

# "RFC 5321", "RFC 5321 sec 4.1.1.4", "RFC 6532 sec A.1"
CITATION = re.compile(r"\bRFC (\d{3,5})(?: sec ([A-Z]|\d+)(\.\d+)*)?(?![\w-])")
# "rfc822" in one word is a word of MIME and of IMAP, no citation.
ANY_RFC = re.compile(r"(?<!text/)\bRFC(?!822)[\s_:-]*\d+|\bRFC\s*#", re.IGNORECASE)
OTHER_SECTION = re.compile(
    r"\bRFC \d{3,5}\s*[,(:;]?\s*(?:section|sect\b|s\.|sec\.|par\.|chapter|\u00a7)", re.IGNORECASE
)
# Which files speak of RFCs in that form: code and scenarios.
CITING = ["harness/*.cpp", "harness/*.h", "bindings/*.cpp", "python/*.py", "scenarios/*.yaml"]


@dataclass(frozen=True)
class Row:
    line: int
    rfc: str
    title: str
    support: str


def read_table(text: str) -> tuple[list[Row], list[str]]:
    """The rows of rfc.tsv, and what is wrong with their shape."""
    rows, faults = [], []
    lines = text.splitlines()
    if lines[0].split("\t") != ["rfc", "title", "support", "note"]:
        faults.append("harness/rfc.tsv:1: the columns are rfc, title, support, note")
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != 4 or not cells[0].isdigit() or cells[2] not in ("yes", "partial", "no"):
            faults.append(f"harness/rfc.tsv:{number}: wanted rfc, title, yes|partial|no, note")
            continue
        rows.append(Row(number, cells[0], cells[1], cells[2]))
    numbers = [int(row.rfc) for row in rows]
    if numbers != sorted(set(numbers)):
        faults.append("harness/rfc.tsv: rows go by number, each RFC once")
    return rows, faults


def cited(files: list[Source]) -> dict[str, str]:
    """Each RFC that is cited, and a place where it is."""
    found: dict[str, str] = {}
    for source in files:
        for number, line in source.numbered():
            for match in CITATION.finditer(line):
                found.setdefault(match.group(1), f"{source.path}:{number}")
    return found


def faults_of_form(files: list[Source]) -> list[str]:
    faults = []
    for source in files:
        for number, line in source.numbered():
            good = {match.start() for match in CITATION.finditer(line)}
            odd = [match.group() for match in ANY_RFC.finditer(line) if match.start() not in good]
            odd += [match.group() for match in OTHER_SECTION.finditer(line)]
            if odd or "\u00a7" in line:
                wrong = odd[0] if odd else "\u00a7"
                faults.append(
                    f"{source.path}:{number}: '{wrong}' is not our form of a citation; "
                    "write 'RFC 5321 sec 4.1.1.4'"
                )
    return faults


def test_citations_have_one_form() -> None:
    complain(faults_of_form(sources(*CITING)))


def test_the_table_of_rfcs_is_well_formed() -> None:
    complain(read_table((ROOT / "harness/rfc.tsv").read_text(encoding="ascii"))[1])


def test_what_is_cited_is_in_the_table_and_what_is_supported_is_cited(
    harness: list[Source],
) -> None:
    rows, _ = read_table((ROOT / "harness/rfc.tsv").read_text(encoding="ascii"))
    known = {row.rfc for row in rows}
    everywhere = cited(sources(*CITING))
    in_harness = cited(harness)
    faults = [
        f"{place}: RFC {rfc} is cited but has no row in harness/rfc.tsv"
        for rfc, place in everywhere.items()
        if rfc not in known
    ]
    for row in rows:
        place = f"harness/rfc.tsv:{row.line}"
        if row.support != "no" and row.rfc not in in_harness:
            faults.append(
                f"{place}: support of RFC {row.rfc} is '{row.support}', "
                "but no line of harness/ cites it"
            )
    complain(faults)


def test_wrong_forms_are_found() -> None:
    wrong = [
        "// RFC5321",
        "// rfc 5321 sec 4",
        "// RFC 5321 section 4.1",
        "// RFC 5321, section 4.1",
        "// RFC 5321 \u00a7 4.1",
        "// RFC-5321 sec 4.1",
    ]
    right = ["// RFC 5321 sec 4.1.1.4", "// RFC 6647", "// see RFC 5321 sec 4.5.3.1, and more."]
    assert len(faults_of_form([Source("x.h", tuple(wrong))])) == len(wrong)
    assert faults_of_form([Source("x.h", tuple(right))]) == []
