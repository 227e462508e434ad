"""The list of all rules: what is not in it does not run."""

from itsmctl.rules.identity import duplicate_hostname, duplicate_title, id_order, id_year
from itsmctl.rules.network import (
    address_outside_network,
    duplicate_address,
    duplicate_network,
    invalid_address,
    network_retyped,
)
from itsmctl.rules.order import time_order
from itsmctl.rules.state import missing_for_state, person_left, retired_dependency
from itsmctl.rules.text import placeholder_text
from itsmctl.rules.vocabulary import (
    raci_human,
    raci_no_responsible,
    raci_one_accountable,
    unassigned_activity,
    unknown_category,
)

__all__ = ["RULES"]

RULES = (
    missing_for_state,
    placeholder_text,
    id_year,
    id_order,
    duplicate_title,
    duplicate_hostname,
    invalid_address,
    duplicate_address,
    address_outside_network,
    duplicate_network,
    network_retyped,
    time_order,
    retired_dependency,
    person_left,
    unknown_category,
    raci_one_accountable,
    raci_no_responsible,
    raci_human,
    unassigned_activity,
)
