# Finds the Emscripten toolchain: an activated emsdk ($EMSDK or emcc on PATH), else Debian's package.
find_program(DIKAST_EMCC emcc REQUIRED NO_CMAKE_FIND_ROOT_PATH)
get_filename_component(DIKAST_EMCC_REAL ${DIKAST_EMCC} REALPATH)
get_filename_component(DIKAST_EMSCRIPTEN_ROOT ${DIKAST_EMCC_REAL} DIRECTORY)
foreach(root ${DIKAST_EMSCRIPTEN_ROOT} $ENV{EMSDK}/upstream/emscripten /usr/share/emscripten)
  if(EXISTS ${root}/cmake/Modules/Platform/Emscripten.cmake)
    # emcmake's default asks Node for --experimental-wasm-threads, which Node 20 refuses.
    set(CMAKE_CROSSCOMPILING_EMULATOR "node;--no-experimental-fetch" CACHE STRING "")
    include(${root}/cmake/Modules/Platform/Emscripten.cmake)
    return()
  endif()
endforeach()
message(FATAL_ERROR "Emscripten's CMake toolchain file was not found beside ${DIKAST_EMCC_REAL}.")
