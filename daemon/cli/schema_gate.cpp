// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/schema_gate.hpp"

#include "cli/context.hpp"
#include "store/migrations.hpp"

#include <functional>

namespace moisson::cli {

std::optional<int> refuse_schema(const settings::Settings& settings, const Output& output) {
    Context context(settings, output);
    std::function<Result<bool>(store::Connection&)> job = [](store::Connection& connection
                                                          ) -> Result<bool> {
        const Result<void> fits = store::check_schema(connection);
        if (fits.has_error())
            return fits.error();
        return true;
    };
    const Result<bool> answer =
        context.await(context.database.run<bool>("check_schema", std::move(job)));
    if (answer.has_error())
        return report_error(output, answer.error());
    return std::nullopt;
}

} // namespace moisson::cli
