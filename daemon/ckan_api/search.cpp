// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// package_search (research A1.4).
#include "async/offload.hpp"
#include "ckan_api/limits.hpp"
#include "ckan_api/site.hpp"
#include "text/key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

namespace moisson::ckan_api {
namespace {

// Beside "ext_...", which extensions read.
constexpr std::array<std::string_view, 27> known_parameters{
    "q",
    "fq",
    "fq_list",
    "rows",
    "start",
    "sort",
    "facet",
    "facet.field",
    "facet.limit",
    "facet.mincount",
    "fl",
    "include_private",
    "include_drafts",
    "include_deleted",
    "use_default_schema",
    "defType",
    "qf",
    "mm",
    "tie",
    "bf",
    "boost",
    "q.op",
    "wt",
    "callback",
    "qt",
    "df",
    "extras"};

bool is_known(const std::string& name) {
    return name.starts_with("ext_") || name == "_" ||
           std::find(known_parameters.begin(), known_parameters.end(), name) !=
               known_parameters.end();
}

std::optional<Failure> check_names(const Parameters& parameters) {
    std::string bad;
    bool pages = false;
    for (const auto& [name, value] : parameters.object().items()) {
        if (is_known(name))
            continue;
        bad += fmt::format("{}'{}'", bad.empty() ? "" : ", ", name);
        pages = pages || name == "limit" || name == "offset" || name == "page";
    }
    if (bad.empty())
        return std::nullopt;
    return bad_search(fmt::format(
        "\"Invalid search parameters: [{}]\"{}",
        bad,
        pages ? " (pages are asked for with rows and start)" : ""
    ));
}

// "Budget:2020" is how titles are written, not a field.
bool looks_like_prose(const Node& node) {
    if (!node.field.empty() && !is_known_field(node.field) &&
        std::isupper(static_cast<unsigned char>(node.field.front())) != 0)
        return true;
    return std::any_of(node.parts.begin(), node.parts.end(), looks_like_prose);
}

// As words: the last one is not still being typed, unless an asterisk says so.
std::string words_of(std::string_view text) {
    std::string out(text);
    if (!out.empty() && out.back() == '*')
        out.pop_back();
    else
        out += ' ';
    return out;
}

search::Condition all_of(std::vector<search::Condition> parts) {
    search::Condition out;
    out.kind = search::Condition::Kind::all_of;
    out.parts = std::move(parts);
    return out;
}

class Query {
public:
    explicit Query(const KnownNames& names) : names_(names) {}

    std::optional<Failure> add_text(std::string_view given) {
        const std::string_view text = text::trim(given);
        if (text.empty() || text == "*" || text == "*:*")
            return std::nullopt;
        if (has_local_parameters(text))
            return local_parameters();
        const auto node = text.find(':') == text.npos ? std::optional<Node>() : parse_query(text);
        if (node && names_a_field(*node) && !looks_like_prose(*node))
            add(*node);
        else
            add_words(text);
        return std::nullopt;
    }

    std::optional<Failure> add_filter(std::string_view given) {
        const std::string_view text = text::trim(given);
        if (has_local_parameters(text))
            return local_parameters();
        const auto node = parse_query(text);
        if (!node)
            return search_error(fmt::format("Can't parse query {}", text.substr(0, 200)));
        add(*node);
        return std::nullopt;
    }

    std::optional<Failure> finish() {
        selection.where = all_of(std::move(parts_));
        const Cost cost = cost_of(selection.where);
        if (cost.conditions > limits::conditions || cost.costly > limits::costly_conditions)
            return search_error("Too many conditions in one query");
        return std::nullopt;
    }

    std::size_t filters() const { return parts_.size(); }

    search::Selection selection;
    std::vector<std::string> warnings;

private:
    static Failure local_parameters() {
        return search_error("Local parameters are not supported in this catalogue");
    }

    void add_words(std::string_view text) {
        selection.text = words_of(text);
        if (search::parse_query(selection.text).empty())
            warnings.emplace_back("no word in q that can be looked for: q is ignored");
    }

    void add(const Node& node) {
        Conditions conditions = to_conditions(node, names_);
        parts_.push_back(std::move(conditions.where));
        std::move(
            conditions.warnings.begin(),
            conditions.warnings.end(),
            std::back_inserter(warnings)
        );
    }

    const KnownNames& names_;
    std::vector<search::Condition> parts_;
};

// "[eau, sols]" of ext_bbox and the like stay unread: space is not indexed.
bool names_owner(const Parameters& parameters) {
    for (const char* const name : {"q", "fq", "fq_list"})
        for (const std::string& text : parameters.texts(name))
            if (text.find("owner_org") != text.npos)
                return true;
    return false;
}

asio::awaitable<KnownNames> known_names(SitePtr site, bool with_organizations) {
    KnownNames names;
    names.vocabularies = site->vocabularies();
    names.now = site->clock.now();
    const Result<views::FeedPortals> portals = co_await site->data.portals();
    if (portals)
        for (const views::FeedPortal& portal : **portals)
            names.portals.emplace_back(portal.key, portal.title);
    if (!with_organizations)
        co_return names;
    const Result<views::Values> publishers =
        co_await site->selections.values(search::Facet::organization);
    if (!publishers)
        co_return names;
    Derived<OrganizationIds>& known = site->derived->organizations;
    if (known.of != *publishers) {
        auto job = [list = *publishers] {
            auto ids = std::make_shared<OrganizationIds>();
            for (const search::FacetItem& item : *list)
                ids->emplace(organization_id(item.value), item.value);
            return std::shared_ptr<const OrganizationIds>(std::move(ids));
        };
        known.made = co_await offload(site->options.cpu, std::move(job));
        known.of = *publishers;
    }
    names.organizations = known.made;
    co_return names;
}

struct CountedField {
    std::string name;
    // Nothing: known to nobody, or counted nowhere.
    std::optional<std::size_t> place;
};

struct Facets {
    std::vector<CountedField> fields;
    std::int64_t mincount = 1;
};

Read<Facets> read_facets(const Parameters& parameters, search::Selection& selection) {
    Facets out;
    if (!parameters.truth("facet", true))
        return out;
    std::int64_t most = 50;
    if (text::trim(parameters.text("facet.limit")).starts_with("-")) {
        most = limits::facet_values;
    } else {
        const auto limit = parameters.natural("facet.limit", most);
        if (!limit)
            return limit.error();
        most = *limit;
    }
    const auto mincount = parameters.natural("facet.mincount", 1);
    if (!mincount)
        return mincount.error();
    out.mincount = std::max<std::int64_t>(*mincount, 1);
    for (std::string& name : parameters.list("facet.field")) {
        CountedField field;
        if (const auto facet = facet_of_field(name)) {
            search::FacetRequest request;
            request.facet = *facet;
            request.values_max =
                static_cast<int>(std::min<std::int64_t>(most, limits::facet_values));
            field.place = selection.facets.size();
            selection.facets.push_back(request);
        }
        field.name = std::move(name);
        out.fields.push_back(std::move(field));
        if (out.fields.size() > search::facet_count * 2)
            return invalid("facet.field", "Too many fields");
    }
    return out;
}

std::string label_of(
    const Site& site,
    const KnownNames& names,
    search::Facet facet,
    const search::FacetItem& item
) {
    if (!item.label.empty())
        return item.label;
    if (facet == search::Facet::portal)
        for (const auto& [key, title] : names.portals)
            if (key == item.value && !title.empty())
                return title;
    return std::string(site.labels.find(search::to_string(facet), item.value));
}

// {name, display_name, count} by display name, the last first, as CKAN does.
void add_facets(
    const Site& site,
    const KnownNames& names,
    const Facets& facets,
    const std::vector<search::FacetResult>& counted,
    Json& out
) {
    out["facets"] = Json::object();
    out["search_facets"] = Json::object();
    for (const CountedField& field : facets.fields) {
        Json counts = Json::object();
        std::multimap<std::string, Json, std::greater<>> items;
        if (field.place)
            for (const search::FacetItem& item : counted[*field.place].items) {
                if (item.count < facets.mincount)
                    continue;
                const search::Facet facet = counted[*field.place].facet;
                const std::string name = facet_value(facet, item.value, names.vocabularies);
                const std::string label = label_of(site, names, facet, item);
                // Two of our codes may be one licence of CKAN.
                const bool again = counts.contains(name);
                counts[name] = item.count + (again ? counts[name].get<std::int64_t>() : 0);
                Json shown = Json::object();
                shown["name"] = name;
                shown["display_name"] = label;
                shown["count"] = item.count;
                items.emplace(label, std::move(shown));
            }
        Json list = Json::array();
        for (auto& [label, item] : items)
            list.push_back(std::move(item));
        out["facets"][field.name] = std::move(counts);
        out["search_facets"][field.name] = {{"title", field.name}, {"items", std::move(list)}};
    }
}

// Everything but what waits for a read.
std::optional<Failure> read_query(const Parameters& parameters, Query& query, std::string& sort) {
    if (auto failure = query.add_text(parameters.text("q")))
        return failure;
    for (const char* const name : {"fq", "fq_list"})
        for (const std::string& filter : parameters.queries(name)) {
            if (auto failure = query.add_filter(filter))
                return failure;
            // Thousands of filters are not even translated.
            if (query.filters() > limits::conditions)
                return search_error("Too many conditions in one query");
        }
    if (auto failure = query.finish())
        return failure;
    const auto rows = parameters.natural("rows", 10);
    if (!rows)
        return rows.error();
    const auto start = parameters.natural("start", 0);
    if (!start)
        return start.error();
    query.selection.rows = std::min(static_cast<std::size_t>(*rows), limits::search_rows);
    query.selection.start = static_cast<std::size_t>(*start);
    sort = text::trim(parameters.text("sort"));
    const auto order = read_order(sort);
    if (!order)
        return bad_search("Invalid \"sort\" parameter");
    query.selection.order = *order;
    if (sort.empty() || sort == "rank")
        sort = "score desc, metadata_modified desc";
    return std::nullopt;
}

} // namespace

asio::awaitable<Answer> package_search(SitePtr site, Parameters parameters) {
    if (auto failure = check_names(parameters))
        co_return std::move(*failure);
    const bool with_organizations = names_owner(parameters);
    const KnownNames names = co_await known_names(site, with_organizations);
    Query query(names);
    std::string sort;
    if (auto failure = read_query(parameters, query, sort))
        co_return std::move(*failure);
    const auto facets = read_facets(parameters, query.selection);
    if (!facets)
        co_return facets.error();
    Read<search::Selected> selected = co_await select(site, std::move(query.selection));
    if (!selected)
        co_return selected.error();
    std::vector<std::string> fields = parameters.list("fl");
    const Read<std::string> packages =
        co_await packages_text(site, std::move(selected->hits), std::move(fields));
    if (!packages)
        co_return packages.error();
    // All values of a facet may be thousands.
    auto job = [site,
                names,
                sort,
                asked = *facets,
                counted = std::move(selected->facets),
                total = selected->total,
                warnings = std::move(query.warnings)] {
        Json head = Json::object();
        head["count"] = total;
        head["sort"] = sort;
        add_facets(*site, names, asked, counted, head);
        if (!warnings.empty())
            head["warnings"] = warnings;
        return published(head);
    };
    std::string text = co_await offload(site->options.cpu, std::move(job));
    text.pop_back();
    text += ", \"results\": ";
    text += *packages;
    text += "}";
    co_return text;
}

} // namespace moisson::ckan_api
