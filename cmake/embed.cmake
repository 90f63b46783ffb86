# SPDX-License-Identifier: Apache-2.0
# darban_embed(TARGET): puts the files of webui/ into TARGET, by `.incbin`, with a table of them (page/embedded_files.inc) for
# src/page/embedded.cc. webui/files.txt is the list; languages are beside it as they are, because the program reads them itself.
# gzip -n leaves out name and date: the same files make the same octets.
find_program(GZIP gzip REQUIRED)

function(darban_embed target)
  set(webui ${CMAKE_SOURCE_DIR}/webui)
  set(out ${CMAKE_BINARY_DIR}/embedded)
  file(MAKE_DIRECTORY ${out})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${webui}/files.txt)

  # Pairs: file, address.
  set(pairs "")
  file(STRINGS ${webui}/files.txt lines REGEX "^[^#]")
  foreach(line ${lines})
    string(REGEX REPLACE "[ \t]+" ";" columns "${line}")
    list(GET columns 0 file)
    list(GET columns 1 address)
    list(APPEND pairs ${file} ${address})
  endforeach()
  # The adults' app: its page at /adult, everything else below /assets/.
  file(GLOB_RECURSE built CONFIGURE_DEPENDS RELATIVE ${webui} ${webui}/dist/*)
  list(SORT built)
  foreach(file ${built})
    string(REGEX REPLACE "^dist/" "/assets/" address ${file})
    if(file STREQUAL "dist/index.html")
      set(address /adult)
    endif()
    list(APPEND pairs ${file} ${address})
  endforeach()

  # A language is a file of the adults' app, and one that the program reads itself for the children's pages.
  file(GLOB languages CONFIGURE_DEPENDS RELATIVE ${webui} ${webui}/locales/*.json)
  list(SORT languages)
  foreach(file ${languages})
    list(APPEND pairs ${file} /assets/${file})
  endforeach()

  set(assembly "/* SPDX-License-Identifier: Apache-2.0 */\n.section .rodata,\"a\",%progbits\n")
  set(table "// SPDX-License-Identifier: Apache-2.0\n")
  set(octets "")
  set(number 0)
  while(pairs)
    list(POP_FRONT pairs file address)
    set(packed ${out}/${number}.gz)
    add_custom_command(OUTPUT ${packed} COMMAND ${GZIP} -9 -n -c ${webui}/${file} > ${packed} DEPENDS ${webui}/${file} VERBATIM
      COMMENT "Packing webui/${file}")
    get_filename_component(ending ${file} LAST_EXT)
    darban_embedded_octets(${number} ${packed})
    string(APPEND table "EMBEDDED_FILE(${number}, \"${address}\", \"${ending}\")\n")
    math(EXPR number "${number} + 1")
  endwhile()
  foreach(language ${languages})
    darban_embedded_octets(${number} ${webui}/${language})
    string(APPEND table "EMBEDDED_LANGUAGE(${number})\n")
    math(EXPR number "${number} + 1")
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",%progbits\n")

  file(CONFIGURE OUTPUT ${out}/embedded.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${out}/page/embedded_files.inc CONTENT "${table}" @ONLY)
  set_source_files_properties(${out}/embedded.S PROPERTIES OBJECT_DEPENDS "${octets}")
  target_sources(${target} PRIVATE ${out}/embedded.S)
  target_include_directories(${target} PRIVATE ${out})
endfunction()

macro(darban_embedded_octets number path)
  string(APPEND assembly ".global darban_embedded_${number}\n.balign 8\ndarban_embedded_${number}:\n.incbin \"${path}\"\n"
    ".global darban_embedded_${number}_end\ndarban_embedded_${number}_end:\n.byte 0\n")
  list(APPEND octets ${path})
endmacro()
