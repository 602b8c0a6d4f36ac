"""Surveys and their versions, what people answered, and questions that are kept for the next one."""

from rianru.surveys.models.answers import Draft, Once, Paper, Quota, Response, WeightTarget
from rianru.surveys.models.bank import BankQuestion
from rianru.surveys.models.counts import Fresh, Sum
from rianru.surveys.models.files import Attachment
from rianru.surveys.models.surveys import CODE, Revision, Survey, Version

__all__ = [
    "CODE", "Attachment", "BankQuestion", "Draft", "Fresh", "Once", "Paper", "Quota", "Response", "Revision", "Sum",
    "Survey", "Version", "WeightTarget",
]
