dnl SPDX-License-Identifier: ISC

dnl E2E_TRY_CFLAGS(FLAG): add FLAG to E2E_CFLAGS if the compiler takes it silently.
AC_DEFUN([E2E_TRY_CFLAGS], [
  e2e_saved_CFLAGS=$CFLAGS
  CFLAGS="$CFLAGS -Werror $1"
  AC_MSG_CHECKING([whether $CC takes $1])
  AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])],
    [AC_MSG_RESULT([yes])
     E2E_CFLAGS="$E2E_CFLAGS $1"],
    [AC_MSG_RESULT([no])])
  CFLAGS=$e2e_saved_CFLAGS
])

dnl E2E_TRY_LDFLAGS(FLAG): add FLAG to E2E_LDFLAGS if the linker takes it.
AC_DEFUN([E2E_TRY_LDFLAGS], [
  e2e_saved_LDFLAGS=$LDFLAGS
  LDFLAGS="$LDFLAGS $1"
  AC_MSG_CHECKING([whether the linker takes $1])
  AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
    [AC_MSG_RESULT([yes])
     E2E_LDFLAGS="$E2E_LDFLAGS $1"],
    [AC_MSG_RESULT([no])])
  LDFLAGS=$e2e_saved_LDFLAGS
])

dnl E2E_CHECK_VERSION_SCRIPT: can the linker be told what to export?
AC_DEFUN([E2E_CHECK_VERSION_SCRIPT], [
  AC_MSG_CHECKING([whether the linker takes a version script])
  e2e_saved_LDFLAGS=$LDFLAGS
  echo '{ global: main; local: *; };' >conftest.map
  LDFLAGS="$LDFLAGS -Wl,--version-script=conftest.map"
  AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
    [e2e_version_script=yes], [e2e_version_script=no])
  LDFLAGS=$e2e_saved_LDFLAGS
  rm -f conftest.map
  AC_MSG_RESULT([$e2e_version_script])
  AM_CONDITIONAL([HAVE_VERSION_SCRIPT], [test $e2e_version_script = yes])
])

dnl E2E_PACKAGE(PREFIX, MODULE, DEBIAN-PACKAGE): a library that must be there.
AC_DEFUN([E2E_PACKAGE], [
  PKG_CHECK_MODULES([$1], [$2], [],
    [AC_MSG_ERROR([$2 was not found; on Debian: apt-get install $3])])
  E2E_REQUIRES_PRIVATE="$E2E_REQUIRES_PRIVATE${E2E_REQUIRES_PRIVATE:+, }$2"
])

dnl E2E_GMP: GMP with mpn_sec_powm(); its .pc file is young (6.2), so do without it too.
AC_DEFUN([E2E_GMP], [
  PKG_CHECK_MODULES([GMP], [gmp],
    [E2E_REQUIRES_PRIVATE="$E2E_REQUIRES_PRIVATE${E2E_REQUIRES_PRIVATE:+, }gmp"],
    [GMP_LIBS=-lgmp
     E2E_LIBS_PRIVATE="$E2E_LIBS_PRIVATE -lgmp"])
  e2e_saved_LIBS=$LIBS
  e2e_saved_CPPFLAGS=$CPPFLAGS
  LIBS="$GMP_LIBS $LIBS"
  CPPFLAGS="$CPPFLAGS $GMP_CFLAGS"
  AC_MSG_CHECKING([for mpn_sec_powm in GMP])
  AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <gmp.h>]], [[mpn_sec_powm (0, 0, 0, 0, 0, 0, 0, 0);]])],
    [AC_MSG_RESULT([yes])],
    [AC_MSG_RESULT([no])
     AC_MSG_ERROR([GMP 6 was not found; on Debian: apt-get install libgmp-dev])])
  LIBS=$e2e_saved_LIBS
  CPPFLAGS=$e2e_saved_CPPFLAGS
])
