"""The list of all rules: what is not in it does not run."""

from itsmctl.rules.capacity import crowded_processors, overcommitted_host
from itsmctl.rules.cycle import unstartable_cycle
from itsmctl.rules.expressed import rule_undecided, rule_unusable
from itsmctl.rules.identity import id_order, id_year
from itsmctl.rules.naming import kind_without_process, unknown_name
from itsmctl.rules.network import (
    address_outside_network,
    duplicate_address,
    duplicate_network,
    invalid_address,
    network_retyped,
)
from itsmctl.rules.outage import long_outage_without_problem
from itsmctl.rules.ownership import service_without_agreement, service_without_ci
from itsmctl.rules.promise import promise_above_dependencies
from itsmctl.rules.recovery import backup_in_failure_domain, only_backup_copy, recovery_below_promise
from itsmctl.rules.redundancy import critical_without_slack, records_its_own_failure, shared_single_point
from itsmctl.rules.state import ended_reference, missing_for_state, planned_dependency, retired_dependency
from itsmctl.rules.text import placeholder_text
from itsmctl.rules.verification import contradicting_facts
from itsmctl.rules.vocabulary import raci_human, unassigned_activity
from itsmctl.rules.words.doubled import doubled_reference
from itsmctl.rules.words.future import time_in_future
from itsmctl.rules.words.orders import time_order
from itsmctl.rules.words.pairs import unanswered_reference

__all__ = ["RULES"]

RULES = (
    missing_for_state,
    placeholder_text,
    id_year,
    id_order,
    invalid_address,
    duplicate_address,
    address_outside_network,
    duplicate_network,
    network_retyped,
    time_order,
    time_in_future,
    doubled_reference,
    unanswered_reference,
    rule_unusable,
    rule_undecided,
    retired_dependency,
    planned_dependency,
    ended_reference,
    raci_human,
    unassigned_activity,
    kind_without_process,
    unknown_name,
    long_outage_without_problem,
    contradicting_facts,
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
