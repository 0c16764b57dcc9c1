// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Organisations (publishers) and groups (themes): CKAN has one shape for both.
#include "async/offload.hpp"
#include "ckan_api/limits.hpp"
#include "ckan_api/site.hpp"
#include "text/fold.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace moisson::ckan_api {
namespace {

enum class Type { organization, group };

asio::awaitable<Read<std::vector<GroupCard>>> cards(SitePtr site, Type type) {
    std::vector<GroupCard> out;
    const bool by_publisher = type == Type::organization;
    const search::Facet facet = by_publisher ? search::Facet::organization : search::Facet::theme;
    const Read<views::Values> values = co_await all_values(site, facet);
    if (!values)
        co_return values.error();
    if (by_publisher) {
        for (const search::FacetItem& item : **values) {
            GroupCard card;
            card.name = item.value;
            card.title = item.label.empty() ? item.value : item.label;
            card.packages = item.count;
            out.push_back(std::move(card));
        }
        co_return out;
    }
    for (const std::string_view theme : site->labels.codes("theme")) {
        GroupCard card;
        card.name = group_name(theme);
        card.title = site->labels.find("theme", theme);
        for (const search::FacetItem& item : **values)
            if (item.value == theme)
                card.packages = item.count;
        out.push_back(std::move(card));
    }
    co_return out;
}

Json card_json(Type type, const GroupCard& card) {
    return type == Type::organization ? organization_json(card) : group_json(card);
}

std::string id_of(Type type, const GroupCard& card) {
    return to_string(type == Type::organization ? organization_id(card.name) : group_id(card.name));
}

const GroupCard* find_card(Type type, const std::vector<GroupCard>& list, const std::string& id) {
    const bool by_id = uuid_from_string(id).has_value();
    for (const GroupCard& card : list)
        if (card.name == id || (by_id && id_of(type, card) == id))
            return &card;
    return nullptr;
}

// "title asc", "packages", "package "...: a blank direction is up, but for counts.
std::optional<Failure> sort_cards(std::vector<GroupCard>& list, const Parameters& parameters) {
    std::string text = parameters.text("sort");
    if (text.empty())
        text = parameters.text("order_by");
    const std::string folded = text::fold_trimmed(text);
    const std::size_t space = folded.find(' ');
    const std::string key = folded.substr(0, space);
    const std::string direction = space == folded.npos ? "" : folded.substr(space + 1);
    const bool by_count = key == "packages" || key == "package_count" || key == "package";
    if (!key.empty() && !by_count && key != "name" && key != "title")
        return invalid("sort", "Cannot sort by field `" + key + "`");
    const bool down = direction == "desc" || (direction.empty() && by_count);
    const auto before = [&](const GroupCard& a, const GroupCard& b) {
        if (by_count && a.packages != b.packages)
            return a.packages < b.packages;
        if (key == "title")
            return text::fold(a.title) < text::fold(b.title);
        return a.name < b.name;
    };
    std::stable_sort(list.begin(), list.end(), [&](const GroupCard& a, const GroupCard& b) {
        return down ? before(b, a) : before(a, b);
    });
    return std::nullopt;
}

void keep_asked(std::vector<GroupCard>& list, const Parameters& parameters, Type type) {
    const char* const name = type == Type::organization ? "organizations" : "groups";
    const std::vector<std::string> given = parameters.list(name);
    const std::set<std::string> names(given.begin(), given.end());
    const std::string words = text::fold(parameters.text("q"));
    std::erase_if(list, [&](const GroupCard& card) {
        const bool named = names.empty() || names.contains(card.name);
        const bool found = words.empty() || text::fold(card.title).find(words) != words.npos ||
                           text::fold(card.name).find(words) != words.npos;
        return !named || !found;
    });
}

asio::awaitable<Answer> list_of(SitePtr site, Type type, Parameters parameters) {
    const bool all_fields = parameters.truth("all_fields", false);
    constexpr std::size_t no_bound = 1'000'000'000;
    const std::size_t most = all_fields ? limits::listed_groups : no_bound;
    const Read<Slice> slice = read_slice(parameters, most, most);
    if (!slice)
        co_return slice.error();
    Read<std::vector<GroupCard>> list = co_await cards(site, type);
    if (!list)
        co_return list.error();
    // Tens of thousands of organisations are no work for the io thread.
    auto job = [all = std::move(*list), parameters, type, part = *slice, all_fields]() mutable {
        keep_asked(all, parameters, type);
        if (auto failure = sort_cards(all, parameters))
            return Answer(std::move(*failure));
        Json out = Json::array();
        for (std::size_t i = part.offset; i < all.size() && out.size() < part.limit; ++i)
            out.push_back(all_fields ? card_json(type, all[i]) : Json(all[i].name));
        return Answer(published(out));
    };
    Answer answer = co_await offload(site->options.cpu, std::move(job));
    co_return answer;
}

search::Selection datasets_of(Type type, const GroupCard& card) {
    search::Selection selection;
    selection.where = type == Type::organization
                          ? has_value(search::Facet::organization, card.name)
                          : has_value(search::Facet::theme, theme_of_group(card.name));
    selection.order.push_back(search::OrderKey{search::OrderKey::By::changed, true});
    selection.rows = limits::search_rows;
    return selection;
}

asio::awaitable<Answer> show(SitePtr site, Type type, Parameters parameters) {
    const Read<std::string> id = parameters.wanted("id");
    if (!id)
        co_return id.error();
    Read<std::vector<GroupCard>> list = co_await cards(site, type);
    if (!list)
        co_return list.error();
    // By id, every name is hashed until one fits.
    auto job = [type, wanted = *id, all = std::move(*list)] {
        const GroupCard* const found = find_card(type, all, wanted);
        return found == nullptr ? std::optional<GroupCard>() : std::optional(*found);
    };
    const std::optional<GroupCard> card = co_await offload(site->options.cpu, std::move(job));
    if (!card)
        co_return not_found(type == Type::organization ? "Organization " + *id : "Group " + *id);
    Json json = card_json(type, *card);
    json.erase("packages");
    if (!parameters.truth("include_datasets", false))
        co_return published(json);
    search::Selection selection = datasets_of(type, *card);
    Read<search::Selected> selected = co_await select(site, std::move(selection));
    if (!selected)
        co_return selected.error();
    std::vector<std::string> all_fields;
    const Read<std::string> packages =
        co_await packages_text(site, std::move(selected->hits), std::move(all_fields));
    if (!packages)
        co_return packages.error();
    std::string text = published(json);
    text.pop_back();
    co_return text + ", \"packages\": " + *packages + "}";
}

asio::awaitable<Answer> complete(SitePtr site, Type type, Parameters parameters) {
    const Read<Slice> slice = read_slice(parameters, 20, limits::listed_groups);
    if (!slice)
        co_return slice.error();
    Read<std::vector<GroupCard>> list = co_await cards(site, type);
    if (!list)
        co_return list.error();
    auto job = [all = std::move(*list), parameters, type, most = slice->limit]() mutable {
        keep_asked(all, parameters, type);
        std::stable_sort(all.begin(), all.end(), [](const GroupCard& a, const GroupCard& b) {
            return a.packages > b.packages;
        });
        Json out = Json::array();
        for (std::size_t i = 0; i < std::min(most, all.size()); ++i) {
            Json item = Json::object();
            item["id"] = id_of(type, all[i]);
            item["name"] = all[i].name;
            item["title"] = all[i].title;
            out.push_back(std::move(item));
        }
        return published(out);
    };
    std::string text = co_await offload(site->options.cpu, std::move(job));
    co_return text;
}

} // namespace

asio::awaitable<Answer> organization_list(SitePtr site, Parameters parameters) {
    return list_of(std::move(site), Type::organization, std::move(parameters));
}
asio::awaitable<Answer> group_list(SitePtr site, Parameters parameters) {
    return list_of(std::move(site), Type::group, std::move(parameters));
}
asio::awaitable<Answer> organization_show(SitePtr site, Parameters parameters) {
    return show(std::move(site), Type::organization, std::move(parameters));
}
asio::awaitable<Answer> group_show(SitePtr site, Parameters parameters) {
    return show(std::move(site), Type::group, std::move(parameters));
}
asio::awaitable<Answer> organization_autocomplete(SitePtr site, Parameters parameters) {
    return complete(std::move(site), Type::organization, std::move(parameters));
}
asio::awaitable<Answer> group_autocomplete(SitePtr site, Parameters parameters) {
    return complete(std::move(site), Type::group, std::move(parameters));
}

} // namespace moisson::ckan_api
