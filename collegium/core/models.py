"""The journal of actions: who did what to which thing, when, from where. Append-only."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One thing done by one person. Written by `core.audit.record` in the doer's transaction.

    The database fills `at`, `number`, `prev_hash` and `hash` (trigger `core_audit_chain`): each
    entry carries the hash of the one before it in its college's chain, so an entry that was
    changed or removed later is found by `manage.py verify_audit`.
    """

    # A plain number, not a foreign key: core stands below the app that has colleges.
    college_id = models.BigIntegerField(null=True)
    number = models.BigIntegerField(default=0)
    at = models.DateTimeField(db_default=Now())
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=60)
    target_name = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    address = models.GenericIPAddressField(null=True)
    prev_hash = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = _("audit entry")
        constraints = [
            models.UniqueConstraint(
                fields=["college_id", "number"], name="audit_number", nulls_distinct=False
            )
        ]
        indexes = [
            models.Index(fields=["college_id", "target_type", "target_id"], name="audit_target"),
            models.Index(fields=["college_id", "actor_id", "at"], name="audit_actor"),
            BrinIndex(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"


class AuditHead(models.Model):
    """The end of each college's chain; only the trigger writes it (chain 0: no college)."""

    chain = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit head")

    def __str__(self) -> str:
        return f"{self.chain}: {self.number}"


class SavedRequest(models.Model):
    """An answer already given to a client's request id: the same request again gets it again.

    It makes a repeat harmless when the first answer was lost on the way (bad network).
    """

    college_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    request_id = models.UUIDField()
    answer = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("answered request")
        constraints = [
            models.UniqueConstraint(
                fields=["college_id", "user_id", "request_id"], name="saved_request_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.request_id)
