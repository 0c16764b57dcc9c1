// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// portail_simule: builds the portals asked for, serves them until SIGTERM.
#include "portals/documents.hpp"
#include "portals/evolving.hpp"
#include "portals/faults.hpp"
#include "portals/options.hpp"
#include "portals/protocols.hpp"
#include "portals/replay.hpp"
#include "portals/samples.hpp"
#include "portals/server.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace moisson::portals {
namespace {

using PortalList = std::vector<std::shared_ptr<Portal>>;

Instant read_clock() {
    std::timespec time{};
    std::timespec_get(&time, TIME_UTC);
    return Instant(
        std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_nsec / 1000)
    );
}

ProtocolSettings settings_of(const PortalOptions& options, const CommandLine& line) {
    ProtocolSettings settings;
    settings.base_path = options.base_path;
    settings.title = options.title;
    settings.rows_max = line.rows_max;
    return settings;
}

std::shared_ptr<Portal>
make_portal(PortalOptions options, const CommandLine& line, std::unique_ptr<Protocol> protocol) {
    options.gzip = line.gzip;
    options.seed = line.seed;
    if (line.mute)
        options.reach = Reach::silent;
    return std::make_shared<Portal>(std::move(options), std::move(protocol));
}

// An invented catalogue under the protocol of the command line.
std::shared_ptr<Portal>
make_invented(PortalOptions options, const CommandLine& line, CatalogueAt catalogue) {
    auto protocol =
        invented_protocol(line.protocol, settings_of(options, line), std::move(catalogue));
    return make_portal(std::move(options), line, std::move(protocol));
}

CatalogueAt always(std::shared_ptr<const Catalogue> catalogue) {
    return [catalogue = std::move(catalogue)](Instant) { return catalogue; };
}

Script scenario_of(const CommandLine& line) {
    if (line.scenario.empty())
        return {};
    std::ifstream input(line.scenario);
    std::ostringstream text;
    text << input.rdbuf();
    return Script::from_text(text.str());
}

GeneratorOptions generator_of(const CommandLine& line, std::uint64_t source) {
    GeneratorOptions options;
    options.seed = line.seed + source * 1'000'003;
    options.count = line.generate / line.sources;
    options.countries = line.countries;
    options.resources = line.resources;
    options.record_bytes = line.record_bytes;
    if (line.evolve) {
        options.births = 0.01;
        options.deaths = 0.002;
        options.renames = 0.001;
        options.changes = 0.02;
    }
    return options;
}

void add_generated(const CommandLine& line, PortalList& portals) {
    for (std::uint64_t source = 0; source < line.sources && line.generate > 0; ++source) {
        PortalOptions options;
        options.key = line.sources == 1 ? "invente" : fmt::format("invente-{}", source);
        options.title = fmt::format("Portail inventé n° {}", source + 1);
        options.base_path = line.base_path;
        options.country = line.countries.size() == 1 ? line.countries.front() : "";
        options.script = scenario_of(line);
        const GeneratorOptions generator = generator_of(line, source);
        portals.push_back(make_invented(
            std::move(options),
            line,
            line.evolve ? evolving(generator) : always(generate(generator))
        ));
    }
}

PortalOptions options_of(const RecordedCatalogue& recorded, const CommandLine& line) {
    PortalOptions options;
    options.key = recorded.key;
    options.title = recorded.title;
    options.base_path = recorded.base_path;
    options.country = recorded.country;
    options.script = scenario_of(line);
    return options;
}

std::vector<RecordedCatalogue> known_recordings(const CommandLine& line) {
    return line.corpus.empty() ? std::vector<RecordedCatalogue>() : every_recorded(line.corpus);
}

void add_replayed(const CommandLine& line, PortalList& portals) {
    if (line.replay.empty())
        return;
    const std::vector<RecordedCatalogue> known = known_recordings(line);
    const auto add = [&](const RecordedCatalogue& recorded) {
        PortalOptions options = options_of(recorded, line);
        auto protocol = recorded_protocol(recorded, line.corpus, settings_of(options, line));
        portals.push_back(make_portal(std::move(options), line, std::move(protocol)));
    };
    for (const std::string& name : line.replay) {
        if (name == "tout") {
            for (const RecordedCatalogue& recorded : known)
                if (recorded.kind == line.protocol && !recorded.large)
                    add(recorded);
            continue;
        }
        const auto entry = std::ranges::find(known, name, &RecordedCatalogue::key);
        if (entry != known.end()) {
            add(*entry);
            continue;
        }
        RecordedCatalogue file;
        file.key = std::filesystem::path(name).stem().string();
        file.title = "Catalogue " + name;
        PortalOptions options = options_of(file, line);
        portals.push_back(make_invented(std::move(options), line, always(load_file(name))));
    }
}

void add_faults(const CommandLine& line, PortalList& portals) {
    std::vector<std::string> names = line.faults;
    if (std::ranges::find(names, "toutes") != names.end()) {
        names.clear();
        for (const Fault& fault : all_faults())
            names.emplace_back(fault.name);
    }
    GeneratorOptions generator;
    generator.seed = line.seed;
    generator.count = line.generate > 0 ? line.generate : 60;
    generator.countries = line.countries;
    if (names.empty())
        return;
    const std::shared_ptr<const Catalogue> catalogue = generate(generator);
    for (const std::string& name : names) {
        PortalOptions options;
        options.key = "faute-" + name;
        options.title = "Portail fautif : " + name;
        give_fault(options, name);
        CommandLine small = line;
        // Several pages, so that a fault can strike after the first.
        small.rows_max = std::min<std::uint64_t>(line.rows_max, 20);
        portals.push_back(make_invented(std::move(options), small, always(catalogue)));
    }
}

void add_mapped(const CommandLine& line, PortalList& portals) {
    for (const std::string& directory : line.serve) {
        std::vector<std::string> parts;
        if (std::filesystem::exists(directory + "/records.json"))
            parts.push_back(directory);
        else
            for (const auto& entry : std::filesystem::directory_iterator(directory))
                if (std::filesystem::exists(entry.path() / "records.json"))
                    parts.push_back(entry.path().string());
        std::sort(parts.begin(), parts.end());
        if (parts.empty())
            throw std::runtime_error("aucun catalogue rendu dans " + directory);
        for (const std::string& part : parts) {
            PortalOptions options;
            options.key = std::filesystem::path(part).filename().string();
            options.title = "Catalogue rendu " + options.key;
            auto protocol = rendered_protocol(part, settings_of(options, line));
            portals.push_back(make_portal(std::move(options), line, std::move(protocol)));
        }
    }
}

void add_documents(const CommandLine& line, PortalList& portals) {
    if (line.documents.empty())
        return;
    PortalOptions options;
    options.key = "documents";
    options.title = "Documents enregistrés";
    portals.push_back(make_portal(std::move(options), line, make_documents(line.documents)));
}

void render_recordings(const CommandLine& line) {
    const std::vector<RecordedCatalogue> known = known_recordings(line);
    for (const std::string& name : line.replay) {
        const auto entry = std::ranges::find(known, name, &RecordedCatalogue::key);
        if (entry == known.end())
            throw std::invalid_argument("catalogue inconnu : " + name);
        const std::string directory =
            line.replay.size() == 1 ? line.render : line.render + "/" + name;
        fmt::print("{} : {} jeux\n", directory, render_recorded(*entry, line.corpus, directory));
    }
}

void render(const CommandLine& line) {
    if (!line.replay.empty())
        return render_recordings(line);
    for (std::uint64_t source = 0; source < line.sources; ++source) {
        const std::string directory =
            line.sources == 1 ? line.render : fmt::format("{}/source-{:02}", line.render, source);
        const auto catalogue = generate(generator_of(line, source));
        write_mapped(*catalogue, directory);
        const std::uint64_t bytes = catalogue->range(0, catalogue->size()).bytes.size();
        fmt::print("{} : {} jeux, {} octets\n", directory, catalogue->size(), bytes);
    }
}

nlohmann::ordered_json list_catalogues(const CommandLine& line) {
    if (line.corpus.empty())
        throw std::invalid_argument("il faut --corpus ou MOISSON_CORPUS");
    nlohmann::ordered_json result;
    for (const RecordedCatalogue& recorded : every_recorded(line.corpus)) {
        if (recorded.kind != line.protocol)
            continue;
        nlohmann::ordered_json item;
        item["key"] = recorded.key;
        item["title"] = recorded.title;
        item["paths"] = recorded.paths;
        item["base_path"] = recorded.base_path;
        item["kind"] = recorded.kind;
        item["large"] = recorded.large;
        if (!recorded.large)
            item["records"] =
                recorded_protocol(recorded, line.corpus, ProtocolSettings())->count(read_clock());
        item["note"] = recorded.note;
        result["catalogues"].push_back(std::move(item));
    }
    for (const NotReplayed& entry : every_not_replayed())
        result["not_replayed"].push_back(
            {{"path", std::string(entry.path)}, {"reason", std::string(entry.reason)}}
        );
    return result;
}

// Written beside and renamed: whoever waits for the file never reads half of it.
void write_file(const std::string& file, const std::string& text) {
    if (file.empty())
        return;
    const std::string draft = file + ".tmp";
    std::ofstream(draft, std::ios::trunc) << text;
    std::filesystem::rename(draft, file);
}

std::function<Instant()> clock_of(const CommandLine& line) {
    if (line.days_per_second <= 0)
        return read_clock;
    const Instant started = read_clock();
    const auto epoch = Instant(GeneratorOptions().epoch);
    return [started, epoch, speed = line.days_per_second * 86'400.0] {
        const auto real = std::chrono::duration<double, std::micro>(read_clock() - started);
        return epoch + std::chrono::microseconds(static_cast<std::int64_t>(real.count() * speed));
    };
}

int serve(const CommandLine& line) {
    PortalList portals;
    if (line.samples)
        for (const auto& portal : sample_portals(line.seed, read_clock()))
            portals.push_back(portal);
    add_replayed(line, portals);
    if (line.faults.empty())
        add_generated(line, portals);
    add_faults(line, portals);
    add_mapped(line, portals);
    add_documents(line, portals);
    if (portals.empty())
        throw std::invalid_argument("rien à servir (voir --aide)");

    // Threads inherit the mask: signals are taken by this thread only.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    ServerOptions options;
    options.address = line.address;
    options.now = clock_of(line);
    options.time_scale = line.time_scale;
    Server server(std::move(options));
    std::uint16_t port = line.port;
    for (const auto& portal : portals) {
        if (!line.log.empty())
            portal->log().write_to(line.log);
        const std::uint16_t bound = server.add(portal, port);
        if (port != 0)
            ++port;
        fmt::print(
            "{} {} {}\n",
            bound,
            portal->options().key,
            portal->url() + portal->options().base_path
        );
    }
    if (line.admin)
        fmt::print("{} admin\n", server.add_admin(line.admin_port));
    server.start();
    write_file(line.authority, server.root_pem());
    write_file(line.output, server.describe() + "\n");
    std::fflush(stdout);
    const std::timespec pause{0, 100'000'000};
    while (!server.stop_asked() && sigtimedwait(&signals, nullptr, &pause) < 0) {
    }
    server.stop();
    fmt::print("{} octets servis\n", server.body_bytes());
    return 0;
}

int run(const CommandLine& line) {
    if (line.help)
        fmt::print("{}", help_text());
    else if (line.list_faults)
        fmt::print("{}\n", faults_to_json().dump(2));
    else if (line.list_catalogues)
        fmt::print("{}\n", list_catalogues(line).dump(2));
    else if (!line.render.empty())
        render(line);
    else
        return serve(line);
    return 0;
}

} // namespace
} // namespace moisson::portals

int main(int count, char** values) {
    try {
        return moisson::portals::run(moisson::portals::parse_command_line(
            std::vector<std::string>(values + 1, values + count)
        ));
    } catch (const std::exception& error) {
        fmt::print(stderr, "portail_simule : {}\n", error.what());
        return 2;
    }
}
