// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/detection_view.hpp"

#include "cli/terminal_text.hpp"
#include "core/ascii.hpp"
#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "i18n/messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace moisson::cli {
namespace {

using detect::Detection;
using detect::Verdict;

std::string_view verdict_text(Verdict verdict) {
    switch (verdict) {
    case Verdict::found:
        return "catalogue lisible";
    case Verdict::recognised:
        return "logiciel reconnu, mais aucun connecteur ne le lit";
    case Verdict::nothing:
        return "aucun catalogue reconnu";
    case Verdict::refused:
        return "le site refuse d'être regardé";
    case Verdict::unreachable:
        break;
    }
    return "injoignable";
}

void line(std::string& out, std::string_view name, const std::string& value) {
    if (!value.empty())
        fmt::format_to(std::back_inserter(out), "  {:<12} {}\n", name, terminal_text(value));
}

std::string tls_text(const detect::TlsState& tls) {
    if (!tls.used)
        return "aucun (http sans chiffrement)";
    if (tls.fault)
        return fmt::format(
            "{} {} ; lu sans vérification",
            error_text(Error(*tls.fault)),
            i18n::advice(*tls.fault)
        );
    if (tls.expires)
        return "certificat vérifié, valable jusqu'au " + i18n::date(*tls.expires);
    return "non établi";
}

std::string attempt_text(const detect::Attempt& attempt) {
    std::string result;
    if (attempt.error)
        result = fmt::format(
            "{} {}",
            to_string(attempt.error->code),
            i18n::detail_text(attempt.error->code, attempt.error->detail)
        );
    else if (!attempt.recognised.empty())
        result = fmt::format("{} : {}", attempt.status, attempt.recognised);
    else
        result = std::to_string(attempt.status);
    std::string out = fmt::format("{}  {}", attempt.url, result);
    if (!attempt.answered_by.empty())
        out += " (-> " + attempt.answered_by + ")";
    return out;
}

// "donnees-exemple-sn" of "https://www.donnees.exemple.sn/fr"
std::string key_of(std::string_view url) {
    if (const auto scheme = url.find("://"); scheme != url.npos)
        url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find_first_of("/:?#"));
    if (url.starts_with("www."))
        url.remove_prefix(4);
    std::string key;
    for (const char c : url) {
        const char lower = ascii_lower(c);
        const bool fits = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (fits)
            key += lower;
        else if (!key.empty() && key.back() != '-')
            key += '-';
    }
    while (key.ends_with('-'))
        key.pop_back();
    return key.empty() ? "portail" : key;
}

// Between double quotes in YAML.
std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : terminal_text(text)) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

// A portal file that can be pasted.
void add_source(std::string& out, const Detection& detection) {
    const std::string& home = detection.home.empty() ? detection.asked : detection.home;
    fmt::format_to(
        std::back_inserter(out),
        "\n  À mettre dans un fichier de config/portals :\n"
        "portals:\n"
        "  - key: {}\n"
        "    title: {}\n"
        "    url: {}\n"
        "    countries: []                 # codes ISO 3166-1 : [SN]\n"
        "    sources:\n"
        "      - connector: {}\n"
        "        url: {}\n",
        key_of(home),
        quoted(detection.title.empty() ? key_of(home) : detection.title),
        terminal_text(home),
        detection.connector,
        terminal_text(detection.source_url)
    );
    if (detection.tls.fault)
        out +=
            "        ca_file: intermediaires.pem   # le certificat ou l'intermédiaire manquant\n";
    if (detection.robots_forbid)
        out += "        robots: ignore                # robots.txt écarte l'adresse de l'API\n";
}

void add_attempts(std::string& out, const Detection& detection) {
    fmt::format_to(
        std::back_inserter(out),
        "\n  Essayé ({}) :\n",
        i18n::count(detection.requests, "requête", "requêtes")
    );
    for (const detect::Attempt& attempt : detection.attempts)
        fmt::format_to(std::back_inserter(out), "    {}\n", terminal_text(attempt_text(attempt)));
}

} // namespace

std::string error_text(const Error& error) {
    std::string out = fmt::format("{} ({})", i18n::sentence(error.code), to_string(error.code));
    if (!error.detail.empty())
        out += " " + i18n::detail_text(error.code, error.detail);
    return out;
}

Json error_json(const std::optional<Error>& error) {
    if (!error)
        return nullptr;
    Json out;
    out["code"] = to_string(error->code);
    out["detail"] = error->detail;
    return out;
}

std::string detection_text(const Detection& detection) {
    std::string out =
        fmt::format("{} : {}\n", terminal_text(detection.asked), verdict_text(detection.verdict));
    if (detection.home != detection.asked)
        line(out, "adresse", detection.home);
    line(
        out,
        "logiciel",
        detection.version.empty() ? detection.label : detection.label + " " + detection.version
    );
    line(out, "titre", detection.title);
    if (detection.count)
        line(out, "fiches", i18n::number(*detection.count));
    line(out, "connecteur", detection.connector);
    if (detection.verdict != Verdict::unreachable || detection.tls.fault)
        line(out, "TLS", tls_text(detection.tls));
    for (const detect::Endpoint& endpoint : detection.endpoints)
        line(out, "point d'accès", endpoint.kind + " " + endpoint.url);
    for (const std::string& hint : detection.hints)
        line(out, "indice", "la page parle de " + hint);
    if (detection.page_everywhere)
        line(out, "attention", "le site répond une page web, avec le statut 200, à toute adresse");
    const bool no_connector = detection.error && detection.error->code == Code::config_invalid;
    if (detection.error && !no_connector)
        line(out, "raison", error_text(*detection.error));
    if (detection.verdict == Verdict::found)
        add_source(out, detection);
    add_attempts(out, detection);
    return out;
}

Json detection_json(const Detection& detection) {
    Json out;
    out["asked"] = detection.asked;
    out["verdict"] = detect::to_string(detection.verdict);
    out["home"] = detection.home;
    out["software"] = detection.software;
    out["label"] = detection.label;
    out["version"] = detection.version;
    out["title"] = detection.title;
    out["count"] = detection.count ? Json(*detection.count) : Json(nullptr);
    out["connector"] = detection.connector;
    out["source_url"] = detection.source_url;
    out["endpoints"] = Json::array();
    for (const detect::Endpoint& endpoint : detection.endpoints) {
        Json item;
        item["kind"] = endpoint.kind;
        item["url"] = endpoint.url;
        out["endpoints"].push_back(std::move(item));
    }
    out["hints"] = detection.hints;
    Json tls;
    tls["used"] = detection.tls.used;
    tls["fault"] = detection.tls.fault ? Json(to_string(*detection.tls.fault)) : Json(nullptr);
    tls["expires"] = time_json(detection.tls.expires);
    out["tls"] = std::move(tls);
    out["robots_forbid"] = detection.robots_forbid;
    out["page_everywhere"] = detection.page_everywhere;
    out["error"] = error_json(detection.error);
    out["requests"] = detection.requests;
    out["attempts"] = Json::array();
    for (const detect::Attempt& attempt : detection.attempts) {
        Json item;
        item["url"] = attempt.url;
        item["status"] = attempt.status == 0 ? Json(nullptr) : Json(attempt.status);
        item["answered_by"] = attempt.answered_by;
        item["recognised"] = attempt.recognised;
        item["error"] = error_json(attempt.error);
        out["attempts"].push_back(std::move(item));
    }
    return out;
}

} // namespace moisson::cli
