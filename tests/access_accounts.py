"""The part of the access table about accounts: most of it is everybody's, the rest is one's own."""

# Pages before anybody signed in; whoever did is sent on. "get", "post" or both.
EVERYBODYS = {
    "account_login": "get post",
    "account_request_login_code": "get post",
    "account_confirm_login_code": "get post",
    "mfa_login_webauthn": "get post",
    "mfa_authenticate": "get post",
    "account_logout": "get post",
    "account_signup": "get post",
    "account_inactive": "get",
    "account_email_verification_sent": "get post",
    "account_reset_password": "get post",
    "account_confirm_password_reset_code": "get post",
    "account_complete_password_reset": "get post",
    "account_password_reset_completed": "get",
    "socialaccount_login_cancelled": "get",
    "socialaccount_signup": "get post",
}
# One's own account: others are sent to where one signs in.
ONES_OWN = {
    "people:my_account": "get post",
    "account_reauthenticate": "get post",
    "mfa_reauthenticate": "get post",
    "mfa_reauthenticate_webauthn": "get post",
    "account_email": "get post",
    "account_change_password": "get post",
    "account_set_password": "get post",
    "mfa_index": "get",
    "mfa_activate_totp": "get post",
    "mfa_deactivate_totp": "get post",
    "mfa_list_webauthn": "get",
    "mfa_add_webauthn": "get post",
    "mfa_view_recovery_codes": "get",
    "mfa_generate_recovery_codes": "get post",
    "mfa_download_recovery_codes": "get",
    "usersessions_list": "get post",
    "socialaccount_connections": "get post",
}
# A form without anything in it.
EMPTY = {"people:my_account": 422}
# Somebody else's passkey does not exist.
OF_OTHERS = {"mfa_edit_webauthn": "get post", "mfa_remove_webauthn": "get post"}
