// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/link_self.hpp"

namespace moisson::monitor {

void LinkSelfGuard::note_answer(std::string_view host, Steady at) {
    if (newest_ && newest_host_ != host)
        other_ = newest_;
    newest_host_ = std::string(host);
    newest_ = at;
}

void LinkSelfGuard::note_control(bool answered, Steady at) {
    control_at_ = at;
    control_answered_ = answered;
}

std::optional<bool> LinkSelfGuard::online(std::string_view host, Steady at) const {
    const std::optional<Steady>& witness = newest_host_ == host ? other_ : newest_;
    const bool fresh_control = control_at_ && *control_at_ + grace_ >= at;
    // The controls are the better witnesses when they were asked later.
    if (fresh_control && !control_answered_ && (!witness || *witness < *control_at_))
        return false;
    if (witness && *witness + grace_ >= at)
        return true;
    if (fresh_control)
        return control_answered_;
    return std::nullopt;
}

} // namespace moisson::monitor
