# dikast_module(name [DEPS module...] [SOURCES stem...]): library dikast_<name> from src/<stem>.cpp
# (default: the module's own name) and src/<name>/*.cpp, and, when tests/unit/<name>*_test.cpp or
# tests/unit/<name>/*_test.cpp exist, the test program unit_<name>.
set(DIKAST_ONLY "" CACHE STRING "Configure only these modules (a list), for work on one of them")

# What runs for every dispute, value or log is built for speed in WebAssembly; everything else, which
# runs once for a document, for size: -Oz there takes a third off the module (wasm/README.md).
set(DIKAST_HOT
  "/src/(address|base|keccak|sha256|uint256|utf8|bytes|json)\\.cpp$"
  "/src/json/(checks|dump|parse|reader)\\.cpp$"
  "/src/mustache/(lookup|parse|render|scan|text|tokens|value)\\.cpp$"
  "/src/dispute_template/(answer_rules|json_reader|rules_cid|rules_document|rules_text|skeleton|skeleton_builder|skeleton_text|strict_render)\\.cpp$"
  "/src/abi/(decode|encode|event|sink|token_source|type|value_text)\\.cpp$")
set(DIKAST_INLINE 40 CACHE STRING "Inlining threshold of the hot sources in WebAssembly")
list(JOIN DIKAST_HOT "|" DIKAST_HOT)

function(dikast_small_unless_hot)
  foreach(source IN LISTS ARGN)
    get_filename_component(path ${source} ABSOLUTE)
    if(path MATCHES "${DIKAST_HOT}")
      # clang's own threshold for -O3, 250, buys size in wasm and hardly any speed.
      set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS
        "-mllvm;-inline-threshold=${DIKAST_INLINE}")
    else()
      set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS -Oz)
    endif()
  endforeach()
endfunction()

function(dikast_module name)
  if(DIKAST_ONLY AND NOT name IN_LIST DIKAST_ONLY)
    return()
  endif()
  cmake_parse_arguments(M "" "" "DEPS;SOURCES" ${ARGN})
  if(NOT M_SOURCES)
    set(M_SOURCES ${name})
  endif()
  set(sources)
  foreach(stem IN LISTS M_SOURCES)
    if(EXISTS ${CMAKE_SOURCE_DIR}/src/${stem}.cpp)
      list(APPEND sources src/${stem}.cpp)
    endif()
  endforeach()
  file(GLOB more CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(APPEND sources ${more})
  if(NOT sources)
    message(FATAL_ERROR "module ${name} has no source")
  endif()
  if(EMSCRIPTEN)
    dikast_small_unless_hot(${sources})
  endif()
  add_library(dikast_${name} STATIC ${sources})
  target_link_libraries(dikast_${name} PUBLIC dikast_options PRIVATE dikast_warnings)
  foreach(dep IN LISTS M_DEPS)
    if(DIKAST_ONLY AND NOT TARGET dikast_${dep})
      continue()
    endif()
    target_link_libraries(dikast_${name} PUBLIC dikast_${dep})
  endforeach()
  if(DIKAST_TESTING)
    set(stems ${name} ${M_SOURCES})
    list(REMOVE_DUPLICATES stems)
    set(tests)
    foreach(stem IN LISTS stems)
      file(GLOB found CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/${stem}_test.cpp
        ${CMAKE_SOURCE_DIR}/tests/unit/${stem}/*_test.cpp)
      list(APPEND tests ${found})
    endforeach()
    if(tests)
      dikast_test_program(unit_${name} dikast_${name} ${tests})
    endif()
  endif()
endfunction()

function(dikast_test_program target library)
  if(NOT TARGET catch_main)
    add_library(catch_main STATIC ${CMAKE_SOURCE_DIR}/tests/unit/main.cpp)
    target_link_libraries(catch_main PUBLIC dikast_options)
  endif()
  add_executable(${target} ${ARGN})
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${target} PRIVATE ${library} catch_main dikast_warnings)
  target_compile_definitions(${target} PRIVATE DIKAST_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  if(EMSCRIPTEN)
    # The same tests as wasm: they read vectors through Node's file system.
    target_link_options(${target} PRIVATE -sNODERAWFS=1 -sEXIT_RUNTIME=1 -sALLOW_MEMORY_GROWTH=1
      -sENVIRONMENT=node -sNODEJS_CATCH_REJECTION=0)
  endif()
  add_test(NAME ${target} COMMAND ${target} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endfunction()
