// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What was asked for, as values: the parser fills one, the commands read it.
#pragma once

#include "model/harvest_run.hpp"

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace moisson::cli {

enum class Command {
    none,
    portals,
    harvest,
    runs,
    run_approve,
    run_refuse,
    run_cancel,
    config_check,
    config_show,
    db_migrate,
    db_status,
    db_fingerprint,
    db_remap,
    db_compact,
    db_clusters,
    db_regroup,
    detect,
    preview,
    plan,
    import_file,
    portals_check,
    portals_replace,
    raw_record,
    correct,
    corrections,
    correction_proposals,
    proposal_refuse,
    correction_withdraw,
    take_down,
    takedowns,
    report,
    alerts,
    alert_acknowledge,
    alert_snooze,
    alerts_approve,
    silences,
    silence_add,
    silence_end,
    people,
    person_add,
    person_disable,
    person_enable,
    tokens,
    token_create,
    token_revoke,
    audit,
    subscriptions,
    subscription_grant,
    subscription_end,
    invitations,
    invitation_release,
    webhooks,
    webhook_add,
    webhook_end,
    webhook_resume,
    webhook_secret,
    webhook_replay,
    webhook_deliveries,
    messages,
    message_read,
    message_resend,
    message_bounce,
    export_catalogue,
    fruitless_searches
};

struct Request {
    Command command = Command::none;
    std::string config = "/etc/moisson/moisson.yaml";
    bool json = false;
    // `rapport`: its table of issues, or that of what a run changed.
    bool csv = false;
    bool changes = false;
    // Sources named on the line; empty = all.
    std::vector<std::string> sources;
    RunMode mode = RunMode::automatic;
    bool wait = false;
    // `passages --suivre`.
    bool follow = false;
    // `passages`: one run, or 0 for the list.
    std::int64_t run = 0;
    int limit = 20;
    // Who decides, corrects, takes down or replaces, and why.
    std::string author;
    std::string motive;
    // What `detecter`, `apercu`, `plan`, `importer`, `brut`, `corriger`, `retirer` and `rapport`
    // are about: an address, a source, a file, a dataset, an organization, a resource, a run.
    std::string subject;
    // `importer`: the table of resources beside that of datasets.
    std::string resources;
    // `exporter --dans`.
    std::string directory;
    // `recherches`: days that are looked back, and how many askers a search must have had.
    int days = 30;
    int askers = 5;
    // `corriger`.
    std::string field;
    std::string value;
    std::string action = "remplacer";
    // "champ=valeur"
    std::string condition;
    std::string expires;
    // `corrections retirer`.
    std::int64_t correction = 0;
    // `retirer`: for a legal reason; to show again.
    bool legal = false;
    bool lift = false;
    // `corrections` and `retraits`: those that ended too.
    bool ended = false;
    // `apercu`: records to show.
    int records = 5;
    // `portails verifier`.
    int parallel = 8;
    std::string time_max;
    bool set_aside = false;
    // `portails remplacer`: the old source and the new one.
    std::string replaced;
    std::string replacement;
    bool apply = false;
    // `alertes` and `silences`: a number, states to list, how long, label=value.
    std::int64_t alert = 0;
    std::vector<std::string> states;
    std::string duration;
    std::vector<std::string> matchers;
    // `personnes` and `jetons`; `subject` is the person.
    std::string role = "abonne";
    std::string email;
    std::vector<std::string> countries;
    std::vector<std::string> portals;
    std::vector<std::string> scopes;
    std::string label;
    std::string rate_class = "normale";
    std::int64_t token = 0;
    std::int64_t before = 0;
    // `abonnements`: whose, what about, how often, where.
    std::string address;
    std::string audience = "coordinateur";
    std::string scope;
    std::string frequency = "immediate";
    std::string time_zone = "UTC";
    // `abonnements invitations envoyer`: the organization that gives the address.
    std::string organization;
    // `messages`: one of them; `abonnements retirer`: one subscription.
    std::int64_t message = 0;
    // `abonnements webhook ajouter`: http: will do.
    bool plain_http = false;
    // `messages rebond`: the address that the report was delivered to.
    std::string recipient;
};

// Where answers and problems go.
struct Output {
    std::FILE* out;
    std::FILE* problems;
};

} // namespace moisson::cli
