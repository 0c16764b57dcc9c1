// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "pages/pieces.hpp"

#include "core/ascii.hpp"
#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/link_labels.hpp"
#include "i18n/messages.hpp"
#include "text/clean.hpp"
#include "views/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::pages {
namespace {

constexpr std::size_t card_formats = 6;
constexpr std::size_t card_countries = 4;

void put_marked(render::Data& data, const std::string& key, const views::Marked& parts) {
    render::Data list = render::list();
    for (const views::MarkedPart& part : parts) {
        render::Data one;
        render::put(one, "text", part.text);
        render::put_flag(one, "match", part.match);
        list.push_back(one);
    }
    render::put_list(data, key, std::move(list));
}

render::Data sample(const Issue& issue, const views::RecordNames& names) {
    render::Data one;
    const std::string url = safe_href(issue.remote_url);
    std::string record = !issue.remote_id.empty() ? issue.remote_id : issue.remote_url;
    if (record.empty())
        record = "page entière";
    const auto name = names.find(issue.remote_id);
    const bool known = name != names.end();
    if (known)
        record = name->second.title.empty() ? "Sans titre" : name->second.title;
    render::put(
        one,
        "page_url",
        known ? routes::dataset_page_of(name->second.slug) : std::string()
    );
    render::put(one, "url", url);
    render::put(one, "record", text::visible_lines(record));
    render::put(one, "detail", text::visible_lines(i18n::detail_text(issue.code, issue.detail)));
    render::put(one, "excerpt", text::visible_lines(issue.excerpt));
    return one;
}

std::string_view severity_class(Severity severity) {
    return severity == Severity::error ? "bad" : severity == Severity::warning ? "warn" : "";
}

} // namespace

std::string safe_href(std::string_view url) {
    const std::string scheme = ascii_lowered(url.substr(0, url.find(':')));
    if (scheme != "http" && scheme != "https")
        return {};
    const bool hostile = std::any_of(url.begin(), url.end(), [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>';
    });
    return hostile || !url.substr(scheme.size()).starts_with("://") ? std::string()
                                                                    : std::string(url);
}

std::string host_of(std::string_view url) {
    const std::string safe = safe_href(url);
    if (safe.empty())
        return {};
    const std::size_t begin = safe.find("://") + 3;
    std::string host = safe.substr(begin, safe.find_first_of("/?#", begin) - begin);
    return host.substr(host.rfind('@') + 1);
}

std::string date_text(const PartialDate& date) {
    switch (date.precision) {
    case DatePrecision::year:
        return i18n::year(date.instant);
    case DatePrecision::month:
        return i18n::month(date.instant);
    default:
        return i18n::date(date.instant);
    }
}

void put_date(render::Data& data, const std::string& key, const std::optional<PartialDate>& date) {
    render::put(data, key, date ? date_text(*date) : std::string());
    render::put(data, key + "_iso", date ? to_string(*date) : std::string());
}

void put_lang(render::Data& data, const std::string& key, std::string_view lang) {
    data.set(key + "_lang", lang.empty() ? std::string("fr") : std::string(lang));
    data.set(
        key + "_dir",
        lang.empty() ? std::string("auto") : std::string(i18n::direction_of(lang))
    );
}

std::string country_names(const Site& site, const std::vector<std::string>& codes) {
    std::string names;
    for (std::size_t i = 0; i < codes.size() && i < card_countries; ++i) {
        names += names.empty() ? "" : ", ";
        names += site.labels.find("country", codes[i]);
    }
    if (codes.size() > card_countries)
        names += " et " + std::to_string(codes.size() - card_countries) + " autres";
    return names;
}

std::string range_text(std::string_view name, const std::string& value) {
    const std::size_t dots = value.find("..");
    if (name != "quality" || dots == std::string::npos)
        return value;
    const std::string from = value.substr(0, dots);
    const std::string to = value.substr(dots + 2);
    if (to.empty())
        return from + " ou plus";
    return from.empty() ? to + " ou moins" : fmt::format("de {} à {}", from, to);
}

std::string value_label(
    const Site& site,
    std::string_view filter,
    std::string_view value,
    std::string_view label
) {
    if (!label.empty())
        return std::string(label);
    if (filter == "format_family" && value.size() == 1)
        return std::string(i18n::format_family_label(value.front()));
    if (filter == "links")
        return std::string(i18n::link_standing_label(value));
    return std::string(site.labels.find(filter, value));
}

std::string search_url(std::string_view parameter, std::string_view value) {
    return routes::with_query(
        routes::datasets_page,
        {{std::string(parameter), std::string(value)}}
    );
}

void put_kept(
    render::Data& data,
    const std::string& name,
    routes::Query query,
    const std::vector<std::string_view>& dropped
) {
    render::Data list = render::list();
    for (const auto& [key, value] : query) {
        if (value.empty() || std::find(dropped.begin(), dropped.end(), key) != dropped.end())
            continue;
        render::Data one;
        render::put(one, "name", key);
        render::put(one, "value", value);
        list.push_back(one);
    }
    render::put_list(data, name, std::move(list));
}

std::string script_safe(const nlohmann::ordered_json& json) {
    const std::string plain =
        json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    std::string out;
    for (const char c : plain) {
        if (c == '<')
            out += "\\u003c";
        else if (c == '>')
            out += "\\u003e";
        else if (c == '&')
            out += "\\u0026";
        else
            out += c;
    }
    return out;
}

void put_freshness(render::Data& data, const Site& site, Freshness state) {
    const bool silent = state == Freshness::inconnue || state == Freshness::sans_objet;
    const bool late = state == Freshness::en_retard || state == Freshness::tres_en_retard;
    render::put(
        data,
        "freshness",
        silent ? std::string() : std::string(site.labels.find("freshness", to_string(state)))
    );
    render::put(data, "freshness_class", std::string(late ? "warn" : ""));
}

render::Data card(const Site& site, const views::SearchHit& hit, std::string_view level) {
    const search::DisplayRecord& record = hit.record;
    render::Data data;
    render::put(data, "level", std::string(level));
    render::put(data, "url", routes::dataset_page_of(record.slug));
    put_lang(data, "title", hit.title_lang);
    views::Marked title = hit.title;
    if (title.empty())
        title.push_back({"Sans titre", false});
    put_marked(data, "title_parts", title);
    render::put(data, "publisher", hit.publisher);
    render::put(data, "portal_url", routes::portal_page_of(record.portal_key));
    render::put(
        data,
        "portal_title",
        hit.portal_title.empty() ? record.portal_key : hit.portal_title
    );
    render::put(data, "countries", country_names(site, record.countries));
    put_lang(data, "excerpt", hit.excerpt_lang);
    put_marked(data, "excerpt_parts", hit.excerpt);
    render::put_flag(data, "has_excerpt", !hit.excerpt.empty());
    render::Data formats = render::list();
    for (std::size_t i = 0; i < record.formats.size() && i < card_formats; ++i) {
        render::Data one;
        render::put(one, "label", std::string(site.labels.find("format", record.formats[i])));
        formats.push_back(one);
    }
    render::put_list(data, "formats", std::move(formats));
    std::string licence(
        record.licence.empty() ? std::string_view(record.licence_title)
                               : site.labels.find("licence", record.licence)
    );
    render::put(data, "licence", std::move(licence));
    put_date(data, "modified", record.modified);
    put_freshness(data, site, hit.freshness.state);
    render::put(data, "resources", i18n::count(record.distributions, "ressource", "ressources"));
    const bool shown = record.state != RecordState::active;
    render::put(
        data,
        "state",
        shown ? std::string(i18n::record_state_label(to_string(record.state))) : std::string()
    );
    return data;
}

std::string_view state_class(RunState state) {
    switch (state) {
    case RunState::complete:
        return "";
    case RunState::pending:
    case RunState::running:
    case RunState::interrupted:
    case RunState::incomplete:
    case RunState::cancelled:
        return "warn";
    case RunState::failed:
    case RunState::held:
        return "bad";
    }
    return "warn";
}

render::Data run_row(const Site& site, const HarvestRun& run) {
    render::Data data;
    render::put(data, "url", routes::run_page_of(run.id.value));
    render::put(
        data,
        "when",
        run.started_at ? i18n::age(*run.started_at, site.clock.now()) : "en attente"
    );
    render::put(data, "mode", std::string(i18n::run_mode_label(to_string(run.mode))));
    std::string took;
    if (run.started_at && run.ended_at)
        took = i18n::duration(
            std::chrono::duration_cast<std::chrono::milliseconds>(*run.ended_at - *run.started_at)
        );
    render::put(data, "took", std::move(took));
    std::string state(i18n::run_state_label(to_string(run.state)));
    if (run.decision)
        state += fmt::format(" ({})", i18n::held_verdict_label(to_string(run.decision->verdict)));
    render::put(data, "state", std::move(state));
    render::put(
        data,
        "state_class",
        run.decision ? std::string() : std::string(state_class(run.state))
    );
    render::put(data, "received", i18n::number(run.counts.received));
    render::put(data, "created", i18n::number(run.counts.created));
    // The columns add up to what was received.
    const RunCounts& n = run.counts;
    render::put(data, "updated", i18n::number(n.updated + n.revived + n.renamed));
    render::put(data, "unchanged", i18n::number(n.unchanged + n.remapped));
    render::put(data, "left_out", i18n::number(n.left_out() + n.refused));
    std::int64_t issues = 0;
    for (const auto& [code, count] : run.issues)
        issues += count;
    render::put(data, "issue_total", i18n::number(issues));
    return data;
}

void put_issues(
    render::Data& data,
    const std::vector<views::IssueCount>& issues,
    const views::RecordNames& names,
    const HarvestRun* run
) {
    render::Data list = render::list();
    for (const views::IssueCount& issue : issues) {
        render::Data one;
        render::put(one, "code", std::string(to_string(issue.code)));
        render::put(one, "title", std::string(i18n::title(issue.code)));
        render::put(one, "sentence", std::string(i18n::sentence(issue.code)));
        render::put(one, "advice", std::string(views::advice_of(issue.code, run)));
        render::put(one, "severity", std::string(i18n::severity_label(to_string(issue.severity))));
        render::put(one, "severity_class", std::string(severity_class(issue.severity)));
        render::put(one, "count", i18n::count(issue.count, "fois", "fois"));
        render::Data samples = render::list();
        for (const Issue& example : issue.samples)
            samples.push_back(sample(example, names));
        render::put_flag(one, "has_samples", !issue.samples.empty());
        render::put_list(one, "samples", std::move(samples));
        list.push_back(one);
    }
    render::put_flag(data, "has_issues", !issues.empty());
    render::put_list(data, "issues", std::move(list));
}

} // namespace moisson::pages
