"""Everything that changes an account, a grant, a sign-in or a second factor."""

from congress.people.services.accounts import (
    change_own_password,
    close_account,
    close_unused_accounts,
    open_account,
    reopen_account,
    set_password,
)
from congress.people.services.grants import end_grant, grant_role
from congress.people.services.second_factor import (
    begin_enrolment,
    check_second_factor,
    confirm_enrolment,
    drop_own_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)
from congress.people.services.sign_ins import (
    clear_old_sign_ins,
    end_own_sign_in,
    end_sign_ins,
    move_sign_in,
    note_refused_sign_in,
    note_seen,
    note_sign_in,
    note_sign_out,
)

__all__ = [
    "begin_enrolment",
    "change_own_password",
    "check_second_factor",
    "clear_old_sign_ins",
    "close_account",
    "close_unused_accounts",
    "confirm_enrolment",
    "drop_own_second_factor",
    "end_grant",
    "end_own_sign_in",
    "end_sign_ins",
    "grant_role",
    "move_sign_in",
    "note_refused_sign_in",
    "note_seen",
    "note_sign_in",
    "note_sign_out",
    "open_account",
    "renew_recovery_codes",
    "reopen_account",
    "reset_second_factor",
    "set_password",
]
