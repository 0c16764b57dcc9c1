// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/record_view.hpp"

#include "cli/terminal_text.hpp"
#include "core/utf8.hpp"
#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "i18n/messages.hpp"
#include "text/markup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace moisson::cli {
namespace {

constexpr std::size_t issues_shown = 50;
constexpr std::size_t files_shown = 5;
constexpr std::size_t description_bytes = 200;

void line(std::string& out, std::string_view name, std::string_view value) {
    if (!value.empty())
        fmt::format_to(std::back_inserter(out), "    {:<12} {}\n", name, terminal_text(value));
}

// What a code means, or what the portal wrote.
std::string coded(const Coded& value, const i18n::CodeLabels& labels, std::string_view kind) {
    return value.code.empty() ? value.raw + (value.raw.empty() ? "" : " (inconnu)")
                              : std::string(labels.find(kind, value.code));
}

std::vector<std::string> labelled(
    const i18n::CodeLabels& labels,
    std::string_view kind,
    const std::vector<std::string>& codes
) {
    std::vector<std::string> out;
    for (const std::string& code : codes)
        out.emplace_back(labels.find(kind, code));
    return out;
}

std::string licence_of(const Dataset& dataset, const i18n::CodeLabels& labels) {
    if (!dataset.licence)
        return {};
    const Licence& licence = *dataset.licence;
    return licence.code.empty() ? licence.raw + " (inconnue)"
                                : std::string(labels.find("licence", licence.code));
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : ", ") + word;
    return out;
}

std::string dates_of(const Dataset& dataset) {
    std::string out;
    if (dataset.issued)
        out += "publié " + to_string(*dataset.issued);
    if (dataset.modified)
        out += (out.empty() ? "modifié " : ", modifié ") + to_string(*dataset.modified);
    return out;
}

Json date_json(const std::optional<PartialDate>& date) {
    return date ? Json(to_string(*date)) : Json(nullptr);
}

} // namespace

std::string issues_text(const std::vector<Issue>& issues) {
    std::string out;
    for (std::size_t i = 0; i < std::min(issues.size(), issues_shown); ++i) {
        const Issue& issue = issues[i];
        std::string more = issue.remote_id;
        if (!issue.detail.empty())
            more += (more.empty() ? "" : " · ") + i18n::detail_text(issue.code, issue.detail);
        fmt::format_to(
            std::back_inserter(out),
            "    {} {} : {}{}\n",
            i18n::severity_label(to_string(issue.severity)),
            to_string(issue.code),
            i18n::title(issue.code),
            more.empty() ? "" : " (" + terminal_text(more) + ")"
        );
    }
    if (issues.size() > issues_shown)
        fmt::format_to(std::back_inserter(out), "    … {} de plus\n", issues.size() - issues_shown);
    return out;
}

Json issues_json(const std::vector<Issue>& issues) {
    Json out = Json::array();
    for (const Issue& issue : issues) {
        Json item;
        item["code"] = to_string(issue.code);
        item["stage"] = to_string(issue.stage);
        item["severity"] = to_string(issue.severity);
        item["record"] = issue.remote_id;
        item["url"] = issue.remote_url;
        item["detail"] = issue.detail;
        out.push_back(std::move(item));
    }
    return out;
}

std::string record_text(const store::RecordChange& record, const i18n::CodeLabels& labels) {
    const Dataset& dataset = record.dataset;
    const std::string_view title = best_text(dataset.title, "fr");
    std::string out = fmt::format("  {}\n", title.empty() ? "(sans titre)" : terminal_text(title));
    line(out, "identifiant", dataset.remote_id);
    line(out, "producteur", best_text(dataset.publisher.name, "fr"));
    line(out, "page", dataset.landing_page.empty() ? dataset.remote_url : dataset.landing_page);
    const std::string plain = text::markup_to_text(best_text(dataset.description, "fr"));
    line(out, "texte", utf8_prefix(plain, description_bytes));
    line(out, "thèmes", joined(labelled(labels, "theme", dataset.themes)));
    line(out, "licence", licence_of(dataset, labels));
    line(out, "fréquence", coded(dataset.frequency, labels, "frequency"));
    line(out, "dates", dates_of(dataset));
    line(out, "pays", joined(labelled(labels, "country", dataset.countries)));
    for (std::size_t i = 0; i < std::min(dataset.distributions.size(), files_shown); ++i) {
        const Distribution& file = dataset.distributions[i];
        line(out, "fichier", coded(file.format, labels, "format") + " " + file.url);
    }
    if (dataset.distributions.size() > files_shown)
        line(out, "", fmt::format("… {} de plus", dataset.distributions.size() - files_shown));
    out += issues_text(record.issues);
    return out;
}

Json record_json(const store::RecordChange& record) {
    const Dataset& dataset = record.dataset;
    Json out;
    out["remote_id"] = dataset.remote_id;
    out["title"] = best_text(dataset.title, "fr");
    out["description"] = best_text(dataset.description, "fr");
    out["publisher"] = best_text(dataset.publisher.name, "fr");
    out["landing_page"] = dataset.landing_page;
    out["remote_url"] = dataset.remote_url;
    out["keywords"] = Json::array();
    for (const LangText& keyword : dataset.keywords)
        out["keywords"].push_back(keyword.text);
    out["themes"] = dataset.themes;
    out["licence"] = dataset.licence ? Json(dataset.licence->code) : Json(nullptr);
    out["raw_licence"] = dataset.licence ? Json(dataset.licence->raw) : Json(nullptr);
    out["frequency"] = dataset.frequency.code;
    out["countries"] = dataset.countries;
    out["languages"] = dataset.languages;
    out["issued"] = date_json(dataset.issued);
    out["modified"] = date_json(dataset.modified);
    out["distributions"] = Json::array();
    for (const Distribution& file : dataset.distributions) {
        Json item;
        item["title"] = best_text(file.title, "fr");
        item["url"] = file.url;
        item["format"] = file.format.code;
        item["raw_format"] = file.format.raw;
        out["distributions"].push_back(std::move(item));
    }
    out["issues"] = issues_json(record.issues);
    return out;
}

} // namespace moisson::cli
