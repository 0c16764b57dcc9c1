// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Portal files: the options of portals and sources, and what holds over all files.
#include "settings/portals.hpp"

#include "dcat/connector.hpp"
#include "routes/nearest.hpp"
#include "settings/json_description.hpp"
#include "settings/option_kinds.hpp"
#include "settings/options.hpp"
#include "settings/schedule_options.hpp"
#include "settings/set_aside_reader.hpp"
#include "settings/source_filters.hpp"
#include "settings/source_headers.hpp"
#include "settings/source_words.hpp"
#include "settings/text_file.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace moisson::settings {
namespace {

// 1s, 24h: bounds as the documentation writes them.
using namespace std::chrono_literals;

std::string check_key(const std::string& text) {
    const bool fine = !text.empty() && text.size() <= 63 &&
                      text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == text.npos;
    return fine ? std::string()
                : fmt::format("« {} » : lettres minuscules, chiffres et tirets (63 au plus)", text);
}

std::string check_country(const std::string& text) {
    const bool fine =
        text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
    return fine ? std::string()
                : fmt::format("« {} » n'est pas un code de pays ISO 3166-1 (SN, CI...)", text);
}

std::string check_language(const std::string& text) {
    const bool fine = text.size() >= 2 && text.size() <= 35 && text[0] >= 'a' && text[0] <= 'z';
    return fine ? std::string() : fmt::format("« {} » n'est pas un code de langue (fr, en)", text);
}

std::string check_optional_language(const std::string& text) {
    return text.empty() ? std::string() : check_language(text);
}

std::string check_optional_web_address(const std::string& text) {
    return text.empty() ? std::string() : check_web_address(text);
}

std::vector<std::pair<std::string, std::string>> syntax_choices() {
    std::vector<std::pair<std::string, std::string>> choices;
    for (const std::string& word : dcat::syntax_words())
        choices.emplace_back(word, word);
    return choices;
}

// The default of each is what the fields of Source say.
std::vector<Option<Source>> source_options(const PortalRules& rules) {
    using O = Source;
    const std::vector<std::pair<std::string, TlsVerification>> on_off = {
        {"on", TlsVerification::on},
        {"off", TlsVerification::off},
        {"true", TlsVerification::on},
        {"false", TlsVerification::off}};
    const std::vector<std::pair<std::string, bool>> robots = {{"ignore", false}, {"respect", true}};
    return {
        text_option<O>("key", MOISSON_MEMBER(key), check_key),
        text_option<O>("connector", MOISSON_MEMBER(connector)),
        text_option<O>("url", MOISSON_MEMBER(url), check_web_address),
        text_option<O>("public_url", MOISSON_MEMBER(public_url), check_optional_web_address),
        switch_option<O>("enabled", MOISSON_MEMBER(enabled)),
        duration_option<O>("interval", MOISSON_MEMBER(interval), 1s, 24h * 365),
        schedule_option(rules),
        duration_option<O>("probe_every", MOISSON_MEMBER(probe_every), 0ms, 24h * 365),
        duration_option<O>("full_every", MOISSON_MEMBER(full_every), 1s, 24h * 365),
        number_option<O>("page_size", MOISSON_MEMBER(page_size), 0, 10'000),
        number_option<O>("limits.records", MOISSON_MEMBER(records_max), 0L, 100'000'000L),
        duration_option<O>("limits.duration", MOISSON_MEMBER(duration_max), 1s, 24h * 7),
        number_option<O>("rate", MOISSON_MEMBER(rate), 0.0, 50.0),
        duration_option<O>("timeouts.connect", MOISSON_MEMBER(request.connect), 100ms, 5min),
        duration_option<O>("timeouts.tls", MOISSON_MEMBER(request.tls), 100ms, 5min),
        duration_option<O>("timeouts.first_byte", MOISSON_MEMBER(request.first_byte), 100ms, 30min),
        duration_option<O>("timeouts.idle", MOISSON_MEMBER(request.idle), 100ms, 30min),
        duration_option<O>("timeouts.total", MOISSON_MEMBER(request.total), 100ms, 6h),
        number_option<O>("retries", MOISSON_MEMBER(request.retries), 0, 10),
        choice_option<O>("tls", MOISSON_MEMBER(tls), on_off),
        text_option<O>("ca_file", MOISSON_MEMBER(ca_file)),
        headers_option(),
        text_option<O>("user_agent", MOISSON_MEMBER(user_agent)),
        choice_option<O>("robots", MOISSON_MEMBER(respect_robots), robots),
        switch_option<O>("hash_files", MOISSON_MEMBER(hash_files)),
        filters_option(),
        publishers_option(),
        vocabulary_option(rules.vocabularies),
        corrections_option(rules.vocabularies),
        json_description_option(),
        choice_option<O>("rdf.syntax", MOISSON_MEMBER(rdf.syntax), syntax_choices()),
        list_option<O>("rdf.contexts", MOISSON_MEMBER(rdf.contexts), check_web_address),
        text_option<O>(
            "defaults.language",
            MOISSON_MEMBER(default_language),
            check_optional_language
        ),
        text_option<O>("defaults.licence", MOISSON_MEMBER(default_licence)),
        text_option<O>("defaults.publisher", MOISSON_MEMBER(default_publisher)),
        text_option<O>("defaults.frequency", MOISSON_MEMBER(default_frequency)),
        zone_option(rules)};
}

bool is_loopback(const std::string& url) {
    for (const std::string_view host : {"://127.", "://[::1]", "://localhost"})
        if (url.find(host) != url.npos)
            return true;
    return false;
}

// Whether nothing in that section is, or was meant to be, this key: a value that is badly written
// or a key that is misspelt is told of where it stands, and is not missing.
bool is_left_out(const YAML::Node& node, std::string_view name) {
    if (!node.IsMap())
        return true;
    const std::array<std::string_view, 1> meant = {name};
    bool misspelt = false;
    for (const auto& entry : node) {
        if (!entry.first.IsScalar())
            continue;
        const std::string& key = entry.first.Scalar();
        if (key == name)
            return entry.second.IsNull() ||
                   (entry.second.IsScalar() && entry.second.Scalar().empty());
        misspelt = misspelt || !routes::nearest_name(key, meant).empty();
    }
    return !misspelt;
}

void check_source(
    const YAML::Node& node,
    const Source& source,
    const PortalRules& rules,
    const Reader& reader
) {
    if (source.url.empty() && is_left_out(node, "url"))
        reader.add(node, fmt::format("source {} : url est obligatoire", source.key));
    const auto& known = rules.connectors;
    if (source.connector.empty()) {
        if (is_left_out(node, "connector"))
            reader.add(node, fmt::format("source {} : connector est obligatoire", source.key));
    } else if (std::find(known.begin(), known.end(), source.connector) == known.end()) {
        std::string words;
        for (const std::string& word : known)
            words += (words.empty() ? "" : ", ") + word;
        reader.add(
            node,
            fmt::format(
                "source {} : connecteur inconnu « {} » ; connus : {}",
                source.key,
                source.connector,
                words
            )
        );
    }
    if (const std::string dimension = unusable_filter(source); !dimension.empty())
        reader.add(
            node,
            fmt::format(
                "source {} : filters.{} : les fiches de {} ne disent rien de tel",
                source.key,
                dimension,
                source.connector
            )
        );
    if (source.connector != "dcat" && node.IsMap() && node["rdf"])
        reader.add(
            node["rdf"],
            fmt::format("source {} : rdf n'a de sens qu'avec le connecteur dcat", source.key)
        );
    if (source.rdf.contexts.size() > dcat::contexts_max)
        reader.add(
            node,
            fmt::format(
                "source {} : rdf.contexts : {} adresses au plus",
                source.key,
                dcat::contexts_max
            )
        );
    if (source.rate == 0.0 && !is_loopback(source.url))
        reader.add(
            node,
            fmt::format("source {} : rate: 0 n'est permis que sur cette machine", source.key)
        );
}

Option<Portal> sources_option(const PortalRules& rules) {
    Option<Portal> option;
    option.name = "sources";
    option.read = [&rules](const YAML::Node& node, Portal& out, const Reader& reader) {
        if (!node.IsSequence()) {
            reader.add(node, "sources : une liste est attendue");
            return;
        }
        const std::vector<Option<Source>> options = source_options(rules);
        for (const YAML::Node& item : node) {
            Source source;
            source.full_every = rules.full_every;
            read_section(item, "", options, source, reader);
            if (source.key.empty() && node.size() == 1)
                source.key = out.key;
            if (source.key.empty())
                reader.add(
                    item,
                    "chaque source d'un portail qui en a plusieurs porte une clé (key)"
                );
            source.portal_key = out.key;
            if (!source.ca_file.empty())
                source.ca_file =
                    (std::filesystem::absolute(reader.file).parent_path() / source.ca_file)
                        .lexically_normal()
                        .string();
            check_source(item, source, rules, reader);
            settle_schedule(item, source, reader);
            check_json_description(item, source, reader);
            out.sources.push_back(std::move(source));
        }
    };
    return option;
}

std::vector<Option<Portal>> portal_options(const PortalRules& rules) {
    using O = Portal;
    return {
        text_option<O>("key", MOISSON_MEMBER(key), check_key),
        text_option<O>("title", MOISSON_MEMBER(title)),
        text_option<O>("url", MOISSON_MEMBER(url), check_web_address),
        text_option<O>("description", MOISSON_MEMBER(description)),
        list_option<O>("countries", MOISSON_MEMBER(countries), check_country),
        list_option<O>("languages", MOISSON_MEMBER(languages), check_language),
        text_option<O>("owner", MOISSON_MEMBER(owner)),
        maintenance_option(rules),
        choice_option<O>("confidence", MOISSON_MEMBER(confidence), confidence_words()),
        text_option<O>("as_of", MOISSON_MEMBER(as_of), check_as_of),
        sources_option(rules)};
}

void check_portal(
    const YAML::Node& node,
    const Portal& portal,
    const LoadedPortals& so_far,
    const Reader& reader
) {
    const auto lacks = [&node](const std::string& value, std::string_view name) {
        return value.empty() && is_left_out(node, name);
    };
    if (lacks(portal.key, "key") || lacks(portal.title, "title") || lacks(portal.url, "url"))
        reader.add(
            node,
            fmt::format("portail {} : key, title et url sont obligatoires", portal.key)
        );
    if (portal.sources.empty())
        reader.add(node, fmt::format("portail {} : au moins une source est attendue", portal.key));
    std::set<std::string> sources;
    for (const Source& source : portal.sources)
        if (!sources.insert(source.key).second)
            reader.add(node, fmt::format("la source « {} » est décrite deux fois", source.key));
    for (const Portal& other : so_far.portals) {
        if (other.key == portal.key)
            reader.add(node, fmt::format("le portail « {} » est décrit deux fois", portal.key));
        for (const Source& source : other.sources)
            if (sources.contains(source.key))
                reader.add(node, fmt::format("la source « {} » est décrite deux fois", source.key));
    }
}

} // namespace

void parse_portals(
    const std::string& text,
    const std::string& file,
    const PortalRules& rules,
    const Environment& environment,
    LoadedPortals& into
) {
    const Reader reader{file, environment, into.problems};
    const auto document = parse_yaml(text, reader);
    if (!document)
        return;
    const std::vector<Option<Portal>> options = portal_options(rules);
    for (const auto& [key, list] : entries(*document, "", reader)) {
        if (key == "set_aside") {
            read_set_aside(list, check_key, check_country, into.set_aside, reader);
            continue;
        }
        if (key != "portals") {
            reader.add(list, unknown_key(key, {"portals", "set_aside"}));
            continue;
        }
        if (list.IsNull())
            continue;
        if (!list.IsSequence()) {
            reader.add(list, "portals : une liste de portails est attendue");
            continue;
        }
        for (const YAML::Node& item : list) {
            Portal portal;
            // The key first: the sources take it, wherever it is written.
            if (item.IsMap() && item["key"] && item["key"].IsScalar())
                portal.key = item["key"].Scalar();
            read_section(item, "", options, portal, reader);
            check_portal(item, portal, into, reader);
            into.portals.push_back(std::move(portal));
        }
    }
}

LoadedPortals load_portals(
    const std::filesystem::path& folder,
    const PortalRules& rules,
    const Environment& environment
) {
    LoadedPortals out;
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".yaml")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    if (files.empty())
        out.problems.push_back(
            Problem{folder.string(), 0, "aucun fichier de portails (*.yaml) dans ce dossier"}
        );
    for (const std::filesystem::path& file : files) {
        const TextFile read = read_text_file(file);
        if (read.problem.empty())
            parse_portals(read.text, file.string(), rules, environment, out);
        else
            out.problems.push_back(Problem{file.string(), 0, read.problem});
    }
    for (Problem& problem : check_set_aside(out.set_aside, out.portals)) {
        problem.file = folder.string();
        out.problems.push_back(std::move(problem));
    }
    std::sort(out.portals.begin(), out.portals.end(), [](const Portal& a, const Portal& b) {
        return a.key < b.key;
    });
    return out;
}

} // namespace moisson::settings
