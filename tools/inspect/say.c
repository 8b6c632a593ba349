/* SPDX-License-Identifier: ISC */
/* What e2e-inspect says about itself, on standard error. */
#include "config.h"

#include "inspect.h"
#include "../shown.h"

#include <stdarg.h>

void
inspect_say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tool_say("e2e-inspect", format, args);
	va_end(args);
}
