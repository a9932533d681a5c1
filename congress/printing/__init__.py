"""Paper: a template of `templates/print/` and data become a PDF. See docs/adr/0017-paper.md."""

from congress.printing.sheets import first_page, pdf, widths

__all__ = ["first_page", "pdf", "widths"]
