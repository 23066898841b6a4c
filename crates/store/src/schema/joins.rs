//! Which tables are read together, and by which column.

use super::{
    absence, account, account_collector, allocation, batch, batch_change, case_claim, claim_event, company, contact,
    court_case, court_procedure, court_title, creditor, debtor, debtor_group, delivery, desk_user, document,
    entry_level, instalment_plan, item, item_block, item_choice, job, login_attempt, message, plan_instalment,
    plan_item, print_file, procedure_deadline, profile, promise, reminder, reminder_item, run, session, setting,
    snooze, strategy, task, text_template, timeline, user_creditor, webhook, webhook_delivery,
};

diesel::joinable!(account -> debtor (debtor_id));
diesel::joinable!(case_claim -> court_case (case_id));
diesel::joinable!(procedure_deadline -> court_procedure (procedure_id));
diesel::joinable!(court_title -> court_case (case_id));
diesel::joinable!(account -> creditor (creditor_id));
diesel::joinable!(item -> batch (batch_id));
diesel::joinable!(item -> account (account_id));
diesel::joinable!(allocation -> batch (batch_id));
diesel::joinable!(session -> desk_user (user_id));
diesel::joinable!(contact -> debtor (debtor_id));
diesel::joinable!(print_file -> document (document_id));
diesel::allow_tables_to_appear_in_same_query!(
    absence,
    account,
    account_collector,
    allocation,
    batch,
    batch_change,
    case_claim,
    claim_event,
    company,
    contact,
    court_case,
    court_procedure,
    court_title,
    creditor,
    debtor,
    debtor_group,
    delivery,
    desk_user,
    document,
    entry_level,
    instalment_plan,
    item,
    item_block,
    item_choice,
    job,
    login_attempt,
    message,
    plan_instalment,
    plan_item,
    print_file,
    procedure_deadline,
    profile,
    promise,
    reminder,
    reminder_item,
    run,
    session,
    setting,
    snooze,
    strategy,
    task,
    text_template,
    timeline,
    user_creditor,
    webhook,
    webhook_delivery,
);
