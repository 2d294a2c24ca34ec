#include <emscripten/bind.h>

#include <string>

#include "dikast/api.hpp"

namespace {

std::string call(const std::string& method, const std::string& params) {
  return dikast::api::call(method, params);
}

std::string version() { return DIKAST_VERSION; }

}  // namespace

// The structured door. Strings in, strings out; no classes, so nothing has to be deleted by hand.
EMSCRIPTEN_BINDINGS(dikast) {
  emscripten::function("call", &call);
  emscripten::function("version", &version);
}
