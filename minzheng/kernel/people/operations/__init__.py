"""The only writers of this room."""

from minzheng.kernel.people.operations.households import (
    AlreadyMember,
    NotAMember,
    add_member,
    form_household,
    move_household,
    remove_member,
)
from minzheng.kernel.people.operations.persons import (
    ID_CONTEXT,
    PHONE_CONTEXT,
    IdentityConflict,
    PersonDetails,
    mask_phone,
    record_death,
    register_person,
)
from minzheng.kernel.people.operations.rosters import (
    HouseholdDraft,
    form_households,
    register_persons,
)

__all__ = [
    "ID_CONTEXT",
    "PHONE_CONTEXT",
    "AlreadyMember",
    "HouseholdDraft",
    "IdentityConflict",
    "NotAMember",
    "PersonDetails",
    "add_member",
    "form_household",
    "form_households",
    "mask_phone",
    "move_household",
    "record_death",
    "register_person",
    "register_persons",
    "remove_member",
]
