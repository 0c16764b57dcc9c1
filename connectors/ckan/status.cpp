// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "ckan/status.hpp"

#include <algorithm>
#include <array>

namespace moisson::ckan {
namespace {

template <std::size_t Count>
bool is_one_of(std::string_view word, const std::array<std::string_view, Count>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 11> other_types{
    "app",
    "application",
    "blog",
    "event",
    "harvest",
    "harvest_source",
    "idea",
    "news",
    "page",
    "showcase",
    "story",
};
constexpr std::array<std::string_view, 5>
    active_words{"active", "actif", "aktiv", "ativo", "activo"};
constexpr std::array<std::string_view, 4> deleted_words{"deleted", "trash", "supprime", "geloscht"};
constexpr std::array<std::string_view, 9> private_words{
    "true",
    "1",
    "yes",
    "private",
    "unpublished",
    "not_published",
    "nicht_veroffentlicht",
    "unveroffentlicht",
    "non_publie",
};

} // namespace

bool is_dataset_type(std::string_view type) {
    return !is_one_of(normalised_key(type), other_types);
}

void map_status(const Fields& fields, RawRecord& record) {
    record.type = fields.text({"type", "dataset_type"});
    const std::string state = fields.text({"state"});
    const std::string state_word = normalised_key(state);
    if (is_one_of(state_word, deleted_words)) {
        record.unpublished_because = "state=" + state;
        record.deleted_at_source = true;
    } else if (!state_word.empty() && !is_one_of(state_word, active_words)) {
        record.unpublished_because = "state=" + state;
    }
    const std::string visibility = fields.text({"private"});
    if (record.unpublished_because.empty() && is_one_of(normalised_key(visibility), private_words))
        record.unpublished_because = "private=" + visibility;
    if (record.unpublished_because.empty() &&
        normalised_key(fields.text({"capacity"})) == "private")
        record.unpublished_because = "capacity=private";
}

} // namespace moisson::ckan
