// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/takedown.hpp"

namespace moisson {

std::string_view to_string(TakedownKind kind) {
    switch (kind) {
    case TakedownKind::dataset:
        return "dataset";
    case TakedownKind::organization:
        return "organization";
    case TakedownKind::distribution:
        break;
    }
    return "distribution";
}

std::optional<TakedownKind> takedown_kind_from_string(std::string_view text) {
    for (const TakedownKind kind :
         {TakedownKind::dataset, TakedownKind::organization, TakedownKind::distribution})
        if (to_string(kind) == text)
            return kind;
    return std::nullopt;
}

std::string_view to_string(TakedownGround ground) {
    return ground == TakedownGround::law ? "law" : "request";
}

} // namespace moisson
