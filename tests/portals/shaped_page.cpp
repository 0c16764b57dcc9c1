// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "portals/shaped_page.hpp"

#include "portals/ckan_answers.hpp"
#include "portals/ckan_search.hpp"

#include <algorithm>

namespace moisson::portals {
namespace {

using Json = nlohmann::ordered_json;
using Pointer = Json::json_pointer;

constexpr std::string_view mark = "@octets@";

std::uint64_t told(std::uint64_t count, const Tamper& tamper) {
    const double lie =
        static_cast<double>(count) * tamper.count_factor + static_cast<double>(tamper.count_plus);
    return lie < 0 ? 0 : static_cast<std::uint64_t>(lie);
}

void alter(Json& record, const ShapeFields& fields, const Tamper& tamper) {
    if (tamper.extra_tags > 0) {
        Json tags = Json::array();
        for (std::uint64_t i = 0; i < tamper.extra_tags; ++i)
            tags.push_back("mot-" + std::to_string(i));
        record[Pointer(fields.tags)] = std::move(tags);
    }
    if (tamper.description_bytes > 0)
        record[Pointer(fields.description)] = std::string(tamper.description_bytes, 'x');
    if (!tamper.record_patch.empty())
        record.merge_patch(Json::parse(tamper.record_patch));
    if (!tamper.raw_title_bytes.empty())
        record[Pointer(fields.title)] = "Titre " + std::string(mark) + " abîmé";
}

} // namespace

std::vector<std::uint32_t> shown_ranks(const Catalogue& catalogue, const Tamper& tamper) {
    std::vector<std::uint32_t> ranks;
    for (std::uint32_t rank = 0; rank < catalogue.size(); ++rank)
        if (is_kept(catalogue.records()[rank], tamper.keep_ratio))
            ranks.push_back(rank);
    return ranks;
}

ShapedPage page_of_ranks(
    const std::vector<std::uint32_t>& selected,
    std::uint64_t start,
    std::uint64_t rows,
    const Tamper& tamper
) {
    ShapedPage page;
    page.count = told(selected.size(), tamper);
    if (tamper.rows_max && rows != UINT64_MAX)
        rows = std::min(rows, *tamper.rows_max);
    if (tamper.ignore_start)
        start = 0;
    if (tamper.repeat_previous)
        start = start > rows ? start - rows : 0;
    for (std::uint64_t i = start; i < selected.size() && i - start < rows; ++i)
        page.ranks.push_back(selected[i]);
    if (tamper.empty_page)
        page.ranks.clear();
    if (tamper.keep_items && page.ranks.size() > *tamper.keep_items)
        page.ranks.resize(*tamper.keep_items);
    if (tamper.repeat_first_record && !page.ranks.empty())
        page.ranks.push_back(0);
    return page;
}

bool is_poisoned_page(const ShapedPage& page, const Tamper& tamper) {
    return tamper.poison_rank &&
           std::ranges::find(page.ranks, *tamper.poison_rank) != page.ranks.end();
}

ScriptedResponse broken_page() {
    ScriptedResponse response;
    response.status = 500;
    response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
    response.body.add("<html><body><h1>Internal Server Error</h1></body></html>");
    return response;
}

std::string shaped_text(Json record, const ShapeFields& fields, const Tamper& tamper, bool first) {
    for (const std::string& id : fields.ids) {
        const Pointer pointer(id);
        if (record.contains(pointer) && record[pointer].is_string())
            record[pointer] = generation_of(record[pointer].get<std::string>(), tamper);
    }
    if (first)
        alter(record, fields, tamper);
    std::string text = record.dump(-1, ' ', false, Json::error_handler_t::replace);
    if (const auto at = text.find(mark); first && at != std::string::npos)
        text.replace(at, mark.size(), tamper.raw_title_bytes);
    return text;
}

} // namespace moisson::portals
