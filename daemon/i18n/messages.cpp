// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The sentences are a switch without default: a code without words does not compile.
#include "i18n/messages.hpp"

namespace moisson::i18n {
namespace {

struct Words {
    std::string_view title;
    std::string_view sentence;
    std::string_view advice;
};

#define MOISSON_WORDS(name, title, sentence, advice)                                               \
    case Code::name:                                                                               \
        return {                                                                                   \
            title, sentence, advice                                                                \
        }

Words words(Code code) {
    switch (code) {
#include "i18n/messages_fr.inc"
    }
    return {
        "Code inconnu",
        "Un problème de nature inconnue est survenu.",
        "Signalez ce message aux auteurs de Moisson."};
}

#undef MOISSON_WORDS

} // namespace

std::string_view title(Code code) {
    return words(code).title;
}
std::string_view sentence(Code code) {
    return words(code).sentence;
}
std::string_view advice(Code code) {
    return words(code).advice;
}

} // namespace moisson::i18n
