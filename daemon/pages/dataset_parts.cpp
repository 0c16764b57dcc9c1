// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "pages/dataset_parts.hpp"

#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/messages.hpp"
#include "pages/pieces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace moisson::pages {
namespace {

constexpr std::size_t resources_shown = 200;

std::string resource_name(const Distribution& one) {
    if (const std::string_view title = best_text(one.title, "fr"); !title.empty())
        return std::string(title);
    const std::string_view url = one.url.empty() ? one.raw_url : one.url;
    const std::string_view path = url.substr(0, url.find_first_of("?#"));
    const std::string_view last = path.substr(path.rfind('/') + 1);
    return last.empty() ? "Ressource sans titre" : std::string(last);
}

const store::LinkReport*
link_of(const Distribution& one, const std::vector<store::LinkReport>& links) {
    const auto found = std::find_if(links.begin(), links.end(), [&](const auto& link) {
        return link.distribution == one.id;
    });
    return found == links.end() ? nullptr : &*found;
}

// The label of a code, else the word of the source.
std::string coded_text(const Site& site, std::string_view kind, const Coded& value) {
    return value.code.empty() ? value.raw : std::string(site.labels.find(kind, value.code));
}

render::Data resource(const Site& site, const Distribution& one, const store::LinkReport* link) {
    render::Data row;
    const std::string href = safe_href(!one.url.empty() ? one.url : one.access_url);
    const bool usable = one.url_state == UrlState::ok && !href.empty();
    const LangText* title = best(one.title, "fr");
    row.set("lang", title == nullptr || title->lang.empty() ? "fr" : title->lang);
    row.set(
        "dir",
        title == nullptr || title->lang.empty() ? "auto"
                                                : std::string(i18n::direction_of(title->lang))
    );
    render::put(row, "name", resource_name(one));
    render::put(row, "url", usable ? href : std::string());
    render::put(row, "host", usable ? host_of(href) : std::string());
    std::string problem(i18n::url_state_label(to_string(one.url_state)));
    if (problem.empty() && !usable)
        problem = "adresse qu’un navigateur ne peut pas suivre";
    render::put(row, "problem", std::move(problem));
    render::put(row, "format", coded_text(site, "format", one.format));
    render::put(row, "size", one.byte_size ? i18n::bytes(*one.byte_size) : std::string());
    put_date(row, "date", one.modified ? one.modified : one.issued);
    put_link(row, link, usable ? LinkOf::usable_address : LinkOf::other_address);
    return row;
}

// One line of a fact.
struct Item {
    std::string text;
    std::string url;
    std::string note;
    std::string iso;
    bool external = false;
};

void add_fact(render::Data& list, std::string_view name, const std::vector<Item>& items) {
    render::Data lines = render::list();
    bool any = false;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].text.empty())
            continue;
        any = true;
        render::Data line;
        render::put(line, "text", items[i].text);
        render::put(line, "url", items[i].url);
        render::put(line, "note", items[i].note);
        render::put(line, "iso", items[i].iso);
        render::put_flag(line, "external", items[i].external);
        render::put_flag(line, "last", i + 1 == items.size());
        lines.push_back(line);
    }
    if (!any)
        return;
    render::Data fact;
    render::put(fact, "name", std::string(name));
    render::put_list(fact, "items", std::move(lines));
    list.push_back(fact);
}

Item date_item(const std::optional<PartialDate>& date) {
    if (!date)
        return {};
    return {date_text(*date), {}, {}, to_string(*date), false};
}

Item licence_item(const Site& site, const Licence& licence) {
    Item item;
    item.text = !licence.code.empty()    ? std::string(site.labels.find("licence", licence.code))
                : !licence.title.empty() ? licence.title
                                         : licence.raw;
    item.url = safe_href(licence.url);
    item.external = true;
    item.note = i18n::typography(i18n::openness_label(licence.openness));
    return item;
}

std::string period_text(const PeriodOfTime& period) {
    if (period.start && period.end)
        return fmt::format("{} – {}", date_text(*period.start), date_text(*period.end));
    if (period.start)
        return "depuis " + date_text(*period.start);
    return period.end ? "jusqu’à " + date_text(*period.end) : std::string();
}

std::vector<Item> countries(const Site& site, const Dataset& dataset) {
    std::vector<Item> items;
    for (const std::string& code : dataset.countries)
        items.push_back(
            {std::string(site.labels.find("country", code)),
             search_url("country", code),
             {},
             {},
             false}
        );
    if (!items.empty())
        items.back().note = i18n::country_source_label(to_string(dataset.country_source));
    return items;
}

std::vector<Item>
coded_links(const Site& site, std::string_view kind, const std::vector<std::string>& codes) {
    std::vector<Item> items;
    for (const std::string& code : codes)
        items.push_back(
            {std::string(site.labels.find(kind, code)), search_url(kind, code), {}, {}, false}
        );
    return items;
}

std::vector<Item> contacts(const Dataset& dataset) {
    std::vector<Item> items;
    // Addresses of people are not published in bulk pages (decision 26): names and web pages only.
    for (const ContactPoint& contact : dataset.contacts)
        items.push_back({contact.name, safe_href(contact.url), {}, {}, true});
    return items;
}

void add_remark(render::Data& list, Code code, std::string detail) {
    render::Data one;
    render::put(one, "title", std::string(i18n::title(code)));
    render::put(one, "sentence", std::string(i18n::sentence(code)));
    render::put(one, "advice", std::string(i18n::advice(code)));
    render::put(one, "detail", std::move(detail));
    list.push_back(one);
}

// How it may be used, how fresh it is.
void add_terms_and_dates(render::Data& list, const Site& site, const Dataset& dataset) {
    if (dataset.licence)
        add_fact(list, "Licence", {licence_item(site, *dataset.licence)});
    else
        add_fact(
            list,
            "Licence",
            {{"non précisée", {}, std::string(i18n::openness_label('U')), {}, false}}
        );
    add_fact(list, "Données mises à jour", {date_item(dataset.modified)});
    add_fact(list, "Publié", {date_item(dataset.issued)});
    if (!dataset.frequency.empty())
        add_fact(
            list,
            "Fréquence de mise à jour",
            {{coded_text(site, "frequency", dataset.frequency), {}, {}, {}, false}}
        );
}

// When and where, and about what.
void add_coverage(render::Data& list, const Site& site, const Dataset& dataset) {
    std::vector<Item> periods;
    for (const PeriodOfTime& period : dataset.temporal)
        periods.push_back({period_text(period), {}, {}, {}, false});
    add_fact(list, "Période couverte", periods);
    add_fact(list, "Pays", countries(site, dataset));
    std::vector<Item> places;
    for (const Location& place : dataset.spatial)
        places.push_back({place.label, {}, {}, {}, false});
    add_fact(list, "Couverture spatiale", places);
    std::vector<Item> themes = coded_links(site, "theme", dataset.themes);
    if (dataset.themes_inferred && !themes.empty())
        themes.back().note = "déduit des mots-clés";
    add_fact(list, "Thèmes", themes);
    add_fact(list, "Langues", coded_links(site, "lang", dataset.languages));
}

// What our own catalogue knows of its record.
void add_record(render::Data& list, const store::DatasetRecord& record) {
    const Instant seen = record.first_seen;
    add_fact(list, "Au catalogue depuis", {{i18n::date(seen), {}, {}, to_iso8601(seen), false}});
    add_fact(
        list,
        "Fiche modifiée",
        {{i18n::date(record.changed_at), {}, {}, to_iso8601(record.changed_at), false}}
    );
    add_fact(list, "Identifiant", {{to_string(record.id), {}, {}, {}, false}});
}

} // namespace

void put_resources(
    render::Data& data,
    const Site& site,
    const Dataset& dataset,
    const std::vector<store::LinkReport>& links
) {
    render::Data list = render::list();
    const std::size_t total = dataset.distributions.size();
    for (std::size_t i = 0; i < total && i < resources_shown; ++i)
        list.push_back(
            resource(site, dataset.distributions[i], link_of(dataset.distributions[i], links))
        );
    const auto count = static_cast<std::int64_t>(total);
    render::put_flag(data, "has_resources", total > 0);
    render::put(data, "resources_caption", i18n::count(count, "ressource", "ressources"));
    render::put(
        data,
        "more_resources",
        total > resources_shown
            ? fmt::format(
                  "Les {} premières ressources sont affichées ; toutes sont dans la version JSON.",
                  resources_shown
              )
            : std::string()
    );
    render::put_list(data, "resources", std::move(list));
}

void put_remarks(render::Data& data, const std::vector<Issue>& issues) {
    // Once per code, in the order of the codes: a record may have the same trouble fifty times.
    std::map<Code, std::string> found;
    for (const Issue& issue : issues)
        found.emplace(issue.code, i18n::detail_text(issue.code, issue.detail));
    render::Data list = render::list();
    for (const auto& [code, detail] : found)
        add_remark(list, code, detail);
    render::put_flag(data, "has_remarks", !found.empty());
    render::put_list(data, "remarks", std::move(list));
}

void put_corrections(
    render::Data& data,
    const Site& site,
    const std::vector<AppliedCorrection>& corrections
) {
    render::Data list = render::list();
    for (const AppliedCorrection& one : corrections) {
        const std::string_view kind = one.field == "language"        ? "lang"
                                      : one.field == "access_rights" ? "access"
                                                                     : std::string_view(one.field);
        render::Data row;
        render::put(row, "field", std::string(i18n::field_label(one.field)));
        render::put(row, "value", std::string(site.labels.find(kind, one.value)));
        render::put(row, "source", one.source_value);
        render::put_flag(row, "added", one.action == CorrectionAction::add);
        render::put(row, "reason", one.reason);
        list.push_back(row);
    }
    render::put_flag(data, "has_corrections", !corrections.empty());
    render::put_list(data, "corrections", std::move(list));
}

void put_taken_down(render::Data& data, const std::vector<TakenDownDistribution>& parts) {
    render::Data list = render::list();
    for (const TakenDownDistribution& part : parts) {
        const bool law = part.takedown.ground == TakedownGround::law;
        render::Data row;
        render::put(row, "date", i18n::date(part.takedown.at));
        render::put(row, "ground", law ? "pour une raison légale" : "");
        render::put(row, "reason", part.takedown.reason);
        list.push_back(row);
    }
    render::put_flag(data, "has_taken_down", !parts.empty());
    render::put_list(data, "taken_down", std::move(list));
}

void put_facts(render::Data& data, const Site& site, const store::DatasetRecord& record) {
    const Dataset& dataset = record.dataset;
    render::Data list = render::list();
    add_terms_and_dates(list, site, dataset);
    add_coverage(list, site, dataset);
    if (!dataset.access_rights.empty())
        add_fact(
            list,
            "Accès",
            {{coded_text(site, "access", dataset.access_rights), {}, {}, {}, false}}
        );
    add_fact(list, "Contact", contacts(dataset));
    if (!dataset.origin_url.empty() || !dataset.origin_portal.empty())
        add_fact(
            list,
            "Première publication",
            {{dataset.origin_portal.empty() ? host_of(dataset.origin_url) : dataset.origin_portal,
              safe_href(dataset.origin_url),
              {},
              {},
              true}}
        );
    if (dataset.is_series)
        add_fact(list, "Nature", {{"Série de jeux de données", {}, {}, {}, false}});
    add_fact(list, "Version", {{dataset.version, {}, {}, {}, false}});
    add_record(list, record);
    render::put_list(data, "facts", std::move(list));
}

} // namespace moisson::pages
