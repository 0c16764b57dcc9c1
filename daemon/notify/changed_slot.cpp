// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/changed_slot.hpp"

#include "notify/mail_options.hpp"

#include <algorithm>

namespace moisson::notify {

asio::awaitable<Result<ChangedSlot::Datasets>> ChangedSlot::find(Instant since, Instant until) {
    const Instant from = std::max<Instant>(since, until - limits::changes_back);
    if (!found_ || from != since_ || until != until_) {
        Result<std::vector<Uuid>> looked = co_await look_(from, until);
        if (!looked)
            co_return looked.error();
        found_ = std::make_shared<const std::vector<Uuid>>(std::move(*looked));
        since_ = from;
        until_ = until;
    }
    co_return found_;
}

} // namespace moisson::notify
