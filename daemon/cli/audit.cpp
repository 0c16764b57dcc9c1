// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson audit.
#include "store/audit.hpp"

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "i18n/format.hpp"
#include "i18n/people_labels.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace moisson::cli {
namespace {

// Values of a key, lists and pairs as people write them: "portail = bf, sorte = …".
std::string words_of(const std::string& key, const Json& value) {
    if (value.is_string())
        return std::string(i18n::audit_value_label(key, value.get_ref<const std::string&>()));
    if (!value.is_structured())
        return value.dump();
    std::string out;
    for (const auto& [name, one] : value.items()) {
        out += out.empty() ? "" : ", ";
        out += value.is_object()
                   ? fmt::format("{} = {}", i18n::audit_detail_label(name), words_of(name, one))
                   : words_of(key, one);
    }
    return out;
}

std::string part_text(const std::string& key, const Json& value) {
    const std::string text = words_of(key, value);
    const std::optional<Instant> instant =
        key.ends_with("_at") ? from_iso8601(text) : std::optional<Instant>();
    return fmt::format(
        "{} : {}",
        i18n::audit_detail_label(key),
        instant ? i18n::date_time(*instant) : text
    );
}

// A condition of a correction is one pair.
std::string condition_text(const Json& when) {
    const auto part = [&when](const char* name) {
        const auto found = when.find(name);
        return found == when.end() ? std::string() : words_of(name, *found);
    };
    return fmt::format("si : {} = {}", part("field"), part("value"));
}

// "    source : bf ; motif : travaux", a line; nothing of what is empty.
std::string detail_line(const std::string& detail) {
    const Json parsed = Json::parse(detail, nullptr, false);
    if (!parsed.is_object())
        return {};
    std::string out;
    for (const auto& [key, value] : parsed.items()) {
        if (value.is_null() || (value.is_structured() && value.empty()))
            continue;
        out += out.empty() ? "    " : " ; ";
        out += terminal_text(
            key == "when" && value.is_object() ? condition_text(value) : part_text(key, value)
        );
    }
    return out.empty() ? out : out + "\n";
}

} // namespace

int show_audit(Context& context, const Request& request) {
    store::AuditQuery query;
    query.limit = request.limit;
    query.actor = request.subject;
    if (request.before > 0)
        query.before = request.before;
    auto listing = store::list_audit(context.database, std::move(query));
    const auto rows = context.await(std::move(listing));
    if (rows.has_error())
        return report_error(context.output, rows.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::AuditRow& row : *rows)
            out.push_back(
                {{"id", row.id},
                 {"at", to_iso8601(row.at)},
                 {"actor", row.actor},
                 {"action", row.action},
                 {"subject", row.subject},
                 {"detail", Json::parse(row.detail, nullptr, false)}}
            );
        print_json(context.output, out);
        return exit_ok;
    }
    if (rows->empty())
        fmt::print(context.output.out, "Rien n'est noté.\n");
    for (const store::AuditRow& row : *rows)
        fmt::print(
            context.output.out,
            "{}  {}  {} : {} ({})\n{}",
            row.id,
            i18n::date_time(row.at),
            terminal_text(row.actor),
            i18n::audit_action_label(row.action),
            terminal_text(row.subject),
            detail_line(row.detail)
        );
    return exit_ok;
}

} // namespace moisson::cli
