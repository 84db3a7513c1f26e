# find_package(postiche) gives the target postiche::postiche, whose header is postiche/postiche.h.
# The library is static, so what it stands on has to be there too.

include(CMakeFindDependencyMacro)
find_dependency(PkgConfig)
find_dependency(Threads)
find_dependency(ZLIB)
find_dependency(yaml-cpp)
pkg_check_modules(LIBUV REQUIRED QUIET IMPORTED_TARGET libuv)
pkg_check_modules(RE2 REQUIRED QUIET IMPORTED_TARGET re2)
pkg_check_modules(HTTPLIB REQUIRED QUIET IMPORTED_TARGET cpp-httplib)
include(${CMAKE_CURRENT_LIST_DIR}/posticheTargets.cmake)
