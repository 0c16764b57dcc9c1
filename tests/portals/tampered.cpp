// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "portals/tampered.hpp"

#include "portals/ckan_answers.hpp"

#include <algorithm>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;

} // namespace

CkanPage page_of(
    const Catalogue& catalogue,
    std::uint64_t start,
    std::uint64_t rows,
    const std::string& since,
    const Tamper& tamper
) {
    CkanSearch search;
    search.sort = "id asc";
    search.start = start;
    search.rows = rows;
    if (!since.empty())
        search.fq.push_back("metadata_modified:[" + since + " TO *]");
    auto found = ckan_search(catalogue, search, tamper);
    auto* page = std::get_if<CkanPage>(&found);
    return page == nullptr ? CkanPage() : std::move(*page);
}

Json tampered_package(
    const Catalogue& catalogue,
    std::uint32_t rank,
    const Tamper& tamper,
    bool first
) {
    Json package = Json::parse(catalogue.text(catalogue.records()[rank]));
    package["id"] = generation_of(catalogue.records()[rank].id, tamper);
    if (!first)
        return package;
    if (tamper.extra_tags > 0) {
        Json tags = Json::array();
        for (std::uint64_t i = 0; i < tamper.extra_tags; ++i)
            tags.push_back({{"name", "mot-" + std::to_string(i)}});
        package["tags"] = std::move(tags);
    }
    if (tamper.description_bytes > 0)
        package["notes"] = std::string(tamper.description_bytes, 'x');
    if (!tamper.record_patch.empty())
        package.update(Json::parse(tamper.record_patch));
    if (!tamper.raw_title_bytes.empty())
        package["title"] = "Titre " + std::string(raw_bytes_mark) + " abîmé";
    return package;
}

void put_raw_bytes(std::string& text, const Tamper& tamper) {
    if (tamper.raw_title_bytes.empty())
        return;
    if (const auto at = text.find(raw_bytes_mark); at != std::string::npos)
        text.replace(at, raw_bytes_mark.size(), tamper.raw_title_bytes);
}

bool holds_poison(const std::vector<std::uint32_t>& ranks, const Tamper& tamper) {
    return tamper.poison_rank && std::ranges::find(ranks, *tamper.poison_rank) != ranks.end();
}

std::optional<std::uint32_t>
rank_of(const Catalogue& catalogue, const std::string& id, const Tamper& tamper) {
    std::string plain = id;
    if (!tamper.id_generation.empty()) {
        if (!plain.ends_with(tamper.id_generation))
            return std::nullopt;
        plain.resize(plain.size() - tamper.id_generation.size());
    }
    const Record* record = catalogue.find(plain);
    if (record == nullptr || !is_kept(*record, tamper.keep_ratio))
        return std::nullopt;
    return static_cast<std::uint32_t>(record - catalogue.records().data());
}

} // namespace moisson::portals
