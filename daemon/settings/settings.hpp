// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Settings: config/moisson.yaml as the option structs that the rooms own. Strict: an unknown key, a
// wrong type or a value out of range is a problem with its file and line, and nothing starts.
#pragma once

#include "alert/engine.hpp"
#include "harvest/engine.hpp"
#include "kit/document_options.hpp"
#include "model/portal.hpp"
#include "monitor/link_checker.hpp"
#include "monitor/portal_watch.hpp"
#include "net/http_server.hpp"
#include "net/make_http_client.hpp"
#include "net/server/rate_limit.hpp"
#include "notify/mail_options.hpp"
#include "search/follower.hpp"
#include "settings/environment.hpp"
#include "settings/problem.hpp"
#include "store/stores.hpp"
#include "telemetry/log.hpp"
#include "views/dump_shelf.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace moisson::settings {

enum class Role { api, harvest, monitor, notify };
std::string_view to_string(Role role);

struct Paths {
    // Absolute after loading; relative ones are relative to the configuration file.
    std::string portals = "portals";
    std::string vocabularies = "vocabularies";
    // Acronyms and synonyms of the search. Empty: "synonymes.yaml" beside the configuration file
    // when there is one, else none.
    std::string synonyms;
    // Snapshot of the index; empty = nothing is kept on disk.
    std::string state;
    // Where large documents pass through; empty = `state`, or the system's temporary folder.
    std::string spool;
    // Development: templates and style from this folder instead of the program; empty = built in.
    std::string web;
};

struct DatabaseSettings {
    DatabaseSettings() { options.connections = 6; }

    // Without password: see conninfo().
    std::string connection = "host=/run/postgresql dbname=moisson";
    // What the site reads through; empty: `connection`.
    std::string read_connection;
    std::string password;
    std::string password_file;
    bool migrate = true;
    store::DatabaseOptions options;
    store::PrunePolicy prune;

    // What libpq is given: `connection` with the password.
    std::string conninfo() const;
    // The same for the site's reads.
    std::string read_conninfo() const;
};

struct Settings {
    std::string public_url = "http://127.0.0.1:8080/";
    std::string site_name = "Moisson";
    std::vector<Role> roles = {Role::api, Role::harvest, Role::monitor, Role::notify};
    // True: pages say that they show sample data.
    bool demonstration = false;
    // How portals reach the operator: part of the User-Agent.
    std::string contact;
    // Threads for parsing, normalisation and index builds; 0 = one per processor.
    int cpu_threads = 0;
    Paths paths;
    telemetry::LogLevel log_level = telemetry::LogLevel::info;

    // "address:port"
    std::string http_listen = "127.0.0.1:8080";
    // Empty: /livez, /readyz and /metrics are on the main listener.
    std::string admin_listen;
    std::chrono::milliseconds drain_time{5'000};
    net::ServerOptions server;
    net::RateOptions rate;
    net::ClientOptions client;
    kit::DocumentOptions documents;
    // `net.allow` as written; `client.allow` is what it means.
    std::vector<std::string> allow;
    // Overrides the User-Agent made of version, robot page and contact.
    std::string user_agent;
    // Whether http.proxy may be taken from the environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY).
    bool proxy_from_environment = true;

    DatabaseSettings db;
    harvest::EngineOptions harvest;
    search::FollowerOptions search;
    monitor::WatchOptions monitor;
    monitor::LinkCheckerOptions links;
    alert::EngineOptions alerts;
    notify::MailOptions mail;
    views::DumpOptions dumps;

    bool has(Role role) const;
};

// "0.0.0.0:8080", "[::]:8080" -> address and port.
struct Listen {
    std::string address;
    std::uint16_t port = 0;
};
std::optional<Listen> parse_listen(std::string_view text);

struct LoadedSettings {
    // Meaningful only without problems.
    Settings settings;
    Problems problems;
    // What works, and should not stay so.
    Problems warnings;

    bool ok() const { return problems.empty(); }
};

// Reads the file; never throws for what the file holds.
LoadedSettings load_settings(const std::filesystem::path& file, const Environment& environment);
LoadedSettings parse_settings(
    const std::string& text,
    const std::filesystem::path& file,
    const Environment& environment
);

// The effective configuration as YAML that load_settings reads back; secrets are masked.
std::string dump_settings(const Settings& settings);
// The same as one JSON object, a section being an object in it.
std::string dump_settings_json(const Settings& settings);

// Every option by its dotted name, in the order of the reference.
std::vector<std::string> option_names();

} // namespace moisson::settings
