"""Who may sign in, in which role and for which area, and what lets a program in.

A role is given and taken back in rows of their own (append-only); an account itself changes: its password, its name.
"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes accounts; an address is one whatever its case."""

    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        user = self.model(email=email.strip().casefold(), name=name.strip())
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().casefold())


class User(AbstractBaseUser):
    """Somebody who signs in by their e-mail address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        return self.name


class Assignment(models.Model):
    """A role given to somebody for an area and all that lies in it; or, where it `withdraws` another, taken back.

    Which roles there are and what each may do is data (`work/roles.toml`).
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=30)
    area = models.CharField(max_length=13)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    withdraws = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="withdrawn_by")


class Invitation(models.Model):
    """A link by which somebody makes their account, once and before it ends; only the hash of what it says is kept."""

    sha256 = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=30)
    area = models.CharField(max_length=13)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class ApiToken(models.Model):
    """What lets a program ask in somebody's name, for one area and all that lies in it, until it ends.

    Only the hash of the token is kept; it never allows more than its owner may.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=100)
    area = models.CharField(max_length=13)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


CHANGING = (User, Invitation, ApiToken)
"""The models whose rows change; of all others in the ledger none ever does."""
