// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson exporter: a dump in its directory or another, or one of its files to the output.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "core/clock.hpp"
#include "i18n/format.hpp"
#include "opendata/dumping.hpp"
#include "settings/vocabularies.hpp"

#include <boost/asio/thread_pool.hpp>

#include <filesystem>
#include <limits>

namespace moisson::cli {
namespace {

void print_dump(const Output& output, const std::string& directory, const views::Dump& dump) {
    fmt::print(output.out, "{}/{}\n", directory, dump.name);
    for (const views::DumpFile& file : dump.files)
        fmt::print(
            output.out,
            "  {:<20} {:>12}  {}\n",
            file.name,
            i18n::bytes(file.bytes),
            i18n::count(file.rows, "ligne", "lignes")
        );
}

int export_whole(Context& context, const Request& request, opendata::DumpSource source) {
    views::DumpOptions options = context.settings.dumps;
    if (!request.directory.empty()) {
        options.directory = std::filesystem::absolute(request.directory).string();
        // Somebody's own folder: nothing of it is cleared away.
        options.keep = std::numeric_limits<int>::max();
    }
    if (options.directory.empty()) {
        fmt::print(
            context.output.problems,
            "moisson : aucun dossier pour les fichiers ; donnez --dans DOSSIER, ou dumps.directory "
            "dans la configuration\n"
        );
        return exit_usage;
    }
    const std::string directory = options.directory;
    const auto dump = context.await(
        opendata::write_dump(std::move(source), std::move(options), SystemClock().now())
    );
    if (dump.has_error())
        return report_error(context.output, dump.error());
    if (!*dump) {
        fmt::print(
            context.output.problems,
            "moisson : un autre programme écrit déjà dans {}\n",
            directory
        );
        return exit_attention;
    }
    if (request.json)
        fmt::print(context.output.out, "{}", views::manifest_text(**dump));
    else
        print_dump(context.output, directory, **dump);
    return exit_ok;
}

} // namespace

int export_catalogue(Context& context, const Request& request) {
    const auto vocabularies = settings::load_vocabularies(context.settings.paths.vocabularies);
    if (!vocabularies.ok()) {
        fmt::print(context.output.problems, "{}", settings::to_string(vocabularies.problems));
        return exit_configuration;
    }
    const i18n::CodeLabels labels = settings::labels_of(*vocabularies.vocabularies);
    const auto exports = store::make_export_store(context.database);
    const auto live = store::make_live_store(context.database);
    asio::thread_pool cpu(1);
    opendata::FeedSite site;
    site.url = routes::PublicUrl(context.settings.public_url);
    site.name = context.settings.site_name;
    opendata::DumpSource
        source(*context.catalog, *exports, *live, labels, std::move(site), cpu.get_executor());
    if (request.subject.empty())
        return export_whole(context, request, std::move(source));
    const auto file = context.await(opendata::write_dump_file(
        std::move(source),
        request.subject,
        context.output.out,
        SystemClock().now()
    ));
    return file.has_error() ? report_error(context.output, file.error()) : int{exit_ok};
}

} // namespace moisson::cli
