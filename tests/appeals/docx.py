"""Builds small .docx files out of XML, for the tests of the document reader."""

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
STYLES = (
    f'<w:styles xmlns:w="{W}">'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("H1", "heading 1"), ("H2", "heading 2"), ("T", "Title"), ("Q", "Quote"))
    )
    + "</w:styles>"
)
NUMBERING = (
    f'<w:numbering xmlns:w="{W}">'
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


def run(text, *, bold=False):
    """A run; "\\n" in the text is a line break."""
    pieces = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in text.split("\n"))
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{pieces}</w:r>"


def paragraph(text="", *, style="", bold=False, centred=False, numbering=0, inner=""):
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbering:
        properties += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>'
    properties += '<w:jc w:val="center"/>' if centred else ""
    runs = run(text, bold=bold) if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}{inner}</w:p>"


def table(*rows):
    """Rows of cells; a cell is a list of paragraphs' XML or a text with one paragraph for each line."""

    def cell(content):
        paragraphs = (
            [paragraph(text) for text in content.split("\n")] if isinstance(content, str) else content
        )
        return f"<w:tc>{''.join(paragraphs)}</w:tc>"

    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def relationship(kind, target, *, external=False):
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r{abs(hash((kind, target)))}" Type="{R}/{kind}" Target="{target}"{mode}/>'


def relationships(*items):
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(items)}</Relationships>'


def document(*body):
    return (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<w:body>{''.join(body)}</w:body></w:document>"
    )


def docx(*body, parts=None, compression=zipfile.ZIP_DEFLATED):
    """The bytes of a .docx. body: XML of paragraphs and tables; parts: further or other entries."""
    entries = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships(relationship("officeDocument", "word/document.xml")),
        "word/document.xml": document(*body),
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/_rels/document.xml.rels": relationships(
            relationship("styles", "styles.xml"), relationship("numbering", "numbering.xml")
        ),
        **(parts or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in entries.items():
            if content is not None:
                archive.writestr(name, content)
    return buffer.getvalue()
