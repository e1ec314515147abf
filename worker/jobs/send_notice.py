"""Send one notice that is no alert (an invitation, emergency rights, an admin changed) by e-mail.

Payload: {"delivery": uuid}, as send_mail's, and the same work. An entrypoint of its own, so that a
worker of a release that knows alerts only leaves these jobs to one that knows more.
"""

from worker.jobs.send_mail import run

__all__ = ["run"]
