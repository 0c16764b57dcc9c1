// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From the file to the structs, and back as a dump.
#include "settings/settings.hpp"

#include "settings/options.hpp"
#include "settings/text_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>
#include <system_error>

namespace moisson::settings {
namespace {

std::filesystem::path beside(const std::filesystem::path& file, const std::string& path) {
    if (path.empty())
        return {};
    return (std::filesystem::absolute(file).parent_path() / path).lexically_normal();
}

// A password that any account of the machine may read, or replace, is none.
void warn_of_open_secret(const Settings& settings, const std::string& file, Problems& warnings) {
    using std::filesystem::perms;
    std::error_code error;
    const auto status = std::filesystem::status(settings.db.password_file, error);
    const perms others = perms::others_read | perms::others_write;
    if (error || (status.permissions() & others) == perms::none)
        return;
    const bool written = (status.permissions() & perms::others_write) != perms::none;
    warnings.push_back(Problem{
        file,
        0,
        fmt::format(
            "db.password_file : {} peut être {} par tous les comptes de la machine ; "
            "faites « chmod o= » sur ce fichier",
            settings.db.password_file,
            written ? "modifié" : "lu"
        )});
}

// Every process connects directly, and PostgreSQL has to hold them all (decision 22).
constexpr int pool_usual_max = 8;

void warn_of_large_pool(const Settings& settings, const std::string& file, Problems& warnings) {
    const int pool = settings.db.options.connections;
    if (pool > pool_usual_max)
        warnings.push_back(Problem{
            file,
            0,
            fmt::format(
                "db.pool : {} connexions pour ce processus, plus que les {} qui suffisent ; "
                "PostgreSQL doit les permettre à chaque processus (max_connections)",
                pool,
                pool_usual_max
            )});
}

void read_password(Settings& settings, const std::filesystem::path& file, Problems& problems) {
    if (settings.db.password_file.empty())
        return;
    settings.db.password_file = beside(file, settings.db.password_file).string();
    const std::optional<std::string> line = first_line(settings.db.password_file);
    if (settings.db.password.empty() && line) {
        settings.db.password = *line;
        return;
    }
    problems.push_back(Problem{
        file.string(),
        0,
        settings.db.password.empty()
            ? fmt::format("db.password_file : {} ne peut pas être lu", settings.db.password_file)
            : "db.password et db.password_file sont donnés tous les deux"});
}

// HTTPS_PROXY and its kin are read here and nowhere else (decision 20).
void read_proxies(Settings& settings, const Environment& environment) {
    if (!settings.proxy_from_environment)
        return;
    const auto value = [&](const char* upper, const char* lower) {
        const auto first = environment(upper);
        return first ? first : environment(lower);
    };
    net::ClientOptions& client = settings.client;
    const auto https = value("HTTPS_PROXY", "https_proxy");
    const auto http = value("HTTP_PROXY", "http_proxy");
    if (client.proxy_https.empty() && https && check_proxy(*https).empty())
        client.proxy_https = *https;
    if (client.proxy_http.empty() && http && check_proxy(*http).empty())
        client.proxy_http = *http;
    const auto without = value("NO_PROXY", "no_proxy");
    if (!client.no_proxy.empty() || !without)
        return;
    std::stringstream items(*without);
    for (std::string item; std::getline(items, item, ',');) {
        std::erase(item, ' ');
        if (!item.empty())
            client.no_proxy.push_back(item);
    }
}

// What follows from the options once all are read.
void complete(Settings& settings, const std::filesystem::path& file) {
    settings.paths.portals = beside(file, settings.paths.portals).string();
    settings.paths.vocabularies = beside(file, settings.paths.vocabularies).string();
    settings.paths.synonyms = beside(file, settings.paths.synonyms).string();
    const std::filesystem::path usual = beside(file, "synonymes.yaml");
    std::error_code ignored;
    if (settings.paths.synonyms.empty() && std::filesystem::is_regular_file(usual, ignored))
        settings.paths.synonyms = usual.string();
    settings.paths.state = beside(file, settings.paths.state).string();
    settings.paths.spool = beside(file, settings.paths.spool).string();
    net::SpoolOptions& spool = settings.documents.spool;
    spool.directory = settings.paths.spool.empty() ? settings.paths.state : settings.paths.spool;
    // The state belongs to the daemon's account, and people run `moisson` under theirs.
    spool.or_usual = settings.paths.spool.empty();
    spool.budget = std::make_shared<net::SpoolBudget>(net::spool_bytes_max);
    settings.documents.memory = std::make_shared<ByteShares>(settings.documents.memory_max);
    settings.documents.second_try = std::make_shared<ByteShares>(1);
    settings.dumps.directory = beside(file, settings.dumps.directory).string();
    if (settings.dumps.directory.empty() && !settings.paths.state.empty())
        settings.dumps.directory = (std::filesystem::path(settings.paths.state) / "dumps").string();
    settings.paths.web = beside(file, settings.paths.web).string();
    settings.client.ca_file = beside(file, settings.client.ca_file).string();
    settings.client.allow.clear();
    for (const std::string& text : settings.allow)
        if (const auto allowed = net::parse_allowed_address(text))
            settings.client.allow.push_back(*allowed);
    if (const auto listen = parse_listen(settings.http_listen)) {
        settings.server.address = listen->address;
        settings.server.port = listen->port;
    }
    if (!settings.paths.state.empty())
        settings.search.snapshot_path =
            (std::filesystem::path(settings.paths.state) / "index.snapshot").string();
    settings.db.options.conninfo = settings.db.conninfo();
    // The default is an address of every machine: it proves nothing of where a record comes from.
    if (settings.public_url != Settings().public_url)
        settings.harvest.own_url = settings.public_url;
}

void check_together(const Settings& settings, const std::string& file, Problems& problems) {
    if (settings.db.options.idle_in_transaction_timeout >= settings.harvest.lease)
        problems.push_back(Problem{
            file,
            0,
            "db.idle_in_transaction_timeout doit être plus court que harvest.lease"});
    if (!settings.admin_listen.empty() && settings.admin_listen == settings.http_listen &&
        !settings.http_listen.ends_with(":0"))
        problems.push_back(Problem{file, 0, "admin.listen et http.listen sont la même adresse"});
}

} // namespace

std::string_view to_string(Role role) {
    switch (role) {
    case Role::api:
        return "api";
    case Role::harvest:
        return "harvest";
    case Role::monitor:
        return "monitor";
    case Role::notify:
        return "notify";
    }
    return {};
}

bool Settings::has(Role role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

LoadedSettings parse_settings(
    const std::string& text,
    const std::filesystem::path& file,
    const Environment& environment
) {
    LoadedSettings out;
    const Reader reader{file.string(), environment, out.problems};
    const auto document = parse_yaml(text, reader);
    if (!document)
        return out;
    read_section(*document, "", all_options(), out.settings, reader);
    if (out.ok())
        read_password(out.settings, file, out.problems);
    if (out.ok() && !out.settings.db.password_file.empty())
        warn_of_open_secret(out.settings, file.string(), out.warnings);
    if (out.ok())
        warn_of_large_pool(out.settings, file.string(), out.warnings);
    read_proxies(out.settings, environment);
    complete(out.settings, file);
    check_together(out.settings, file.string(), out.problems);
    return out;
}

LoadedSettings load_settings(const std::filesystem::path& file, const Environment& environment) {
    const TextFile read = read_text_file(file);
    if (read.problem.empty())
        return parse_settings(read.text, file, environment);
    LoadedSettings out;
    out.problems.push_back(Problem{file.string(), 0, read.problem});
    return out;
}

namespace {

// "monitor.links.rate": the names of its sections and its own.
std::vector<std::string> path_of(const Option<Settings>& option) {
    std::vector<std::string> out;
    std::istringstream names(option.name);
    for (std::string name; std::getline(names, name, '.');)
        out.push_back(std::move(name));
    return out;
}

std::string indent(std::ptrdiff_t sections) {
    return std::string(static_cast<std::size_t>(2 * sections), ' ');
}

} // namespace

std::string dump_settings(const Settings& settings) {
    std::string out;
    std::vector<std::string> open;
    for (const Option<Settings>& option : all_options()) {
        std::vector<std::string> path = path_of(option);
        const std::string key = std::move(path.back());
        path.pop_back();
        const auto same = std::mismatch(path.begin(), path.end(), open.begin(), open.end()).first;
        for (auto section = same; section != path.end(); ++section)
            out += fmt::format("{}{}:\n", indent(section - path.begin()), *section);
        const auto depth = static_cast<std::ptrdiff_t>(path.size());
        out += fmt::format("{}{}: {}\n", indent(depth), key, option.print(settings));
        open = std::move(path);
    }
    return out;
}

std::string dump_settings_json(const Settings& settings) {
    nlohmann::ordered_json out;
    for (const Option<Settings>& option : all_options()) {
        nlohmann::ordered_json* place = &out;
        for (const std::string& name : path_of(option))
            place = &(*place)[name];
        *place = nlohmann::ordered_json::parse(option.print(settings));
    }
    return out.dump(2) + "\n";
}

std::vector<std::string> option_names() {
    std::vector<std::string> out;
    for (const Option<Settings>& option : all_options())
        out.push_back(option.name);
    return out;
}

} // namespace moisson::settings
