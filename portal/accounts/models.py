"""A person's account: a name, an email address to sign in with, and nothing about what they may do."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.module_loading import import_string


class UserManager(BaseUserManager["User"]):
    """Makes accounts; addresses are kept in lower case, so that one mailbox is one account."""

    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> "User":
        """Make an account. Raises ValueError without an address or a name."""
        if not email or not name:
            raise ValueError("An account needs an email address and a name.")
        user = self.model(email=email.strip().lower(), name=name.strip(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its address, whatever the case it is typed in."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person. Roles, not accounts, carry power: there are no staff flags and no permissions here."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField("name", max_length=120)
    post = models.CharField("post", max_length=120, blank=True, help_text="Such as Community safety manager.")
    is_active = models.BooleanField("may sign in", default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_account_per_mailbox")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return self.name


class Session(AbstractBaseSession):
    """One browser's session: Django's, with whose it is, since when, and when it was last used (to the hour).

    A visitor's has no person. `portal.accounts.sessions` writes it.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions", null=True)
    signed_in_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(default=timezone.now)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The store that the settings name."""
        store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store
