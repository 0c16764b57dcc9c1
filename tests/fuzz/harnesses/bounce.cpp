// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a mail server pipes of messages that came back, were complained of, or are left by mail.
// Promises: nothing but our own mark names a message, and always that one; a status is digits and
// dots, a hard one begins with 5; what is kept is clean and short; a report says the same whether
// the pipe or the report names the message.
#include "notify/bounce.hpp"

#include "core/ascii.hpp"
#include "fuzz/harness.hpp"
#include "notify/mail_options.hpp"

namespace moisson::fuzz {
namespace {

void check_bounce(const notify::BounceReport& report, std::int64_t message) {
    require(report.message == message, "a report is about the message that its mark names");
    require(report.status.size() <= 10, "a status is short");
    require(
        report.status.find_first_not_of("0123456789.") == std::string::npos,
        "a status is digits and dots"
    );
    require_clean(report.detail, "a diagnostic");
    // A byte that is none becomes three.
    require(report.detail.size() <= 3 * notify::limits::reply_bytes_max, "a diagnostic is short");
    const bool hard = report.kind == store::BounceKind::hard;
    require(!hard || report.status.front() == '5', "a hard bounce has a hard status");
    const bool complaint = report.kind == store::BounceKind::complaint;
    require(complaint == report.status.empty(), "a complaint has no status, all others have one");
}

} // namespace

void bounce(std::string_view input) {
    const notify::Sealer sealer(std::string(32, 'k'));
    constexpr std::int64_t message = 9;
    const std::string path = notify::return_path("rebonds@exemple.org", message, sealer);
    const std::string mark = path.substr(0, path.find('@')).substr(path.find('+'));
    if (ascii_lowered(input).find(mark.substr(3)) == std::string::npos) {
        require(!notify::read_bounce(input, "", sealer), "nobody forges our mark");
        require(!notify::read_unsubscribe(input, "", sealer), "nobody leaves for somebody else");
        require(!notify::read_bounce(input, input, sealer), "nor as the recipient");
    }
    const auto piped = notify::read_bounce(input, path, sealer);
    if (piped)
        check_bounce(*piped, message);
    const std::string quoting = "To: <" + path + ">\n" + std::string(input);
    const auto quoted = notify::read_bounce(quoting, "", sealer);
    require(quoted.has_value() == piped.has_value(), "a report that names the message is one");
    if (quoted)
        require(
            quoted->kind == piped->kind && quoted->status == piped->status &&
                quoted->detail == piped->detail && quoted->message == message,
            "and says the same"
        );
    const auto left = notify::read_unsubscribe(input, path, sealer);
    require(!left || *left == message, "who leaves is the reader of that message");
}

} // namespace moisson::fuzz
