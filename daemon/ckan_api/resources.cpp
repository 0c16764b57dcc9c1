// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Resources by id and by what they say.
#include "async/offload.hpp"
#include "ckan_api/limits.hpp"
#include "ckan_api/site.hpp"
#include "core/limits.hpp"
#include "text/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

namespace moisson::ckan_api {
namespace {

struct Term {
    std::string field;
    std::string value;
};

constexpr std::array<std::string_view, 8> searched_fields{
    "name",
    "description",
    "url",
    "format",
    "hash",
    "mimetype",
    "id",
    "resource_type"};

Read<std::vector<Term>> read_terms(const Parameters& parameters) {
    std::vector<Term> out;
    for (const std::string& text : parameters.texts("query")) {
        const std::size_t colon = text.find(':');
        if (colon == text.npos || colon + 1 == text.size())
            return invalid("query", "Must be <field>:<value> pair(s)");
        Term term;
        term.field = text.substr(0, colon);
        term.value = text::fold(std::string_view(text).substr(colon + 1));
        if (std::find(searched_fields.begin(), searched_fields.end(), term.field) ==
            searched_fields.end())
            return invalid(
                "query",
                "Field \"" + term.field + "\" not recognised in resource_search."
            );
        out.push_back(std::move(term));
    }
    if (out.empty())
        return invalid("query", "Missing value");
    return out;
}

// The datasets that may have such resources: what the index knows of them.
search::Condition narrowing(const std::vector<Term>& terms) {
    search::Condition out;
    out.kind = search::Condition::Kind::all_of;
    for (const Term& term : terms)
        if (term.field == "format") {
            search::Condition format;
            format.kind = search::Condition::Kind::facet;
            format.facet = search::Facet::format;
            format.patterns.push_back("*" + term.value + "*");
            out.parts.push_back(std::move(format));
        }
    search::Condition some;
    some.kind = search::Condition::Kind::number;
    some.column = search::Column::distributions;
    some.from = 1;
    out.parts.push_back(std::move(some));
    return out;
}

bool matches(const Json& resource, const std::vector<Term>& terms) {
    return std::all_of(terms.begin(), terms.end(), [&](const Term& term) {
        const Json& value = resource[term.field];
        const std::string text = value.is_string() ? text::fold(value.get<std::string>()) : "";
        if (term.field == "hash" || term.field == "id")
            return text.starts_with(term.value);
        return text.find(term.value) != text.npos;
    });
}

using Found = std::vector<Json>;

// What resources can be put in order by; another name is passed over, as CKAN does.
constexpr std::array<std::string_view, 13> ordered_fields{
    "name",
    "description",
    "url",
    "format",
    "hash",
    "mimetype",
    "id",
    "resource_type",
    "package_id",
    "size",
    "created",
    "last_modified",
    "metadata_modified"};

// Of all that match, the part that was asked for; the rest is counted.
class Wanted {
public:
    Wanted(Slice slice, const std::string& order) : slice_(slice) {
        if (std::find(ordered_fields.begin(), ordered_fields.end(), order) != ordered_fields.end())
            order_ = order;
    }

    bool is_ordered() const { return !order_.empty(); }
    std::size_t count() const { return count_; }

    void take(Json resource) {
        ++count_;
        if (!is_ordered()) {
            if (count_ > slice_.offset && kept_.size() < slice_.limit)
                kept_.push_back(Kept{{}, std::move(resource)});
            return;
        }
        Key key = key_of(resource[order_], count_);
        kept_.push_back(Kept{std::move(key), std::move(resource)});
        if (kept_.size() > 2 * limits::ordered_resources)
            sort();
    }

    Json page() {
        Json out = Json::array();
        if (is_ordered())
            sort();
        for (std::size_t i = is_ordered() ? slice_.offset : 0;
             i < kept_.size() && out.size() < slice_.limit;
             ++i)
            out.push_back(std::move(kept_[i].resource));
        return out;
    }

private:
    // Nothing comes last, what is equal in the order of the walk.
    using Key = std::tuple<bool, std::int64_t, std::string, std::size_t>;
    struct Kept {
        Key key;
        Json resource;
    };

    static Key key_of(const Json& value, std::size_t place) {
        const std::int64_t number = value.is_number_integer() ? value.get<std::int64_t>() : 0;
        std::string text = value.is_string() ? text::fold(value.get<std::string>()) : "";
        return Key(value.is_null(), number, std::move(text), place);
    }

    // Only the first ones can still be asked for.
    void sort() {
        std::sort(kept_.begin(), kept_.end(), [](const Kept& a, const Kept& b) {
            return a.key < b.key;
        });
        if (kept_.size() > limits::ordered_resources)
            kept_.resize(limits::ordered_resources);
    }

    Slice slice_;
    std::string order_;
    std::size_t count_ = 0;
    std::vector<Kept> kept_;
};

// The part of the walk behind that place: what changed last comes first.
search::Selection
part_behind(const std::vector<Term>& terms, const std::optional<search::ChangePlace>& place) {
    search::Selection out;
    out.where = narrowing(terms);
    out.order.push_back(search::OrderKey{search::OrderKey::By::changed, true});
    out.rows = limits::searched_part;
    out.behind = place;
    return out;
}

// Resources of these datasets that match, in order.
asio::awaitable<Read<Found>>
matching(SitePtr site, std::vector<Term> terms, std::vector<DatasetId> ids) {
    Result<std::vector<store::DatasetRecord>> records =
        co_await site->selections.records(std::move(ids));
    if (!records)
        co_return failure_of(records.error());
    auto job = [site, wanted = std::move(terms), list = std::move(*records)] {
        const Dictionary dictionary{
            site->options.public_url,
            site->labels,
            site->vocabularies(),
            {}};
        Found out;
        for (const store::DatasetRecord& record : list)
            for (std::size_t i = 0; i < record.dataset.distributions.size(); ++i)
                if (Json one = resource_json(dictionary, record, i); matches(one, wanted))
                    out.push_back(std::move(one));
        return out;
    };
    Found found = co_await offload(site->options.cpu, std::move(job));
    co_return found;
}

std::string partial_warning(std::size_t seen, std::int64_t total) {
    return fmt::format(
        "Only {} of {} datasets were looked at, those that changed last: there may be more "
        "resources like these",
        seen,
        total
    );
}

} // namespace

asio::awaitable<Answer> resource_show(SitePtr site, Parameters parameters) {
    const Read<std::string> id = parameters.wanted("id");
    if (!id)
        co_return id.error();
    const auto uuid = uuid_from_string(*id);
    if (!uuid)
        co_return not_found("Resource " + *id);
    const DistributionId wanted(*uuid);
    const Result<DatasetId> dataset = co_await site->selections.dataset_of(wanted);
    if (!dataset)
        co_return dataset.error().code == Code::not_found ? not_found("Resource " + *id)
                                                          : failure_of(dataset.error());
    std::string dataset_id = to_string(*dataset);
    const Read<store::DatasetRecord> record = co_await read_dataset(site, std::move(dataset_id));
    if (!record)
        co_return record.error().status == 404 ? not_found("Resource " + *id) : record.error();
    const auto& distributions = record->dataset.distributions;
    const Dictionary dictionary{site->options.public_url, site->labels, site->vocabularies(), {}};
    // One that was taken down is not among them.
    for (std::size_t i = 0; i < distributions.size(); ++i)
        if (distributions[i].id == wanted)
            co_return published(resource_json(dictionary, *record, i));
    co_return not_found("Resource " + *id);
}

// Resources are not indexed by themselves: all datasets that may have one are walked, for as long
// as limits::resource_search_time.
asio::awaitable<Answer> resource_search(SitePtr site, Parameters parameters) {
    const Read<std::vector<Term>> terms = read_terms(parameters);
    if (!terms)
        co_return terms.error();
    const Read<Slice> slice = read_slice(parameters, limits::search_rows, limits::search_rows);
    if (!slice)
        co_return slice.error();
    Wanted wanted(*slice, parameters.text("order_by"));
    if (wanted.is_ordered() && slice->offset + slice->limit > limits::ordered_resources)
        co_return invalid("offset", "Too far for order_by");
    // Hundreds of whole datasets are read for one answer.
    const LongAnswer mine(site->resource_searches, limits::resource_searches, true);
    if (!mine.allowed())
        co_return busy();
    const auto step = static_cast<std::size_t>(moisson::limits::live_step);
    const Steady end = site->clock.steady_now() + limits::resource_search_time;
    std::size_t seen = 0;
    std::int64_t total = 0;
    std::optional<search::ChangePlace> place;
    bool whole = false;
    bool in_time = true;
    while (!whole && in_time) {
        search::Selection selection = part_behind(*terms, place);
        const Read<search::Selected> part = co_await select(site, std::move(selection));
        if (!part)
            co_return part.error();
        if (!place)
            total = part->total;
        const std::vector<search::Hit>& hits = part->hits;
        std::size_t begin = 0;
        for (; begin < hits.size() && in_time; begin += step) {
            std::vector<DatasetId> ids;
            for (std::size_t i = begin; i < std::min(begin + step, hits.size()); ++i)
                ids.push_back(hits[i].id);
            seen += ids.size();
            std::vector<Term> asked = *terms;
            Read<Found> more = co_await matching(site, std::move(asked), std::move(ids));
            if (!more)
                co_return more.error();
            for (Json& one : *more)
                wanted.take(std::move(one));
            in_time = site->clock.steady_now() < end;
        }
        whole = begin >= hits.size() && hits.size() < limits::searched_part;
        place = part->last;
    }
    Json out = Json::object();
    out["count"] = wanted.count();
    out["results"] = wanted.page();
    if (!whole)
        out["warnings"] = Json::array({partial_warning(seen, total)});
    co_return published(out);
}

} // namespace moisson::ckan_api
