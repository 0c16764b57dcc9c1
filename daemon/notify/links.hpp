// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The signed addresses in messages and pages. What they ask for is done by POST only: mail scanners
// follow every link (research S7.2). Pure.
#pragma once

#include "core/uuid.hpp"
#include "notify/signing.hpp"
#include "routes/paths.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::notify {

// What somebody may do with a link that we signed.
// decline: by somebody who was invited and is no subscriber. frequency: of the dataset, not of
// mail.
enum class LinkAction { manage, leave, pause, up_to_date, not_me, decline, frequency };
std::string_view to_string(LinkAction action);

struct LinkTarget {
    LinkAction action = LinkAction::manage;
    // Of decline the number of the invitation.
    std::int64_t subscriber = 0;
    // Of up_to_date and frequency.
    std::optional<Uuid> dataset;
    // When it was made; of a link that was opened.
    Instant sealed_at{};
};

class Links {
public:
    Links(routes::PublicUrl public_url, std::string key)
        : url_(std::move(public_url)), sealer_(std::move(key)) {}

    std::string seal(const LinkTarget& target, Instant now) const;
    std::optional<LinkTarget> open(std::string_view sealed, Instant now) const;

    // Absolute.
    std::string address(const LinkTarget& target, Instant now) const;
    std::string confirmation(std::string_view token) const;

    // The hidden field of a form that anybody may fill in: holds for some hours.
    std::string form_seal(Instant now) const;
    bool form_holds(std::string_view sealed, Instant now) const;

    const routes::PublicUrl& site() const { return url_; }
    const Sealer& sealer() const { return sealer_; }
    // "exemple.org", of Message-ID and List-Id.
    std::string domain() const;

private:
    routes::PublicUrl url_;
    Sealer sealer_;
};

// "bounces+m12-0123456789abcdef@exemple.org": names the message that comes back.
// The subject of a mail that ends what its reader gets.
inline constexpr std::string_view unsubscribe_word = "unsubscribe";
std::string return_path(std::string_view bounces, std::int64_t message, const Sealer& sealer);
// The message of such an address, upper or lower case; nothing when it is not signed by us.
std::optional<std::int64_t> message_of(std::string_view address, const Sealer& sealer);

} // namespace moisson::notify
