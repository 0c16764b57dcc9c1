// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson detecter.
#include "cli/commands.hpp"
#include "cli/detection_view.hpp"
#include "cli/exit_code.hpp"
#include "cli/outside.hpp"

#include <fmt/format.h>

namespace moisson::cli {

int detect_address(
    const settings::Settings& settings,
    const Request& request,
    const Output& output
) {
    asio::io_context io{1};
    Outside outside(settings, io);
    const detect::Detection detection = outside.await(
        detect::detect(outside.detector_parts(), request.subject, visit_options(request.subject))
    );
    if (request.json)
        print_json(output, detection_json(detection));
    else
        fmt::print(output.out, "{}", detection_text(detection));
    return detection.verdict == detect::Verdict::found ? exit_ok : exit_attention;
}

} // namespace moisson::cli
