# What an earlier build has made, taken as it is: `./dev wheel` must neither compile the library a
# second time nor have another tool write into the tree that it was built in. The rules of what goes
# where are that tree's.

foreach(component IN ITEMS program module)
  install(CODE "
    set(strip)
    if(CMAKE_INSTALL_DO_STRIP)
      set(strip --strip)
    endif()
    execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${CMAKE_COMMAND} --install ${POSTICHE_BUILT}
      --prefix \${CMAKE_INSTALL_PREFIX} --component ${component} \${strip})"
    COMPONENT ${component})
endforeach()
