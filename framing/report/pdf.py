"""The report on paper: PDF for people and screen readers, and page one as a picture."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from framing import paths
from framing.charts import style
from framing.report import content, pictures, wording
from framing.report.view import Report

TEMPLATES = ("report.typ", "parts.typ")
Format = Literal["pdf", "png"]


def write(
    report: Report,
    path: str | Path,
    charts: Mapping[str, Path],
    *,
    pages: str = "full",
    size: str = "a4",
    grey: bool = False,
    share: bool = False,
) -> Path:
    """Write the report as PDF with tags and alternative texts (PDF/UA-1).

    ``path`` is the file to be; ``charts`` maps the names of pictures to their SVG or PNG files;
    ``pages`` is full or short, ``size`` a4 or letter; ``grey`` prints without colour; ``share``
    leaves out full texts. Returns the path. The same report gives the same bytes.
    """
    path = Path(path)
    data = _data(report, charts, pages=pages, size=size, grey=grey, share=share)
    path.write_bytes(typeset("report.typ", data, charts, TEMPLATES))
    return path


def picture(
    report: Report,
    path: str | Path,
    *,
    size: str = "a4",
    grey: bool = False,
    share: bool = False,
    ppi: int = 200,
) -> Path:
    """Write page one of the PDF as PNG.

    Arguments as in ``write``; ``ppi`` is the resolution in dots per inch. Returns the path.
    """
    path = Path(path)
    data = _data(report, {}, pages="one", size=size, grey=grey, share=share)
    sheets = typeset("report.typ", data, {}, TEMPLATES, kind="png", ppi=ppi)
    path.write_bytes(sheets[0])
    return path


def _data(report: Report, charts: Mapping[str, Path], *, share: bool, **look: Any) -> content.Data:
    data = content.gather(report, share=share)
    said = pictures.texts(report)
    charts = pictures.on_paper(charts)
    data["look"] = look
    data["figures"] = {
        name: {
            "file": f"charts/{name}{file.suffix}",
            "alt": said[name],
            "title": wording.FIGURES[name][0],
            "note": wording.FIGURES[name][1],
        }
        for name, file in charts.items()
        if name in wording.FIGURES and said.get(name)
    }
    return data


def typeset(
    template: str,
    data: content.Data,
    charts: Mapping[str, Path],
    files: tuple[str, ...],
    *,
    kind: Format = "pdf",
    ppi: int = 144,
) -> Any:
    """Set a template with its data in a closed folder; no file outside it can be read.

    ``template`` is one of ``files`` of the folder of templates; ``data`` goes in as JSON, never
    as source. Returns the bytes of a PDF, or a list with the bytes of every page for ``png``.
    """
    import typst
    from matplotlib import get_data_path

    fonts = Path(get_data_path()) / "fonts" / "ttf"
    said = json.dumps(content.printable(data), ensure_ascii=False, allow_nan=False)
    with tempfile.TemporaryDirectory(prefix="framing-") as folder:
        root = Path(folder)
        for name in files:
            shutil.copyfile(paths.data_dir("reports") / "templates" / name, root / name)
        (root / "charts").mkdir()
        for name, file in pictures.on_paper(charts).items():
            shutil.copyfile(file, root / "charts" / f"{name}{file.suffix}")
        made = typst.compile(
            root / template,
            root=root,
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"data": said},
            format=kind,
            ppi=float(ppi),
            pdf_standards=["ua-1"] if kind == "pdf" else [],
        )
    return [made] if kind == "png" and isinstance(made, bytes) else made


def fonts_cover(text: str) -> bool:
    """Tell whether every character of a text can be printed as it is.

    >>> fonts_cover("Ежедневник")
    True
    """
    return style.printable(text) == text
