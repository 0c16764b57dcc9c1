// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson messages.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "i18n/format.hpp"
#include "notify/bounce.hpp"
#include "notify/mail_options.hpp"
#include "store/subscription_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace moisson::cli {
namespace {

Json message_json(const store::StoredMessage& one, bool whole) {
    Json out;
    out["id"] = one.id;
    out["kind"] = one.mail.kind;
    out["state"] = one.state;
    out["recipient"] = one.mail.recipient;
    out["subject"] = one.mail.subject;
    out["message_id"] = one.mail.message_id;
    out["created_at"] = to_iso8601(one.created_at);
    out["sent_at"] = time_json(one.sent_at);
    out["not_before"] = to_iso8601(one.not_before);
    out["attempts"] = one.attempts;
    out["last_reply"] = one.last_reply;
    if (whole) {
        out["text"] = one.mail.plain;
        out["html"] = one.mail.html;
    }
    return out;
}

std::string state_text(const store::StoredMessage& one) {
    if (one.state == "sent")
        return "envoyé le " + i18n::date_time(one.sent_at.value_or(one.created_at));
    if (one.state == "failed")
        return "échec";
    if (one.state == "withheld")
        return "retenu";
    if (one.attempts == 0)
        return "en file";
    return "en file, " + i18n::count(one.attempts, "essai", "essais");
}

void print_head(std::FILE* out, const store::StoredMessage& one) {
    fmt::print(
        out,
        "{}  {}\n    à {} ; écrit le {} ; {}\n",
        one.id,
        terminal_text(one.mail.subject),
        terminal_text(one.mail.recipient),
        i18n::date_time(one.created_at),
        state_text(one)
    );
    if (!one.last_reply.empty())
        fmt::print(out, "    {}\n", terminal_text(one.last_reply));
}

std::string read_input() {
    std::string out;
    std::array<char, 8192> buffer{};
    while (out.size() <= notify::limits::report_bytes_max) {
        const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), stdin);
        if (got == 0)
            break;
        out.append(buffer.data(), got);
    }
    return out;
}

std::string_view effect_word(store::BounceEffect effect) {
    switch (effect) {
    case store::BounceEffect::recorded:
        return "recorded";
    case store::BounceEffect::paused:
        return "paused";
    case store::BounceEffect::disabled:
        return "disabled";
    case store::BounceEffect::suppressed:
        break;
    }
    return "suppressed";
}

std::string_view effect_text(store::BounceEffect effect) {
    switch (effect) {
    case store::BounceEffect::recorded:
        return "noté";
    case store::BounceEffect::paused:
        return "adresse mise en pause";
    case store::BounceEffect::disabled:
        return "adresse désactivée";
    case store::BounceEffect::suppressed:
        break;
    }
    return "plainte : plus rien ne sera envoyé à cette adresse";
}

} // namespace

int show_messages(Context& context, const Request& request) {
    auto listing = store::list_messages(context.database, std::clamp(request.limit, 1, 1'000));
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::StoredMessage& row : *rows)
            out.push_back(message_json(row, false));
        print_json(context.output, out);
        return exit_ok;
    }
    if (rows->empty())
        fmt::print(context.output.out, "Aucun message.\n");
    for (const store::StoredMessage& row : *rows)
        print_head(context.output.out, row);
    if (!context.settings.mail.sends())
        fmt::print(context.output.out, "Rien n'est envoyé : mail.host ou mail.from est vide.\n");
    return exit_ok;
}

int show_message(Context& context, const Request& request) {
    auto reading = store::read_message(context.database, request.message);
    const auto row = context.await(std::move(reading));
    if (row.has_error())
        return report_error(context.output, row.error());
    if (request.json) {
        print_json(context.output, message_json(*row, true));
        return exit_ok;
    }
    print_head(context.output.out, *row);
    std::string_view rest = row->mail.plain;
    fmt::print(context.output.out, "\n");
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        fmt::print(context.output.out, "{}\n", terminal_text(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return exit_ok;
}

int resend_message(Context& context, const Request& request) {
    auto sending = store::requeue_message(context.database, request.message);
    const auto done = context.await(std::move(sending));
    if (done.has_error())
        return report_error(context.output, done.error());
    return show_message(context, request);
}

namespace {

// Who leaves by mail, as by the link of that message.
int leave_by_mail(Context& context, const Request& request, std::int64_t message) {
    auto reading = store::read_message(context.database, message);
    const auto row = context.await(std::move(reading));
    if (row.has_error() && row.error().code != Code::not_found)
        return report_error(context.output, row.error());
    const bool known = row.has_value() && row->subscriber.has_value();
    if (known) {
        auto leaving =
            store::leave_subscription(context.database, *row->subscriber, std::nullopt, "mail");
        const auto left = context.await(std::move(leaving));
        if (left.has_error())
            return report_error(context.output, left.error());
    }
    if (request.json) {
        Json out;
        out["message"] = message;
        out["effect"] = known ? "left" : "ignored";
        print_json(context.output, out);
        return exit_ok;
    }
    fmt::print(
        context.output.out,
        "Message {} : {}.\n",
        message,
        known ? "désabonné à sa demande" : "sans abonné, ignoré"
    );
    return exit_ok;
}

} // namespace

int read_bounce(Context& context, const Request& request) {
    auto finding = store::signing_key(context.database, notify::random_bytes(32));
    const auto key = context.await(std::move(finding));
    if (key.has_error())
        return report_error(context.output, key.error());
    const notify::Sealer sealer(*key);
    const std::string input = read_input();
    if (const auto left = notify::read_unsubscribe(input, request.recipient, sealer))
        return leave_by_mail(context, request, *left);
    const auto report = notify::read_bounce(input, request.recipient, sealer);
    if (!report) {
        // A mail server that pipes must not give it back.
        fmt::print(context.output.out, "Ce rapport ne nomme aucun message de Moisson : ignoré.\n");
        return exit_ok;
    }
    auto recording = store::record_bounce(
        context.database,
        report->message,
        report->kind,
        report->status,
        report->detail,
        store::BounceLimits()
    );
    const auto effect = context.await(std::move(recording));
    if (effect.has_error() && effect.error().code != Code::not_found)
        return report_error(context.output, effect.error());
    if (request.json) {
        Json out;
        out["message"] = report->message;
        out["status"] = report->status;
        out["effect"] = effect ? effect_word(*effect) : "ignored";
        print_json(context.output, out);
        return exit_ok;
    }
    fmt::print(
        context.output.out,
        "Message {} : {}.\n",
        report->message,
        effect ? effect_text(*effect) : "trop ancien, ignoré"
    );
    return exit_ok;
}

} // namespace moisson::cli
