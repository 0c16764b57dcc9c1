// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The section "Historique" of a dataset's page.
#include "i18n/change_labels.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/language.hpp"
#include "pages/dataset_parts.hpp"
#include "text/clean.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace moisson::pages {
namespace {

// The page stays a page: the API tells the rest.
constexpr std::size_t changes_per_entry = 8;
constexpr std::size_t value_length = 120;

// Fields whose values are codes of a vocabulary.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> vocabularies = {{
    {"access_rights", "access"},
    {"accrual_periodicity", "frequency"},
    {"countries", "country"},
    {"distributions.format", "format"},
    {"distributions.licence", "licence"},
    {"languages", "lang"},
    {"licence", "licence"},
    {"themes", "theme"},
    {"type", "type"},
}};

std::string shown(const Site& site, const FieldChange& change, const std::string& value) {
    for (const auto& [field, kind] : vocabularies)
        if (field == change.field)
            return std::string(site.labels.find(kind, value));
    std::int64_t bytes = 0;
    const char* const end = value.data() + value.size();
    if (change.field == "distributions.byte_size" &&
        std::from_chars(value.data(), end, bytes).ptr == end)
        return i18n::bytes(bytes);
    return text::excerpt(value, value_length);
}

bool is_correction(const FieldChange& change) {
    return change.field == "corrections";
}

// Read again without the network: because somebody corrected it, more often than not.
std::string cause_of(const store::HistoryEntry& entry) {
    const std::vector<FieldChange>& all = entry.diff.changes;
    const auto corrects = [](const FieldChange& change) {
        return is_correction(change) && change.after;
    };
    if (entry.cause == store::ChangeCause::remapped) {
        if (std::any_of(all.begin(), all.end(), corrects))
            return "Corrigé par Moisson";
        if (std::any_of(all.begin(), all.end(), is_correction))
            return "Correction levée par Moisson";
    }
    return std::string(i18n::change_cause_label(to_string(entry.cause)));
}

// A text in the language of the page needs no mention of it.
std::string item_of(const Site& site, const FieldChange& change) {
    if (change.field.starts_with("distributions"))
        return text::excerpt(change.item, value_length);
    if (is_correction(change))
        return std::string(i18n::field_label(change.item));
    return change.item.empty() || change.item == "fr"
               ? std::string()
               : std::string(site.labels.find("lang", change.item));
}

// The reason of a correction that came or went.
std::string reason_of(const FieldChange& change) {
    if (!is_correction(change) || (change.before && change.after))
        return {};
    return text::excerpt(change.after ? *change.after : change.before.value_or(""), value_length);
}

render::Data change_row(const Site& site, const FieldChange& change) {
    render::Data row;
    const std::string reason = reason_of(change);
    const bool is_part = change.field.starts_with("distributions.");
    std::string label(i18n::change_field_label(change.field));
    if (is_part)
        label += " d’une ressource";
    if (!reason.empty() && !change.after)
        label = "Fin d’une correction";
    render::put(row, "label", std::move(label));
    render::put(row, "item", item_of(site, change));
    render::put(row, "colon", i18n::typography(" : "));
    render::put_flag(row, "added", !change.before && change.after && reason.empty());
    render::put_flag(row, "removed", change.before && !change.after && reason.empty());
    render::put(row, "reason", reason);
    render::put_flag(row, "replaced", change.before && change.after);
    render::put_flag(row, "unsaid", !change.before && !change.after);
    render::put(row, "before", change.before ? shown(site, change, *change.before) : "");
    render::put(row, "after", change.after ? shown(site, change, *change.after) : "");
    return row;
}

render::Data entry_row(const Site& site, const store::HistoryEntry& entry) {
    render::Data row;
    render::put(row, "cause", cause_of(entry));
    render::put(row, "at", i18n::date_time(entry.at));
    render::put(row, "at_iso", to_iso8601(entry.at));
    render::put(row, "run", entry.run ? fmt::format("passage {}", entry.run->value) : "");
    render::put(row, "run_url", entry.run ? routes::run_page_of(entry.run->value) : "");
    render::Data changes = render::list();
    const std::vector<FieldChange>& all = entry.diff.changes;
    const std::size_t count = std::min(all.size(), changes_per_entry);
    for (std::size_t i = 0; i < count; ++i)
        changes.push_back(change_row(site, all[i]));
    const std::int64_t more = entry.diff.omitted + static_cast<std::int64_t>(all.size() - count);
    render::put_flag(row, "has_changes", count > 0);
    render::put_list(row, "changes", std::move(changes));
    render::put(
        row,
        "more_changes",
        more == 0 ? std::string()
                  : "et " + i18n::count(more, "autre changement", "autres changements")
    );
    return row;
}

} // namespace

void put_history(
    render::Data& data,
    const Site& site,
    const store::DatasetRecord& record,
    const store::HistoryPage& page
) {
    render::Data rows = render::list();
    for (const store::HistoryEntry& entry : page.entries)
        rows.push_back(entry_row(site, entry));
    render::put_flag(data, "has_history", !page.entries.empty());
    render::put(data, "last_seen", page.last_seen ? i18n::date(*page.last_seen) : std::string());
    render::put(
        data,
        "last_seen_iso",
        page.last_seen ? to_iso8601(*page.last_seen) : std::string()
    );
    render::put_list(data, "history", std::move(rows));
    render::put(data, "history_url", routes::api_history_of(to_string(record.id)));
    render::put(
        data,
        "history_link",
        page.more ? fmt::format("Les {} changements (JSON)", i18n::number(page.total))
                  : std::string("Cet historique (JSON)")
    );
}

} // namespace moisson::pages
