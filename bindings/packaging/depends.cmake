# What the program's package depends on, asked when cpack runs. CPack's own way asks `file` of each
# scenario whether it is a program, which takes half a minute.

set(place ${CPACK_PACKAGE_DIRECTORY}/shlibdeps)
file(WRITE ${place}/debian/control "Source: postiche\n")
execute_process(COMMAND dpkg-shlibdeps -O ${POSTICHE_PROGRAM}
  WORKING_DIRECTORY ${place} OUTPUT_VARIABLE found COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "^shlibs:Depends=|\n$" "" CPACK_DEBIAN_PACKAGE_DEPENDS "${found}")
