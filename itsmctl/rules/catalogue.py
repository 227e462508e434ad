"""The list of all rules: what is not in it does not run."""

from itsmctl.rules.capacity import crowded_processors, overcommitted_host
from itsmctl.rules.cycle import unstartable_cycle
from itsmctl.rules.identity import duplicate_hostname, duplicate_title, id_order, id_year
from itsmctl.rules.network import (
    address_outside_network,
    duplicate_address,
    duplicate_network,
    invalid_address,
    network_retyped,
)
from itsmctl.rules.order import time_order
from itsmctl.rules.ownership import service_without_agreement, service_without_ci
from itsmctl.rules.promise import promise_above_dependencies
from itsmctl.rules.recovery import backup_in_failure_domain, only_backup_copy, recovery_below_promise
from itsmctl.rules.redundancy import critical_without_slack, records_its_own_failure, shared_single_point
from itsmctl.rules.state import missing_for_state, person_left, retired_dependency
from itsmctl.rules.text import placeholder_text
from itsmctl.rules.verification import contradicting_facts, verification_overdue
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
    contradicting_facts,
    verification_overdue,
    service_without_agreement,
    service_without_ci,
    promise_above_dependencies,
    recovery_below_promise,
    backup_in_failure_domain,
    only_backup_copy,
    overcommitted_host,
    crowded_processors,
    unstartable_cycle,
    shared_single_point,
    critical_without_slack,
    records_its_own_failure,
)
