#!/usr/bin/env python3
"""Makes copies of documents as people have them, and counts the passages that `sco verify` loses in each.

    tests/copies.py --sources DIR                     # every kind of copy
    tests/copies.py --sources DIR --only pdf          # those whose name holds `pdf`
    tests/copies.py --sources DIR --sco PATH          # with another build of the program

`DIR` holds the reference copies, in UTF-8. They and all that is made of them stay outside the project: the copies
lie in a folder of the system that is removed at the end (`--keep DIR` keeps them elsewhere).

A passage is lost where its verdict in the reference copy is `exact` and in the copy neither `exact` nor `found`.
Beside the lost ones of each document the table has those that are said to be near. What needs a program that is
not installed is left out, and said to be: pandoc for pages, Markdown and Word, html2text, trafilatura and Readability
(`pip install html2text trafilatura readability-lxml`) for what is made of pages, LibreOffice and pdftotext for PDF. The
versions of all of them come last.
"""

import argparse
import collections
import html
import importlib.metadata
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Forms in which two or three letters, or a letter and a digit, are taken for each other.
MISREAD = [("m", "rn"), ("l", "1"), ("i", "l"), ("o", "0"), ("e", "c"), ("h", "b"), ("u", "n"), ("t", "f"),
           ("d", "cl"), ("w", "vv"), ("a", "o"), ("s", "5")]
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
NOTE = re.compile("[¹²³⁰⁴-⁹]+")


def notes(form):
    """Every superscript note mark in another form."""
    return lambda text: NOTE.sub(lambda mark: form % mark[0].translate(SUPERSCRIPTS), text)


def wrapped(text):
    """Lines of 72 characters, words divided by hyphens."""
    def line(paragraph):
        words = paragraph.split(" ")
        return "\n".join(textwrap.wrap(" ".join(words), 72, break_on_hyphens=True))
    return "\n".join(line(paragraph) for paragraph in text.split("\n"))


def hyphenated(text):
    """Lines that end inside words."""
    def line(paragraph):
        lines = []
        while len(paragraph) > 72:
            at = 68
            if paragraph[at - 1:at + 2].isalpha():
                lines.append(paragraph[:at] + "-")
            else:
                at = paragraph.rfind(" ", 0, 72) + 1 or 72
                lines.append(paragraph[:at].rstrip())
            paragraph = paragraph[at:]
        return "\n".join([*lines, paragraph])
    return "\n".join(line(paragraph) for paragraph in text.split("\n"))


def soft_hyphens(text):
    return re.sub(r"([a-z]{4})([a-z]{3})", "\\1\u00ad\\2", text)


def ligatures(text):
    return text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ")


def quotes(text):
    return text.translate(str.maketrans("‘’“”–—", "''\"\"--"))


def page(text, declared="utf-8"):
    body = "\n".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))
    return f"<!DOCTYPE html><html><head><meta charset={declared}><title>x</title></head><body>{body}</body></html>"


def references(text):
    return page(text).encode("ascii", "xmlcharrefreplace").decode()


def references_twice(text):
    once = html.escape(text).encode("ascii", "xmlcharrefreplace").decode()
    return page(once)


def mojibake(text):
    return text.encode().decode("cp1252", "replace")


def misread(text):
    """One in a hundred of these letters taken for another."""
    rng = random.Random(7)
    made = []
    for letter in text:
        others = [to for of, to in MISREAD if of == letter]
        made.append(rng.choice(others) if others and rng.random() < 0.01 else letter)
    return "".join(made)


PLAIN = {
    "line ends": ("txt", lambda text: text.replace("\n", "\r\n")),
    "byte-order mark": ("txt", lambda text: "\ufeff" + text),
    "ligatures": ("txt", ligatures),
    "soft hyphens": ("txt", soft_hyphens),
    "other quotes": ("txt", quotes),
    "wrapped lines": ("txt", wrapped),
    "words divided at line ends": ("txt", hyphenated),
    "page with references": ("html", references),
    "notes as [1]": ("txt", notes("[%s]")),
    "notes as <sup>": ("html", lambda text: re.sub("&lt;(/?sup)&gt;", r"<\1>", page(notes("<sup>%s</sup>")(text)))),
    "notes as \\[1\\]": ("md", notes("\\[%s\\]")),
    "notes as [^1]": ("md", notes("[^%s]")),
    "notes as ^1^": ("md", notes("^%s^")),
    "references twice": ("html", references_twice),
    "UTF-8 read as cp1252": ("txt", mojibake),
    "letters misread": ("txt", misread),
}
ENCODED = {
    "UTF-16": ("txt", lambda text: text.encode("utf-16")),
    "windows-1252 declared": ("html", lambda text: page(text, "windows-1252").encode("cp1252", "xmlcharrefreplace")),
}


def run(arguments, **more):
    return subprocess.run([str(one) for one in arguments], check=True, capture_output=True, **more)


READ = "markdown-yaml_metadata_block-tex_math_dollars"


def made_by_pandoc(source, to, *more):
    run(["pandoc", "-f", READ, "-o", to, source, *more])


def by_html2text(source, folder):
    made_by_pandoc(source, folder / "page.html", "--wrap=none")
    import html2text
    reader = html2text.HTML2Text()
    text = reader.handle((folder / "page.html").read_text())
    (folder / "page.html").unlink()
    (folder / "copy.md").write_text(text)


# What a page of a newspaper has around its article.
AROUND = ('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page</title></head><body><nav><a href="/">'
          'Home</a> <a href="/mills">Mills</a></nav><aside><ul>{links}</ul></aside><article>{article}</article>'
          '<footer>About the mill. Share this page.</footer></body></html>')


def page_with_surroundings(source):
    article = run(["pandoc", "-f", READ, "-t", "html", "--wrap=none", source]).stdout.decode()
    links = "".join(f'<li><a href="/x{number}">Another story of the mill, number {number}</a></li>' for number in range(12))
    return AROUND.format(links=links, article=article)


def by_trafilatura(form):
    def make(source, folder):
        import trafilatura
        text = trafilatura.extract(page_with_surroundings(source), output_format=form, include_tables=True,
                                   include_formatting=form == "markdown", include_links=form == "markdown",
                                   favor_recall=True)
        (folder / "copy.md").write_text(text or "")
    return make


def by_readability(source, folder):
    from readability import Document
    (folder / "copy.html").write_text(Document(page_with_surroundings(source)).summary())


FOOTER = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>The running foot of
this document, page </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>"""
SECTION = ('<w:sectPr xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{footer}'
           '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1100" w:right="1100" w:bottom="1100" w:left="1100" '
           'w:header="600" w:footer="600" w:gutter="0"/><w:cols w:num="{columns}" w:space="500"/></w:sectPr>')


def laid_out(docx, columns, footer):
    """The same Word document with columns and a foot on each page."""
    parts = {}
    with zipfile.ZipFile(docx) as package:
        for name in package.namelist():
            parts[name] = package.read(name).decode("utf-8", "surrogateescape")
    reference = '<w:footerReference w:type="default" r:id="rIdFoot"/>' if footer else ""
    section = SECTION.format(footer=reference, columns=columns)
    body = re.sub(r"<w:sectPr\s*/>|<w:sectPr[ >].*?</w:sectPr>", "", parts["word/document.xml"], flags=re.S)
    parts["word/document.xml"] = body.replace("</w:body>", section + "</w:body>")
    if footer:
        parts["word/footer9.xml"] = FOOTER
        relation = ('<Relationship Id="rIdFoot" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                    'relationships/footer" Target="footer9.xml"/>')
        parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
            "</Relationships>", relation + "</Relationships>")
        kind = ('<Override PartName="/word/footer9.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                'wordprocessingml.footer+xml"/>')
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", kind + "</Types>")
    with zipfile.ZipFile(docx, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text.encode("utf-8", "surrogateescape"))


def pdf(columns, footer):
    def make(source, folder):
        made_by_pandoc(source, folder / "copy.docx")
        laid_out(folder / "copy.docx", columns, footer)
        with tempfile.TemporaryDirectory() as profile:
            run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf",
                 "--outdir", folder, folder / "copy.docx"])
        # It says what it cannot do, and succeeds.
        assert (folder / "copy.pdf").exists(), "LibreOffice Writer is not installed"
        (folder / "copy.docx").unlink()
    return make


def with_notes(source, folder):
    """The document with a note at the end of every third sentence, beside those that it has."""
    numbers = iter(range(1, 1_000))
    def mark(match):
        number = next(numbers)
        return f"{match[0]}[^{number}]" if number % 3 == 0 else match[0]
    text = re.sub(r"[a-z]{3}[.](?= [A-Z])", mark, source.read_text())
    used = re.findall(r"\[\^(\d+)\]", text)
    text += "\n\n" + "\n\n".join(f"[^{number}]: See the ledger of the miller, shelf {number}, second row." for number in used)
    noted = folder / "noted.txt"
    noted.write_text(text)
    return noted


def pdf_with_notes(source, folder):
    noted = with_notes(source, folder)
    pdf(1, True)(noted, folder)
    noted.unlink()


def noted(make):
    """The copy of a document with notes that `make` makes."""
    def made(source, folder):
        text = with_notes(source, folder)
        make(text, folder)
        text.unlink()
    return made


def odt_by_libreoffice(source, folder):
    made_by_pandoc(source, folder / "copy.docx")
    with tempfile.TemporaryDirectory() as profile:
        run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "odt",
             "--outdir", folder, folder / "copy.docx"])
    assert (folder / "copy.odt").exists(), "LibreOffice Writer is not installed"
    (folder / "copy.docx").unlink()


# What "Save as, Webpage, Single File" of Chromium writes.
SAVE = """
import { chromium } from "playwright-core";
import { writeFileSync } from "node:fs";
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await (await browser.newContext({ offline: true })).newPage();
await page.goto("file://" + process.argv[1]);
const saving = await page.context().newCDPSession(page);
writeFileSync(process.argv[2], (await saving.send("Page.captureSnapshot", { format: "mhtml" })).data);
await browser.close();
"""


def mhtml_by_chromium(source, folder):
    made_by_pandoc(source, folder / "copy.html", "-s")
    subprocess.run(["node", "--input-type=module", "-e", SAVE, folder / "copy.html", folder / "copy.mhtml"],
                   cwd=ROOT / "tests/page", check=True, stdout=subprocess.DEVNULL)
    (folder / "copy.html").unlink()


PROGRAMS = {
    "html2text": (["pandoc"], by_html2text),
    "Markdown by pandoc": (["pandoc"], lambda source, folder: made_by_pandoc(source, folder / "copy.md")),
    "page by pandoc": (["pandoc"], lambda source, folder: made_by_pandoc(source, folder / "copy.html", "-s")),
    "text by trafilatura": (["pandoc"], by_trafilatura("txt")),
    "Markdown by trafilatura": (["pandoc"], by_trafilatura("markdown")),
    "page by Readability": (["pandoc"], by_readability),
    "docx": (["pandoc"], lambda source, folder: made_by_pandoc(source, folder / "copy.docx")),
    "pdf, one column": (["pandoc", "soffice", "pdftotext"], pdf(1, False)),
    "pdf, one column, with page feet": (["pandoc", "soffice", "pdftotext"], pdf(1, True)),
    "pdf, notes at the foot of pages": (["pandoc", "soffice", "pdftotext"], pdf_with_notes),
    "pdf, two columns": (["pandoc", "soffice", "pdftotext"], pdf(2, False)),
    "docx with notes": (["pandoc"], noted(lambda source, folder: made_by_pandoc(source, folder / "copy.docx"))),
    "OpenDocument text by pandoc, with notes": (
        ["pandoc"], noted(lambda source, folder: made_by_pandoc(source, folder / "copy.odt"))),
    "OpenDocument text by LibreOffice": (["pandoc", "soffice"], odt_by_libreoffice),
    "OpenDocument text by LibreOffice, with notes": (["pandoc", "soffice"], noted(odt_by_libreoffice)),
    "e-book by pandoc": (["pandoc"], lambda source, folder: made_by_pandoc(source, folder / "copy.epub")),
    "e-book by pandoc, with notes": (
        ["pandoc"], noted(lambda source, folder: made_by_pandoc(source, folder / "copy.epub"))),
    "page saved as one file by Chromium": (["pandoc", "node"], mhtml_by_chromium),
    "page with notes saved as one file by Chromium": (["pandoc", "node"], noted(mhtml_by_chromium)),
}


def verdicts(sco, folder):
    """The verdict on each passage, by source and passage."""
    made = subprocess.run([sco, "verify", "--sources", folder, "--format", "json", "--seeds", ROOT / "seeds"],
                          capture_output=True, text=True)
    lines = [json.loads(line) for line in made.stdout.splitlines() if line.startswith("{")]
    return {one["citation_id"]: one for one in lines if one["type"] == "citation"}


def lost(sco, reference, folder):
    """The passages of a document that are not found, and those of them that are near."""
    found = verdicts(sco, folder)
    missing = [one for one in reference if found.get(one, {}).get("verdict") not in ("exact", "found")]
    near = [one for one in missing if found.get(one, {}).get("verdict") == "near"]
    kinds = collections.Counter(found.get(one, {}).get("verdict", "no verdict") for one in missing)
    return len(missing), len(near), kinds, missing


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sources", required=True, type=pathlib.Path)
    parser.add_argument("--sco", default=ROOT / "target/release/sco", type=pathlib.Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--list", action="store_true", help="name the lost passages")
    return parser.parse_args()


def makers():
    for name, (ending, make) in {**PLAIN, **ENCODED}.items():
        def write(source, folder, ending=ending, make=make):
            made = make(source.read_text())
            path = folder / f"copy.{ending}"
            path.write_bytes(made if isinstance(made, bytes) else made.encode())
        yield name, [], write
    for name, (programs, make) in PROGRAMS.items():
        yield name, programs, make


def versions():
    """The programs and libraries that made the copies."""
    told = []
    for program, argument in [("pandoc", "--version"), ("soffice", "--version"), ("pdftotext", "-v"), ("chromium", "--version")]:
        if shutil.which(program):
            said = subprocess.run([program, argument], capture_output=True, text=True)
            told.append((said.stdout + said.stderr).split("\n")[0])
    for library in ["html2text", "trafilatura", "readability-lxml"]:
        try:
            told.append(f"{library} {importlib.metadata.version(library)}")
        except importlib.metadata.PackageNotFoundError:
            told.append(f"no {library}")
    return "; ".join(told)


def main():
    asked = arguments()
    work = asked.keep or pathlib.Path(tempfile.mkdtemp())
    documents = sorted(path for path in asked.sources.iterdir() if path.is_file())
    references = {}
    for document in documents:
        alone = work / "reference" / document.stem
        alone.mkdir(parents=True, exist_ok=True)
        shutil.copy(document, alone / "copy.txt")
        held = verdicts(asked.sco, alone)
        references[document] = [name for name, one in held.items() if one["verdict"] == "exact"]
    total = sum(map(len, references.values()))
    print(f"{total} passages in {len(documents)} documents; lost in each document, of these near")
    for number, (name, programs, make) in enumerate(makers()):
        if asked.only not in name:
            continue
        absent = [program for program in programs if not shutil.which(program)]
        if absent:
            print(f"{name:34} not tried: no {absent[0]}")
            continue
        counts, kinds, names = [], collections.Counter(), []
        for document in documents:
            folder = work / f"{number} {re.sub(r'[^a-zA-Z0-9]+', '-', name)}" / document.stem
            folder.mkdir(parents=True, exist_ok=True)
            make(document, folder)
            missing, near, verdicts_here, lost_here = lost(asked.sco, references[document], folder)
            counts.append((missing, near))
            kinds += verdicts_here
            names += lost_here
        each = " + ".join(str(missing) for missing, _ in counts)
        sums = sum(missing for missing, _ in counts), sum(near for _, near in counts)
        print(f"{name:34} {sums[0]:5} lost ({each}), {sums[1]} near  {dict(kinds)}", flush=True)
        if asked.list:
            print("   ", " ".join(names))
    print(versions())
    if not asked.keep:
        shutil.rmtree(work)


if __name__ == "__main__":
    sys.exit(main())
