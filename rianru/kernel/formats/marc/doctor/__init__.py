"""The encoding doctor: reads one record however broken, mends what can be mended, says what it did and what is lost."""

from rianru.kernel.formats.marc.doctor.treating import treat, treat_record

__all__ = ["treat", "treat_record"]
