"""What went wrong with a mail, and what that means for it: tried again, failed, or perhaps sent."""

import smtplib
from dataclasses import dataclass

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.exceptions import ObjectDoesNotExist
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.urls import NoReverseMatch

# All that a mail server, a provider or a line to one can do. Anything else in sending is our fault, and stops the run.
OUTSIDE = (smtplib.SMTPException, OSError, ValueError, AnymailError)
# What can go wrong in making a mail: a fault of ours in the words, the pages or the rows of that one mail.
OURS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    NoReverseMatch,
    ObjectDoesNotExist,
    RuntimeError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
)
# Answers of a provider that another attempt does not change: the mail or its address is wrong.
WRONG_MAIL = (400, 406, 422)


@dataclass(frozen=True)
class Fault:
    """Why a message did not go. After a lasting one it is not tried again; a broken line stops the whole batch."""

    reason: str
    lasting: bool = False
    line_is_down: bool = False
    may_have_arrived: bool = False


def unreachable(error: Exception) -> Fault:
    """No line to the mail server."""
    return Fault(f"The mail server could not be reached: {told(error)}", line_is_down=True)


def fault_of(error: Exception) -> Fault:
    """What a failed attempt means for the message.

    A 5xx answer to the recipient or to the mail lasts; one to the sender is a fault of this install, and passes when
    it is put right. A line that breaks after it was open leaves open whether the mail arrived.
    """
    if isinstance(error, AnymailError):
        return providers_fault(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return Fault(f"The mail server refused the address: {code} {plain(answer)}", lasting=code >= 500)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Fault(f"The mail server refused our sender: {told(error)}")
    if isinstance(error, smtplib.SMTPResponseException):
        return Fault(f"The mail server refused the mail: {told(error)}", lasting=error.smtp_code >= 500)
    if isinstance(error, smtplib.SMTPNotSupportedError | ValueError):
        return Fault(f"The mail could not be made: {told(error)}", lasting=True)
    reason = f"The line to the mail server broke, so it may have been sent: {told(error)}"
    return Fault(reason, may_have_arrived=True)


def providers_fault(error: AnymailError) -> Fault:
    """What a provider's answer means. Without one, it may have taken the mail."""
    if isinstance(error, AnymailRecipientsRefused):
        return Fault("The mail provider refused the address.", lasting=True)
    status = error.status_code if isinstance(error, AnymailAPIError) else None
    if status is None:
        reason = f"The mail provider gave no answer, so it may have been sent: {first_line(error)}"
        return Fault(reason, may_have_arrived=True)
    return Fault(f"The mail provider refused the mail: {status} {first_line(error)}", lasting=status in WRONG_MAIL)


def first_line(error: Exception) -> str:
    """An error's own first line."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def told(error: Exception) -> str:
    """An error in one line, the server's own words where it gave some."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {plain(error.smtp_error)}"
    return str(error) or type(error).__name__


def plain(answer: bytes | str) -> str:
    """A server's answer as text."""
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
