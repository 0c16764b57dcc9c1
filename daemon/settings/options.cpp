// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One line per option: its name, the member it sets, its bounds.
#include "settings/options.hpp"

#include "settings/option_kinds.hpp"

#include <optional>

namespace moisson::settings {
namespace {

// 1s, 24h: bounds as the documentation writes them.
using namespace std::chrono_literals;
using Options = std::vector<Option<Settings>>;

std::optional<Role> role_from_string(std::string_view word) {
    for (const Role role : {Role::api, Role::harvest, Role::monitor, Role::notify})
        if (to_string(role) == word)
            return role;
    return std::nullopt;
}

// The reference to a member of Settings, const or not.
Option<Settings> roles_option() {
    Option<Settings> option;
    option.name = "roles";
    option.read = [](const YAML::Node& node, Settings& out, const Reader& reader) {
        const auto words = reader.list(node, "roles");
        if (!words)
            return;
        out.roles.clear();
        for (const std::string& word : *words) {
            if (const auto role = role_from_string(word))
                out.roles.push_back(*role);
            else
                reader.add(
                    node,
                    fmt::format("roles : « {} » lu, attendu : api, harvest, monitor, notify", word)
                );
        }
        if (words->empty())
            reader.add(
                node,
                "roles : au moins un rôle est attendu (api, harvest, monitor, notify)"
            );
    };
    option.print = [](const Settings& in) {
        std::vector<std::string> words;
        for (const Role role : in.roles)
            words.emplace_back(to_string(role));
        return json_list(words);
    };
    return option;
}

Option<Settings> allow_option() {
    return list_option<Settings>("net.allow", MOISSON_MEMBER(allow), [](const std::string& item) {
        return net::parse_allowed_address(item)
                   ? std::string()
                   : fmt::format("« {} » n'est pas de la forme adresse:port", item);
    });
}

std::string check_dns_server(const std::string& text) {
    return net::parse_allowed_address(text) || net::parse_allowed_address(text + ":53")
               ? std::string()
               : fmt::format("« {} » n'est pas une adresse", text);
}

void add_general(Options& out) {
    out.push_back(
        text_option<Settings>("public_url", MOISSON_MEMBER(public_url), check_base_address)
    );
    out.push_back(text_option<Settings>("site_name", MOISSON_MEMBER(site_name)));
    out.push_back(roles_option());
    out.push_back(switch_option<Settings>("demonstration", MOISSON_MEMBER(demonstration)));
    out.push_back(text_option<Settings>("contact", MOISSON_MEMBER(contact)));
    out.push_back(number_option<Settings>("cpu_threads", MOISSON_MEMBER(cpu_threads), 0, 256));
    out.push_back(text_option<Settings>("paths.portals", MOISSON_MEMBER(paths.portals)));
    out.push_back(text_option<Settings>("paths.vocabularies", MOISSON_MEMBER(paths.vocabularies)));
    out.push_back(text_option<Settings>("paths.synonyms", MOISSON_MEMBER(paths.synonyms)));
    out.push_back(text_option<Settings>("paths.state", MOISSON_MEMBER(paths.state)));
    out.push_back(text_option<Settings>("paths.spool", MOISSON_MEMBER(paths.spool)));
    out.push_back(text_option<Settings>("paths.web", MOISSON_MEMBER(paths.web)));
    using telemetry::LogLevel;
    const std::vector<std::pair<std::string, LogLevel>> levels = {
        {"debug", LogLevel::debug},
        {"info", LogLevel::info},
        {"warning", LogLevel::warning},
        {"error", LogLevel::error}};
    out.push_back(choice_option<Settings>("log.level", MOISSON_MEMBER(log_level), levels));
}

void add_server(Options& out) {
    out.push_back(text_option<Settings>("http.listen", MOISSON_MEMBER(http_listen), check_listen));
    out.push_back(list_option<Settings>(
        "http.trusted_proxies",
        MOISSON_MEMBER(server.trusted_proxies),
        check_network
    ));
    out.push_back(number_option<Settings>(
        "http.connections_max",
        MOISSON_MEMBER(server.connections_max),
        1,
        100'000
    ));
    out.push_back(number_option<Settings>(
        "http.connections_per_client",
        MOISSON_MEMBER(server.connections_per_client),
        1,
        100'000
    ));
    out.push_back(number_option<Settings>(
        "http.requests_per_client",
        MOISSON_MEMBER(server.requests_per_client),
        1,
        100'000
    ));
    out.push_back(duration_option<Settings>(
        "http.header_timeout",
        MOISSON_MEMBER(server.header_timeout),
        100ms,
        5min
    ));
    out.push_back(duration_option<Settings>(
        "http.body_timeout",
        MOISSON_MEMBER(server.body_timeout),
        100ms,
        1h
    ));
    out.push_back(duration_option<Settings>(
        "http.idle_timeout",
        MOISSON_MEMBER(server.idle_timeout),
        100ms,
        1h
    ));
    out.push_back(duration_option<Settings>(
        "http.handler_timeout",
        MOISSON_MEMBER(server.handler_timeout),
        100ms,
        1h
    ));
    out.push_back(duration_option<Settings>(
        "http.write_timeout",
        MOISSON_MEMBER(server.write_timeout),
        100ms,
        1h
    ));
    out.push_back(
        duration_option<Settings>("http.drain_time", MOISSON_MEMBER(drain_time), 0ms, 1min)
    );
    out.push_back(number_option<Settings>(
        "http.gzip_min_bytes",
        MOISSON_MEMBER(server.gzip_min_bytes),
        0,
        1'000'000'000
    ));
}

void add_client(Options& out) {
    out.push_back(
        text_option<Settings>("admin.listen", MOISSON_MEMBER(admin_listen), check_optional_listen)
    );
    out.push_back(allow_option());
    out.push_back(text_option<Settings>("net.user_agent", MOISSON_MEMBER(user_agent)));
    out.push_back(text_option<Settings>("net.ca_file", MOISSON_MEMBER(client.ca_file)));
    out.push_back(list_option<Settings>(
        "net.dns_servers",
        MOISSON_MEMBER(client.dns_servers),
        check_dns_server
    ));
    out.push_back(duration_option<Settings>(
        "net.dns_timeout",
        MOISSON_MEMBER(client.dns_timeout),
        100ms,
        1min
    ));
    out.push_back(number_option<Settings>(
        "net.idle_connections_max",
        MOISSON_MEMBER(client.idle_connections_max),
        0,
        100'000
    ));
    out.push_back(number_option<Settings>(
        "net.document_bytes_max",
        MOISSON_MEMBER(documents.bytes_max),
        limits::mib,
        limits::document_body_bytes
    ));
    constexpr std::size_t memory_high = 65'536 * limits::mib;
    out.push_back(number_option<Settings>(
        "net.documents_memory_max",
        MOISSON_MEMBER(documents.memory_max),
        limits::mib,
        memory_high
    ));
}

// A proxy's address may hold a password: written as a reference then, and masked.
Option<Settings> proxy_option(const std::string& name, std::string net::ClientOptions::*member) {
    Option<Settings> option;
    option.name = name;
    option.read = [=](const YAML::Node& node, Settings& out, const Reader& reader) {
        bool is_reference = false;
        const auto value = reader.resolve(node, name, is_reference);
        if (!value)
            return;
        const std::string reason = check_proxy(*value);
        if (!reason.empty())
            reader.add(node, name + " : " + reason);
        else if (!is_reference && value->find('@') != std::string::npos)
            reader.add(
                node,
                name + " : avec un mot de passe, donnez ${VARIABLE} ou ${file:CHEMIN}"
            );
        else
            out.client.*member = *value;
    };
    option.print = [=](const Settings& in) {
        const std::string& value = in.client.*member;
        const std::size_t at = value.rfind('@');
        if (at == std::string::npos)
            return json_text(value);
        return json_text(std::string("http://") + mask + value.substr(at));
    };
    return option;
}

void add_proxies(Options& out) {
    out.push_back(proxy_option("http.proxy", &net::ClientOptions::proxy_https));
    out.push_back(proxy_option("http.proxy_plain", &net::ClientOptions::proxy_http));
    out.push_back(list_option<Settings>("http.no_proxy", MOISSON_MEMBER(client.no_proxy)));
    out.push_back(switch_option<Settings>(
        "http.proxy_from_environment",
        MOISSON_MEMBER(proxy_from_environment)
    ));
}

void add_database(Options& out) {
    out.push_back(
        text_option<Settings>("db.connection", MOISSON_MEMBER(db.connection), check_conninfo)
    );
    out.push_back(text_option<Settings>(
        "db.read_connection",
        MOISSON_MEMBER(db.read_connection),
        check_optional_conninfo
    ));
    out.push_back(secret_option<Settings>("db.password", MOISSON_MEMBER(db.password)));
    out.push_back(text_option<Settings>("db.password_file", MOISSON_MEMBER(db.password_file)));
    out.push_back(text_option<Settings>("db.role", MOISSON_MEMBER(db.options.role)));
    out.push_back(switch_option<Settings>("db.migrate", MOISSON_MEMBER(db.migrate)));
    out.push_back(number_option<Settings>("db.pool", MOISSON_MEMBER(db.options.connections), 1, 64)
    );
    out.push_back(duration_option<Settings>(
        "db.connect_timeout",
        MOISSON_MEMBER(db.options.connect_timeout),
        1s,
        1min
    ));
    out.push_back(duration_option<Settings>(
        "db.statement_timeout",
        MOISSON_MEMBER(db.options.statement_timeout),
        1s,
        1h
    ));
    out.push_back(duration_option<Settings>(
        "db.lock_timeout",
        MOISSON_MEMBER(db.options.lock_timeout),
        1s,
        1h
    ));
    out.push_back(duration_option<Settings>(
        "db.idle_in_transaction_timeout",
        MOISSON_MEMBER(db.options.idle_in_transaction_timeout),
        1s,
        1h
    ));
}

void add_search(Options& out) {
    out.push_back(duration_option<Settings>("search.poll", MOISSON_MEMBER(search.poll), 50ms, 1min)
    );
    out.push_back(duration_option<Settings>(
        "search.snapshot_every",
        MOISSON_MEMBER(search.snapshot_every),
        10s,
        24h
    ));
}

void add_monitor(Options& out) {
    out.push_back(duration_option<Settings>(
        "monitor.probe_every",
        MOISSON_MEMBER(monitor.probe_every),
        0s,
        24h
    ));
}

} // namespace

std::vector<Option<Settings>> all_options() {
    Options out;
    add_general(out);
    add_server(out);
    add_proxies(out);
    add_rate_options(out);
    add_client(out);
    add_database(out);
    add_harvest_options(out);
    add_search(out);
    add_monitor(out);
    add_link_options(out);
    add_alert_options(out);
    add_mail_options(out);
    add_dump_options(out);
    return out;
}

} // namespace moisson::settings
