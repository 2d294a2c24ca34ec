# Header-only libraries come from the distribution. Under Emscripten /usr/include as a whole
# would shadow its own libc headers, so only the needed folders are linked into the build tree.
set(DIKAST_INCLUDES ${CMAKE_BINARY_DIR}/third_party/include)
file(MAKE_DIRECTORY ${DIKAST_INCLUDES})

function(dikast_header_library name probe)
  find_path(${name}_ROOT ${probe} PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH)
  if(NOT ${name}_ROOT)
    message(FATAL_ERROR "${probe} not found. Run scripts/setup.sh, or install ${name} and set -D${name}_ROOT=<include dir>.")
  endif()
  get_filename_component(folder ${probe} DIRECTORY)
  file(CREATE_LINK ${${name}_ROOT}/${folder} ${DIKAST_INCLUDES}/${folder} SYMBOLIC)
endfunction()

dikast_header_library(nlohmann_json nlohmann/json.hpp)
dikast_header_library(tl_expected tl/expected.hpp)
if(DIKAST_TESTING)
  dikast_header_library(catch2 catch2/catch.hpp)
  dikast_header_library(boost boost/version.hpp) # the oracle of uint256's tests
endif()

set(SIMDJSON_DIR ${CMAKE_SOURCE_DIR}/.deps/simdjson CACHE PATH "Folder with simdjson.h and simdjson.cpp")
if(NOT EXISTS ${SIMDJSON_DIR}/simdjson.cpp)
  message(FATAL_ERROR "simdjson's sources are missing in ${SIMDJSON_DIR}. Run scripts/setup.sh.")
endif()

# One set of definitions for everything that sees these libraries (one definition rule).
add_library(dikast_options INTERFACE)
target_compile_features(dikast_options INTERFACE cxx_std_20)
target_include_directories(dikast_options INTERFACE ${CMAKE_SOURCE_DIR}/include)
target_include_directories(dikast_options SYSTEM INTERFACE ${DIKAST_INCLUDES} ${SIMDJSON_DIR})
target_compile_definitions(dikast_options INTERFACE JSON_NOEXCEPTION SIMDJSON_EXCEPTIONS=0
  SIMDJSON_NO_PORTABILITY_WARNING)
target_compile_options(dikast_options INTERFACE -fno-rtti)
if(DIKAST_SANITIZE)
  target_compile_options(dikast_options INTERFACE -fsanitize=${DIKAST_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(dikast_options INTERFACE -fsanitize=${DIKAST_SANITIZE})
endif()
if(EMSCRIPTEN)
  target_compile_options(dikast_options INTERFACE -fno-exceptions)
  target_link_options(dikast_options INTERFACE -fno-exceptions -fno-rtti)
endif()

set(SIMDJSON_SOURCE ${SIMDJSON_DIR}/simdjson.cpp)
if(EMSCRIPTEN)
  # WebAssembly has one kernel, and only the on-demand reader is used. The table of kernels and the
  # virtual second stage of the DOM parser would keep what nobody calls: 13 KB of the module.
  file(READ ${SIMDJSON_SOURCE} text)
  set(dom_stage "stage2::tape_builder::parse_document<[a-z]+>\\(\\*this, _doc\\)")
  set(detector "active_implementation{&detect_best_supported_implementation_on_first_use_singleton}")
  if(NOT text MATCHES "${dom_stage}" OR NOT text MATCHES "${detector}")
    message(FATAL_ERROR "simdjson's sources are not the version that scripts/setup.sh fetches.")
  endif()
  string(REGEX REPLACE "${dom_stage}" "UNSUPPORTED_ARCHITECTURE" text "${text}")
  string(REPLACE "${detector}" "active_implementation{internal::get_fallback_singleton()}" text "${text}")
  set(SIMDJSON_SOURCE ${CMAKE_BINARY_DIR}/third_party/simdjson.cpp)
  file(CONFIGURE OUTPUT ${SIMDJSON_SOURCE} CONTENT "${text}" @ONLY)
endif()
add_library(simdjson STATIC ${SIMDJSON_SOURCE})
target_link_libraries(simdjson PUBLIC dikast_options)
target_compile_options(simdjson PRIVATE -w)
add_library(dikast_simdjson ALIAS simdjson)

add_library(dikast_warnings INTERFACE)
target_compile_options(dikast_warnings INTERFACE -Wall -Wextra -Wshadow -Wconversion -Werror)
