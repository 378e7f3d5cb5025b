"""People who log in. What they may do follows from their memberships alone."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, Permission, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from federation.enums import Role
from federation.models.naming import InOrder

ADMIN_ROLES = frozenset(
    {Role.EDITOR, Role.PUBLISHER, Role.HEADQUARTERS, Role.DATA_PROTECTION, Role.ADMINISTRATOR}
)


class UserQuerySet(models.QuerySet):
    def holding(self, *roles, on=None):
        """Active people who hold one of the roles on the date `on` (default: today, Asia/Almaty)."""
        from federation.models.memberships import Membership

        current = Membership.objects.current(on).filter(role__in=roles)
        return self.filter(is_active=True, pk__in=current.values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        """Saved person; without a password nobody can log in until a reset."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(InOrder, AbstractBaseUser, PermissionsMixin):
    """A person. `full_name` is translated: the name in its Kazakh and in its Russian spelling."""

    class Language(models.TextChoices):
        KK = "kk", _("Kazakh")
        RU = "ru", _("Russian")

    email = models.EmailField(
        _("e-mail"), unique=True, error_messages={"unique": _("This e-mail is already in use.")}
    )
    full_name = models.CharField(
        _("full name"), max_length=200, help_text=_("Family name, given name, patronymic as in the passport.")
    )
    language = models.CharField(_("preferred language"), max_length=2, choices=Language, default=Language.KK)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("An inactive person cannot log in and holds no role.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    ordered_by = "full_name"
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name_kk", "full_name_ru"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="email_in_small_letters",
                condition=Q(email=Lower("email")),
                violation_error_message=_("Write the e-mail in small letters."),
            ),
        ]

    def __str__(self):
        return self.full_name or self.full_name_kk or self.full_name_ru or self.email

    def clean(self):
        super().clean()
        self.email = self.email.lower()

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def refresh_from_db(self, *args, **kwargs):
        self.__dict__.pop("roles", None)
        super().refresh_from_db(*args, **kwargs)

    def get_full_name(self):
        return str(self)

    @cached_property
    def roles(self):
        """frozenset of `Role` held today (local date); a superuser also counts as an administrator."""
        if not self.is_active:
            return frozenset()
        held = (
            {Role(role) for role in self.memberships.current().values_list("role", flat=True)}
            if self.pk
            else set()
        )
        return frozenset(held | {Role.ADMINISTRATOR}) if self.is_superuser else frozenset(held)

    def has_role(self, *roles):
        """True if the person holds any of `roles` now."""
        return not self.roles.isdisjoint(roles)

    @property
    def user_permissions(self):
        """Nobody is given a permission of his own: rights come from memberships."""
        return Permission.objects.none()

    @property
    def groups(self):
        """Queryset of Django's groups that follow from the roles held now."""
        return Group.objects.filter(name__in=[role.value for role in self.roles])

    @property
    def is_staff(self):
        """True for those whose work is in the admin."""
        return self.has_role(*ADMIN_ROLES)
