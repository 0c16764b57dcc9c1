// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The files and services of a data set.
#include "normalise/numbers.hpp"
#include "normalise/parts.hpp"
#include "normalise/urls.hpp"
#include "text/key.hpp"
#include "text/unicode.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace moisson::normalise {
namespace {

// "text/csv; charset=utf-8" -> "text/csv"; empty when the text has not that shape.
std::string media_type_of(std::string_view raw) {
    constexpr std::string_view iana = "iana.org/assignments/media-types/";
    if (const auto at = raw.find(iana); at != std::string_view::npos)
        raw.remove_prefix(at + iana.size());
    raw = text::trim(raw.substr(0, raw.find(';')));
    const auto slash = raw.find('/');
    const bool shaped = slash != std::string_view::npos && slash > 0 && slash + 1 < raw.size() &&
                        raw.size() <= 127 && raw.find_first_of(" :,") == std::string_view::npos &&
                        raw.find('/', slash + 1) == std::string_view::npos;
    return shaped ? text::lower(raw) : std::string{};
}

void fill_url(Work& work, const RawDistribution& raw, Distribution& distribution) {
    const std::string& first = raw.download_url.empty() ? raw.access_url : raw.download_url;
    distribution.raw_url = std::string(utf8_prefix(first, limits::url_bytes));
    UrlReading reading = read_url(first, work.context.base_url);
    distribution.url_state = reading.state;
    if (reading.state == UrlState::invalid)
        work.report.add(Code::bad_url, first);
    if (reading.state == UrlState::private_network)
        work.report.add(Code::private_url, first);
    distribution.url = std::move(reading.url);
    if (!raw.access_url.empty())
        distribution.access_url = raw.access_url == first
                                      ? distribution.url
                                      : read_url(raw.access_url, work.context.base_url).url;
}

void fill_format(Work& work, const RawDistribution& raw, Distribution& distribution) {
    distribution.media_type = media_type_of(raw.media_type);
    std::string_view declared = text::trim(raw.format);
    if (declared.empty())
        declared = text::trim(raw.media_type);
    distribution.format.raw = std::string(utf8_prefix(declared, limits::short_text_bytes));
    const Resolution found =
        work.words.format(FormatEvidence{raw.format, raw.media_type, distribution.url});
    if (found.match == Match::unresolved)
        work.report.add(Code::unmapped_format, declared);
    const FormatRow* row = work.vocabularies.format_row(found.code);
    if (row == nullptr || row->no_information)
        return;
    distribution.format.code = row->code;
    distribution.format_family = row->family;
}

void fill_file(Work& work, const RawDistribution& raw, Distribution& distribution) {
    distribution.byte_size = read_size(raw.size);
    if (auto checksum = read_checksum(raw.checksum, raw.checksum_algorithm)) {
        distribution.checksum = std::move(checksum->value);
        distribution.checksum_algorithm = std::move(checksum->algorithm);
    } else if (!text::trim(raw.checksum).empty()) {
        work.report.add(Code::bad_checksum, raw.checksum_algorithm + " " + raw.checksum);
    }
}

Distribution distribution_of(Work& work, const RawDistribution& raw) {
    Distribution distribution;
    distribution.remote_id =
        std::string(utf8_prefix(text::trim(raw.remote_id), limits::short_text_bytes));
    distribution.title = lines_of(work, raw.title, "distribution title", limits::title_bytes);
    distribution.description = blocks_of(work, raw.description, "distribution description");
    fill_url(work, raw, distribution);
    fill_format(work, raw, distribution);
    fill_file(work, raw, distribution);
    distribution.issued = date_of(work, raw.issued, "distribution issued");
    distribution.modified = date_of(work, raw.modified, "distribution modified");
    distribution.kind = line_of(work, raw.kind, "distribution kind", limits::keyword_bytes);
    distribution.languages = languages_of(work, raw.languages);
    distribution.licence = licence_of(work, {&raw.licence, 1});
    return distribution;
}

// Names that do not move when resources change places: remote id if it is unique here, else URL,
// else URL and format, else its turn among its equals, else the position.
class Names {
public:
    explicit Names(const std::vector<Distribution>& distributions) {
        for (const Distribution& distribution : distributions) {
            ++remote_ids_[distribution.remote_id];
            ++urls_[distribution.url];
        }
    }
    std::string name(const Distribution& distribution, std::size_t position) {
        std::string name;
        if (!distribution.remote_id.empty() && remote_ids_[distribution.remote_id] == 1)
            name = "id:" + distribution.remote_id;
        else if (distribution.url.empty())
            name = "position:" + std::to_string(position);
        else
            name = "url:" + distribution.url;
        if (name.starts_with("url:") && urls_[distribution.url] > 1)
            name += '\x1f' + distribution.format.code;
        const std::string base = name;
        for (int turn = 2; !taken_.insert(name).second; ++turn)
            name = base + '\x1f' + std::to_string(turn);
        return name;
    }
    bool is_duplicate(const std::string& url) const { return urls_.at(url) > 1; }
    bool repeats_id(const std::string& remote_id) const { return remote_ids_.at(remote_id) > 1; }

private:
    std::unordered_map<std::string, int> remote_ids_;
    std::unordered_map<std::string, int> urls_;
    std::unordered_set<std::string> taken_;
};

} // namespace

std::vector<Distribution> distributions_of(Work& work) {
    std::vector<Distribution> distributions;
    const std::size_t count = std::min(work.record.distributions.size(), limits::distributions);
    if (count < work.record.distributions.size())
        work.report.add(
            Code::limit_reached,
            "distributions",
            std::to_string(work.record.distributions.size())
        );
    distributions.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        distributions.push_back(distribution_of(work, work.record.distributions[i]));
    const DatasetId dataset = dataset_id_at_first_sight(
        work.context.portal_key,
        work.context.id_scheme,
        work.record.remote_id
    );
    Names names(distributions);
    for (std::size_t i = 0; i < distributions.size(); ++i) {
        Distribution& distribution = distributions[i];
        if (!distribution.url.empty() && names.is_duplicate(distribution.url))
            work.report.add(Code::dup_resource, distribution.url);
        else if (!distribution.remote_id.empty() && names.repeats_id(distribution.remote_id))
            work.report.add(Code::dup_resource, distribution.remote_id);
        distribution.id = DistributionId(uuid5(dataset.uuid, names.name(distribution, i)));
    }
    return distributions;
}

} // namespace moisson::normalise
