// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "routes/nearest.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace moisson::routes {
namespace {

// Damerau-Levenshtein, restricted (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

// Words of our readers for names that are English.
constexpr std::array<std::pair<std::string_view, std::string_view>, 21> french{{
    {"pays", "country"},
    {"portail", "portal"},
    {"producteur", "organization"},
    {"editeur", "organization"},
    {"mots", "q"},
    {"recherche", "q"},
    {"motcle", "tag"},
    {"mot-cle", "tag"},
    {"langue", "lang"},
    {"fraicheur", "freshness"},
    {"liens", "links"},
    {"qualite", "quality"},
    {"acces", "access"},
    {"periode", "temporal"},
    {"frequence", "frequency"},
    {"periodicite", "frequency"},
    {"nature", "type"},
    {"tri", "sort"},
    {"taille", "page_size"},
    {"champs", "fields"},
    {"depuis", "since"},
}};

} // namespace

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates) {
    constexpr std::size_t name_bytes_max = 64;
    if (name.empty() || name.size() > name_bytes_max)
        return {};
    for (const auto& [word, meant] : french)
        if (word == name &&
            std::find(candidates.begin(), candidates.end(), meant) != candidates.end())
            return meant;
    std::string_view best;
    std::size_t best_distance = 0;
    for (const std::string_view candidate : candidates) {
        const std::size_t far = distance(name, candidate);
        const std::size_t allowed =
            std::min<std::size_t>(3, (std::max(name.size(), candidate.size()) + 2) / 3);
        if (far <= allowed && (best.empty() || far < best_distance)) {
            best = candidate;
            best_distance = far;
        }
    }
    return best;
}

} // namespace moisson::routes
