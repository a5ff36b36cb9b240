"""One font for all Chinese text whose font a PDF names and does not hold (宋体, 仿宋_GB2312), on every machine.

PDFium takes such a font from the machine, and where there is none, its signs have no height: lines then fall into
words or are lost. Which words make a line, and which column a cell, must not hang on what is installed where a report
is read, or read again. So the machine's fonts are left aside, and signs are boxes: text is placed, never shown. A page
that is looked at as a picture is a scan, and needs no font.
"""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any

import pypdfium2.raw

pdfium: Any = pypdfium2.raw  # made at build time, without types

_FOLDER = os.fsencode(Path(__file__).parent)  # of boxes.ttf, the one font in it
_FOLDERS = (ctypes.c_char_p * 2)(_FOLDER, None)  # PDFium keeps the address
_CONFIG = pdfium.FPDF_LIBRARY_CONFIG(version=2)


def use_own_font() -> None:
    """Start PDFium anew with that font alone; no document may be open. Called once, before the first one is."""
    _CONFIG.m_pUserFontPaths = ctypes.cast(_FOLDERS, type(_CONFIG.m_pUserFontPaths))
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(_CONFIG)
